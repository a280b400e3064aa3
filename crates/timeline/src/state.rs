//! The state of each task at the reader's moment.

use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Model, Moment, OutcomeKind, PlaceId, RunView, TaskId, TaskState};
use rustc_hash::FxHashMap;

/// What a task does at a moment, or how it had ended by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StateAt {
    /// It has not ended.
    Alive(TaskState),
    /// It has ended.
    Ended(OutcomeKind),
}

/// The state of a task right after a moment's event. `None` if it was not spawned yet, or is unknown.
///
/// # Examples
/// ```
/// use coroscope::timeline::{StateAt, state_at};
/// use coroscope::{Runtime, sleep, time::{Instant, ms}, trace::{Model, Moment, OutcomeKind, TaskState, WaitKind}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let at = |n| Moment::at(log, Instant::ZERO + ms(n)).unwrap();
///     let main = model.tasks()[0].id;
///     let sleeps = StateAt::Alive(TaskState::Waiting(WaitKind::Timer));
///     assert_eq!(state_at(&model, main, at(3)), Some(sleeps));
///     assert_eq!(state_at(&model, main, at(5)), Some(StateAt::Ended(OutcomeKind::Done)));
/// });
/// ```
pub fn state_at(model: &Model, task: TaskId, moment: Moment) -> Option<StateAt> {
    of_track(model.task(task)?, moment)
}

pub(super) fn of_track(track: &TaskTrack, moment: Moment) -> Option<StateAt> {
    if track.has_ended_at_seq(moment.seq) {
        let (_, outcome) = track.end?;
        return Some(StateAt::Ended(outcome.kind()));
    }
    let span = track.span_at_seq(moment.seq)?;
    Some(StateAt::Alive(span.state))
}

/// The tasks that are alive at a moment: spawned, and not ended.
pub(super) fn living(model: &Model, moment: Moment) -> impl Iterator<Item = &TaskTrack> {
    let tasks = model.tasks().iter();
    tasks.filter(move |track| {
        let first = track.spans.first().map(|span| span.seq);
        first.is_some_and(|seq| seq <= moment.seq) && !track.has_ended_at_seq(moment.seq)
    })
}

/// For each task at a moment, the line of a file where it waits, or last waited before it became ready or was polled. A
/// task that was not polled yet, or whose wait is unknown, has no line. `is_file` says which paths are that file's.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::lines_at, trace::{Model, Moment, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let (model, asleep) = (Model::of(log), Moment::after(log, 4).unwrap());
///     let run = RunView::new(log, &model);
///     let file = &log.place(model.tasks()[0].spans.get(2).unwrap().waited.unwrap().place).unwrap().file;
///     assert_eq!(lines_at(run, |name| name == &**file, asleep).len(), 1);
///     assert_eq!(lines_at(run, |name| name == "other.rs", asleep), []);
/// });
/// ```
pub fn lines_at(
    run: RunView<'_>,
    is_file: impl Fn(&str) -> bool,
    moment: Moment,
) -> Vec<(TaskId, u32)> {
    // Many tasks wait at few places.
    let mut lines: FxHashMap<PlaceId, Option<u32>> = FxHashMap::default();
    let line = |track: &TaskTrack| {
        let place = track.span_at_seq(moment.seq)?.waited?.place;
        let line = lines.entry(place).or_insert_with(|| {
            let place = run.log.place(place)?;
            is_file(&place.file).then_some(place.line)
        });
        Some((track.id, (*line)?))
    };
    living(run.model, moment).filter_map(line).collect()
}

/// Whether a path ends with this one, whose separators are slashes.
///
/// # Examples
/// ```
/// use coroscope::timeline::ends_with_path;
/// assert!(ends_with_path(r"C:\work\src\gather.rs", "src/gather.rs"));
/// assert!(!ends_with_path("src/together.rs", "gather.rs"));
/// ```
pub fn ends_with_path(path: &str, file: &str) -> bool {
    let same = |(a, b): (char, char)| a == b || (a == '\\' && b == '/');
    let before = path.chars().count().checked_sub(file.chars().count());
    let mut ends = path.chars().rev().zip(file.chars().rev());
    before.is_some_and(|before| {
        ends.all(same) && (before == 0 || matches!(path.chars().nth(before - 1), Some('/' | '\\')))
    })
}
