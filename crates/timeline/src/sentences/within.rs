//! What else happened while a task was in one state: its marks and time limits, in sentences. So a reader who uses keys
//! reads what a pointer finds above a bar.

use super::limits::limit_sentence;
use coroscope_trace::track::TimeLimit;
use coroscope_trace::{RunView, TaskId};
use coroscope_wording::{tr, tr_n};

/// How many sentences of each kind there are.
const MAX: usize = 3;
/// How many lines of the whole run are examined.
const MAX_LINES: usize = 512;

/// The lines that a task printed or noted in a span, and the time limits that it set or reached there.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, print, timeline::within_span, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { print("hello"); Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     assert_eq!(within_span(run, model.tasks()[0].id, 1), ["prints “hello”"]);
/// });
/// ```
pub fn within_span(run: RunView<'_>, task: TaskId, span: usize) -> Vec<String> {
    let track = run.model.task(task);
    let Some((track, found)) = track.and_then(|track| Some((track, track.spans.get(span)?))) else {
        return Vec::new();
    };
    let next = track.spans.get(span + 1).map(|next| next.seq);
    let until = next.unwrap_or(track.end_seq.unwrap_or(u64::MAX));
    let mut said = Vec::new();
    let prints = |text: &str| tr!("prints “{text}”", text);
    let notes = |text: &str| tr!("notes “{text}”", text);
    for (lines, says) in [
        (&run.model.printed, &prints as &dyn Fn(&str) -> String),
        (&run.model.notes, &notes),
    ] {
        let first = lines.partition_point(|line| line.seq <= found.seq);
        let here = lines[first..].iter().take(MAX_LINES);
        let here = here.take_while(|line| line.seq < until);
        let its: Vec<_> = here.filter(|line| line.task == Some(task)).collect();
        let texts = its.iter().take(MAX);
        said.extend(texts.map(|line| says(run.log.text(line.text))));
        if its.len() > MAX {
            let more = its.len() - MAX;
            said.push(tr_n!(more, "and one more line", "and {n} more lines"));
        }
    }
    let to = found.to.unwrap_or(run.model.now());
    let is_last = next.is_none();
    let is_here = |limit: &&TimeLimit| {
        let at = limit.expired.unwrap_or(limit.deadline);
        at >= found.from && (at < to || is_last && at == to)
    };
    let limits = track.limits.iter().filter(is_here).take(MAX);
    said.extend(limits.map(limit_sentence));
    said
}
