//! Who had to wait while a long poll lasted.

use super::Run;
use super::polls::Poll;
use super::words::row;
use crate::time::{Duration, Instant, human};
use crate::trace::track::State;
use crate::trace::{Cause, TaskId, What};

/// A task that could not run.
pub(super) struct Victim {
    pub(super) task: TaskId,
    /// How long it was ready; none where its timer came due, and the log can't tell when.
    ready: Option<Duration>,
}

/// A stretch of time in which no other task could run.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    /// Whose poll it was; none where it was a callback.
    pub(super) culprit: Option<TaskId>,
    pub(super) from: Instant,
    pub(super) to: Instant,
    /// An event in it.
    pub(super) seq: u64,
}

impl From<Poll> for Stretch {
    fn from(poll: Poll) -> Stretch {
        Stretch {
            culprit: Some(poll.task),
            from: poll.from,
            to: poll.to,
            seq: poll.seq,
        }
    }
}

/// Of each poll the tasks that were ready meanwhile, the longest first, and then those whose timers fired
/// only after it.
pub(super) fn of(run: &Run, polls: &[Stretch]) -> Vec<Vec<Victim>> {
    let mut victims: Vec<Vec<Victim>> = polls.iter().map(|_| Vec::new()).collect();
    let first = polls.iter().map(|poll| poll.from).min();
    let last = polls.iter().map(|poll| poll.to).max();
    let (Some(first), Some(last)) = (first, last) else {
        return victims;
    };
    let now = run.model.now();
    for track in run.model.tasks() {
        for span in track.spans.iter() {
            let to = span.to.unwrap_or(now);
            if span.state != State::Ready || to <= first || span.from >= last {
                continue;
            }
            for (poll, victims) in polls.iter().zip(&mut victims) {
                let ready = to.min(poll.to) - span.from.max(poll.from);
                if !ready.is_zero() {
                    victims.push(Victim {
                        task: track.id,
                        ready: Some(ready),
                    });
                }
            }
        }
    }
    for (poll, victims) in polls.iter().zip(&mut victims) {
        victims.sort_by_key(|victim| core::cmp::Reverse(victim.ready));
        victims.extend(due_after(run, poll));
    }
    victims
}

/// The tasks whose timers fired in the pass after the poll's: they came due while it lasted.
fn due_after(run: &Run, poll: &Stretch) -> impl Iterator<Item = Victim> {
    let (passes, culprit) = (&run.model.passes, poll.culprit);
    let next = passes.partition_point(|pass| pass.seq <= poll.seq);
    let seq = |pass: usize| passes.get(pass).map(|pass| pass.seq);
    let from = seq(next).unwrap_or(u64::MAX);
    let to = seq(next + 1).unwrap_or(u64::MAX);
    run.log
        .iter_from(from)
        .take_while(move |(seq, _)| *seq < to)
        .filter_map(move |(_, event)| match event.what {
            What::Woken {
                task,
                by: Cause::Timer,
            } if Some(task) != culprit => Some(Victim { task, ready: None }),
            _ => None,
        })
}

/// Who had to wait, in a sentence. There is somebody.
pub(super) fn meanwhile(run: &Run, victims: &[Victim]) -> String {
    let ready = victims.partition_point(|victim| victim.ready.is_some());
    let (ready, due) = victims.split_at(ready);
    let were = if ready.len() == 1 { "was" } else { "were" };
    let name = |victim: &Victim| match victim.ready {
        Some(ready) => format!("{} ({})", run.words.task(victim.task), human(ready)),
        None => run.words.task(victim.task),
    };
    let could_not = format!(
        "{} {were} ready and could not run",
        row(ready.iter().map(name))
    );
    let timers = if due.len() == 1 { "timer" } else { "timers" };
    let too_late = format!(
        "the {timers} of {} fired too late",
        row(due.iter().map(name))
    );
    match (ready.is_empty(), due.is_empty()) {
        (false, false) => format!("Meanwhile {could_not}, and {too_late}."),
        (true, false) => {
            format!("Meanwhile {too_late}.").replacen("fired", "came due and fired", 1)
        }
        _ => format!("Meanwhile {could_not}."),
    }
}
