//! How a run ended, as far as its log shows.

use super::stuck;
use coroscope_trace::time::{Instant, human};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Log, Model, Outcome, TextId};
use coroscope_wording::tr;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEnd {
    /// The program ended.
    Done,
    /// The main task failed, with this message.
    Failed(TextId),
    /// The main task was cancelled.
    Cancelled,
    /// From this moment on, no task could ever continue.
    Deadlock(Instant),
    /// The log ends before the main task does.
    Stopped,
}

/// Finds out from the log alone how a run ended.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::{RunEnd, run_end}, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// assert_eq!(run_end(&model), RunEnd::Done);
/// ```
pub fn run_end(model: &Model) -> RunEnd {
    if let Some(at) = deadlock(model) {
        return RunEnd::Deadlock(at);
    }
    match model.tasks().first().and_then(|main| main.end) {
        Some((_, Outcome::Failed(why))) => RunEnd::Failed(why),
        Some((_, Outcome::Cancelled)) => RunEnd::Cancelled,
        _ if is_cut_off(model) => RunEnd::Stopped,
        _ => RunEnd::Done,
    }
}

impl RunEnd {
    /// Describes it, such as `Done in 100 ms`; `now` is the end of the run.
    pub fn describe(self, now: Instant, log: &Log) -> String {
        let took = human(now.elapsed());
        match self {
            RunEnd::Done => tr!("Done in {took}", took),
            RunEnd::Failed(why) => tr!("Failed after {took}: {error}", took, error = log.text(why)),
            RunEnd::Cancelled => tr!("Cancelled after {took}", took),
            RunEnd::Deadlock(at) => tr!(
                "Ended in a deadlock after {took}",
                took = human(at.elapsed())
            ),
            RunEnd::Stopped => tr!("Stopped after {took}", took),
        }
    }
}

/// When the run deadlocked, if only the ends of the tasks followed.
fn deadlock(model: &Model) -> Option<Instant> {
    let (at, seq) = *model.deadlocks.last()?;
    let went_on = model.tasks().iter().any(|task| {
        let is_done = matches!(task.end, Some((_, Outcome::Done)));
        task.parent.is_none() && is_done && !task.has_ended_at_seq(seq)
    });
    (!went_on && stuck::final_deadlock(model).is_some()).then_some(at)
}

/// Whether a root task has not ended, and no root task has ended since it was spawned. (A script that runs one task
/// after another with its own loop may leave earlier ones pending.)
fn is_cut_off(model: &Model) -> bool {
    let roots = || {
        let tasks = model.tasks().iter();
        tasks.filter(|task| task.parent.is_none() && !task.is_thread)
    };
    let spawned = |task: &TaskTrack| task.spans.first().map_or(0, |span| span.seq);
    let last_end = roots().filter_map(|task| task.end_seq).max();
    let mut open = roots().filter(|task| task.end.is_none());
    open.any(|task| last_end.is_none_or(|end| end < spawned(task)))
}
