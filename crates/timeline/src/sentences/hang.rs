//! Describes a run that can't continue: which tasks wait, where, and for what.

use crate::stuck;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{PlaceId, RunView, TaskId, WaitReason};
use coroscope_wording::{Wording, tr, tr_n};

/// The maximum number of waits in the sentence.
const MAX_WAITS: usize = 5;

/// Tasks that wait for the same thing in the same line.
struct Waiters {
    on: WaitReason,
    place: PlaceId,
    tasks: Vec<TaskId>,
}

/// Describes the last deadlock in a sentence. `None` if there was none, or if no task waited.
///
/// # Examples
/// ```
/// use coroscope::{Event, Runtime, spawn, timeline::sentence_for_hang, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// let stuck = rt.block_on(async {
///     let open = Event::new().named("open");
///     spawn(async move { open.wait().await; Ok(()) }).named("guest").await
/// });
/// assert!(stuck.is_err());
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let sentence = sentence_for_hang(RunView::new(log, &model)).unwrap();
///     assert!(sentence.starts_with("Would hang here: guest waits "));
/// });
/// ```
pub fn sentence_for_hang(run: RunView<'_>) -> Option<String> {
    let waits = waits(run, stuck::last(run.model)?.seq);
    let wording = Wording::new(run);
    let described = waits.iter().take(MAX_WAITS).map(|it| {
        tr_n!(
            it.tasks.len(),
            "{tasks} waits{line} {wait}",
            "{tasks} wait{line} {wait}",
            tasks = wording.tasks_and_others(&it.tasks),
            line = wording.in_line(it.place),
            wait = wording.wait_clause(Some(it.on))
        )
    });
    let mut parts: Vec<String> = described.collect();
    let more = waits.iter().skip(MAX_WAITS).map(|it| it.tasks.len()).sum();
    if more > 0 {
        parts.push(tr_n!(more, "one more task waits", "{n} more tasks wait"));
    }
    let waits = parts.join("; ");
    (!parts.is_empty()).then(|| tr!("Would hang here: {waits}", waits))
}

/// What the tasks wait for at a moment. Main is last, because it usually waits for others.
fn waits(run: RunView<'_>, seq: u64) -> Vec<Waiters> {
    let (main, others): (Vec<&TaskTrack>, Vec<&TaskTrack>) = (run.model.tasks().iter())
        .filter(|task| task.is_task() && !task.has_ended_at_seq(seq))
        .partition(|task| task.id.index() == 0);
    let mut found: Vec<Waiters> = Vec::new();
    for task in others.into_iter().chain(main) {
        let span = task.span_at_seq(seq).filter(|span| span.state.is_waiting());
        let Some(waited) = span.and_then(|span| span.waited) else {
            continue;
        };
        let is_same = |it: &&mut Waiters| (it.on, it.place) == (waited.on, waited.place);
        match found.iter_mut().find(is_same) {
            Some(known) => known.tasks.push(task.id),
            None => found.push(Waiters {
                on: waited.on,
                place: waited.place,
                tasks: vec![task.id],
            }),
        }
    }
    found
}
