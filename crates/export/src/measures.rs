//! Exports tasks as tracks for Chrome's Performance panel, with User Timing.

use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{Span, TaskTrack};
use coroscope_trace::{Model, Outcome, RunView, TaskState};
use coroscope_wording::{Wording, state_name};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Maximum number of measures: the browser keeps each of them until the page is left.
pub const MAX_MEASURES: usize = 10_000;
/// The name of the group of all tracks.
pub const TRACK_GROUP: &str = "Coroscope";

/// One call of `performance.measure`, as plain data.
///
/// The page calls `performance.measure(name, { start, end, detail: { devtools } })`. `start` and `end` are `from` and `to`
/// in milliseconds, plus the start of the run on the page's clock. `devtools` is
/// `{ dataType: "track-entry", trackGroup: TRACK_GROUP, track, color, properties: detail }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What the task did: `running`, `ready`, `waiting: timer`.
    pub name: String,
    /// The task's name, with its number if it is not unique.
    pub track: String,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// One of Chrome's named colours.
    pub color: &'static str,
    /// Further details, as label and value.
    pub detail: Vec<(&'static str, String)>,
}

/// The states of all tasks, task by task. If there are more than [`MAX_MEASURES`], only the longest; then the last measure
/// says how many were omitted.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::{Instant, ms}, trace::{Model, RunView}, export::measures};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let measures = rt.with_log(|log| measures(RunView::new(log, &Model::of(log))));
/// let nap = measures.iter().find(|measure| measure.name == "waiting: timer").unwrap();
/// assert_eq!((nap.track.as_str(), nap.to - nap.from), ("Task-1", ms(5)));
/// ```
pub fn measures(run: RunView<'_>) -> Vec<Measure> {
    let (longest, omitted) = longest_spans(run.model);
    let mut same_name: FxHashMap<Cow<str>, u32> = FxHashMap::default();
    for task in run.model.tasks() {
        *same_name.entry(run.task_name(task.id)).or_default() += 1;
    }
    let mut measures: Vec<Measure> = longest
        .into_iter()
        .filter_map(|(task, span)| {
            let track = run.model.tasks().get(task)?;
            let name = run.task_name(track.id);
            let name = match same_name.get(&name) {
                Some(2..) => format!("{name} ({})", track.id),
                _ => name.into_owned(),
            };
            Some(measure(run, name, track, span, track.spans.get(span)?))
        })
        .collect();
    if omitted > 0 {
        measures.push(Measure {
            name: format!("{omitted} shorter ones omitted"),
            track: "All tasks".into(),
            from: Instant::ZERO,
            to: run.model.now(),
            color: "secondary-light",
            detail: Vec::new(),
        });
    }
    measures
}

/// The longest spans, as indexes of task and span, and how many are omitted.
fn longest_spans(model: &Model) -> (Vec<(usize, usize)>, usize) {
    let now = model.now();
    let tasks = model.tasks().iter().enumerate();
    let mut all: Vec<_> = tasks
        .flat_map(|(task, track)| {
            let spans = track.spans.iter().enumerate();
            spans.map(move |(n, span)| (core::cmp::Reverse(span.duration(now)), task, n))
        })
        .collect();
    let omitted = if all.len() > MAX_MEASURES {
        // The last measure says so.
        let most = MAX_MEASURES - 1;
        sort::by(&mut all, Ord::cmp);
        let omitted = all.len() - most;
        all.truncate(most);
        sort::by_key(&mut all, |(_, task, span)| (*task, *span));
        omitted
    } else {
        0
    };
    let kept = all.into_iter().map(|(_, task, span)| (task, span));
    (kept.collect(), omitted)
}

fn measure(run: RunView<'_>, name: String, track: &TaskTrack, index: usize, span: Span) -> Measure {
    let now = run.model.now();
    let (wording, mut detail) = (Wording::new(run), Vec::new());
    if span.state.is_waiting()
        && let Some(on) = span.waited.and_then(|waited| wording.wait_value(waited.on))
    {
        detail.push(("for", on));
    }
    if span.state != TaskState::Running
        && let Some(by) = span.woken_by
    {
        detail.push(("woken by", wording.waker_value(by).into_owned()));
    }
    if let Some(place) = span.waited.and_then(|waited| run.log.place(waited.place)) {
        detail.push(("at", format!("{}:{}", place.file, place.line)));
    }
    let failed = match track.end {
        Some((_, Outcome::Failed(why))) if index + 1 == track.spans.len() => Some(why),
        _ => None,
    };
    if let Some(why) = failed {
        detail.push(("error", run.log.text(why).to_owned()));
    }
    Measure {
        name: state_name(span.state).to_owned(),
        track: name,
        from: span.from,
        to: span.to.unwrap_or(now).max(span.from),
        color: if failed.is_some() {
            "error"
        } else {
            color(&span)
        },
        detail,
    }
}

fn color(span: &Span) -> &'static str {
    match (span.cleanup, span.state) {
        (_, TaskState::Waiting(_)) => "secondary-light",
        (_, TaskState::Ready) => "tertiary",
        (false, TaskState::Running) => "primary",
        (true, TaskState::Running) => "primary-light",
    }
}
