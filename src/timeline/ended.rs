//! How a run ended, as far as its log says it.

use super::stuck;
use crate::time::{Instant, human};
use crate::trace::track::{Outcome, TaskTrack};
use crate::trace::{Log, Model, TextId};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The program ended.
    Done,
    /// The main task failed; its message.
    Failed(TextId),
    /// The main task was cancelled.
    Cancelled,
    /// From this moment on nothing could ever continue.
    Deadlock(Instant),
    /// The log ends before the main task does.
    Stopped,
}

/// How a run ended of which nothing but its log is known.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::{Ended, ended}, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// assert_eq!(ended(&model), Ended::Done);
/// ```
pub fn ended(model: &Model) -> Ended {
    if let Some(at) = deadlock(model) {
        return Ended::Deadlock(at);
    }
    match model.tasks().first().and_then(|main| main.end) {
        Some((_, Outcome::Failed(why))) => Ended::Failed(why),
        Some((_, Outcome::Cancelled)) => Ended::Cancelled,
        _ if is_cut_off(model) => Ended::Stopped,
        _ => Ended::Done,
    }
}

impl Ended {
    /// It in words, such as `Done in 100 ms`; `now` is the end of the run.
    pub fn words(self, now: Instant, log: &Log) -> String {
        let took = human(now.elapsed());
        match self {
            Ended::Done => format!("Done in {took}"),
            Ended::Failed(why) => format!("Failed after {took}: {}", log.text(why)),
            Ended::Cancelled => format!("Cancelled after {took}"),
            Ended::Deadlock(at) => format!("Ended in a deadlock after {}", human(at.elapsed())),
            Ended::Stopped => format!("Stopped after {took}"),
        }
    }
}

/// When the recorder saw that nothing could continue, where nothing but the end of the tasks followed.
fn deadlock(model: &Model) -> Option<Instant> {
    let (at, seq) = *model.deadlocks.last()?;
    let went_on = model.tasks().iter().any(|task| {
        let is_done = matches!(task.end, Some((_, Outcome::Done)));
        task.parent.is_none() && is_done && !task.has_ended_at_seq(seq)
    });
    (!went_on && stuck::at_last(model).is_some()).then_some(at)
}

/// Whether a task that no other task spawned has not ended, and none such has ended since it was spawned. A script that
/// runs one task in the loop to its end may leave others behind that were spawned before.
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
