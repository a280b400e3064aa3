//! The tasks that had to wait during a long poll.

use super::LintContext;
use super::candidates::Poll;
use coroscope_trace::model::LongCallback;
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant, human};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Cause, EventKind, Model, TaskId, TaskState, WaitReason};
use coroscope_wording::{list, tr, tr_n};

/// A task that had to wait.
pub(super) struct Victim {
    pub(super) task: TaskId,
    /// How long it was ready, or its timer was late; `None` if the log does not show when the timer came due.
    lost: Option<Duration>,
    /// Whether it was ready; otherwise its timer came due.
    was_ready: bool,
}

/// A stretch of time in which no other task could run.
#[derive(Clone, Copy)]
pub(super) struct BlockedTime {
    /// The task that was polled; `None` for a callback.
    pub(super) culprit: Option<TaskId>,
    pub(super) from: Instant,
    pub(super) to: Instant,
    /// An event within it.
    pub(super) seq: u64,
}

impl From<LongCallback> for BlockedTime {
    fn from(callback: LongCallback) -> BlockedTime {
        BlockedTime {
            culprit: None,
            from: callback.from,
            to: callback.to,
            seq: callback.seq,
        }
    }
}

impl From<Poll> for BlockedTime {
    fn from(poll: Poll) -> BlockedTime {
        BlockedTime {
            culprit: Some(poll.task),
            from: poll.from,
            to: poll.to,
            seq: poll.seq,
        }
    }
}

/// For each poll, the tasks that were ready meanwhile, the longest first, and then those whose timers fired only after
/// it.
pub(super) fn of_each(
    cx: &LintContext,
    polls: impl Iterator<Item = BlockedTime>,
) -> Vec<Vec<Victim>> {
    let polls: Vec<BlockedTime> = polls.collect();
    let mut victims: Vec<Vec<Victim>> = polls.iter().map(|_| Vec::new()).collect();
    for track in cx.run.model.tasks() {
        for (poll, victims) in polls.iter().zip(&mut victims) {
            if Some(track.id) != poll.culprit {
                victims.extend(victim(cx, track, poll));
            }
        }
    }
    for (poll, victims) in polls.iter().zip(&mut victims) {
        let known: Vec<TaskId> = victims.iter().map(|victim| victim.task).collect();
        victims.extend(due_after(cx, poll).filter(|it| !known.contains(&it.task)));
        sort::by_key(victims, |it| (!it.was_ready, core::cmp::Reverse(it.lost)));
    }
    victims
}

/// The delay that a poll caused a task.
fn victim(cx: &LintContext, track: &TaskTrack, poll: &BlockedTime) -> Option<Victim> {
    let spans = &track.spans;
    let (mut ready, mut late) = (Duration::ZERO, Duration::ZERO);
    for index in spans.begun_by(poll.from).saturating_sub(1)..spans.len() {
        let span = spans.get(index).filter(|span| span.from < poll.to)?;
        let to = span.to.unwrap_or(cx.run.model.now());
        match (span.state, span.waited.map(|waited| waited.on)) {
            (TaskState::Ready, _) => ready += to.min(poll.to) - span.from.max(poll.from),
            (TaskState::Waiting(_), Some(WaitReason::Timer(delay))) => {
                let due = delay.get().map_or(to, |delay| span.from + delay);
                if due < poll.to && to >= poll.to {
                    late = poll.to - due.max(poll.from);
                }
            }
            _ => {}
        }
        if to >= poll.to {
            break;
        }
    }
    let (lost, was_ready) = match ready.is_zero() {
        false => (ready, true),
        true => (late, false),
    };
    (!lost.is_zero()).then_some(Victim {
        task: track.id,
        lost: Some(lost),
        was_ready,
    })
}

/// The tasks whose timers fired in the pass after the poll's: they came due during the poll.
fn due_after(cx: &LintContext, poll: &BlockedTime) -> impl Iterator<Item = Victim> {
    let (passes, culprit) = (&cx.run.model.passes, poll.culprit);
    let next = passes.partition_point(|pass| pass.seq <= poll.seq);
    let seq = |pass: usize| passes.get(pass).map(|pass| pass.seq);
    let from = seq(next).unwrap_or(u64::MAX);
    let to = seq(next + 1).unwrap_or(u64::MAX);
    let model = cx.run.model;
    cx.run
        .log
        .iter_from(from)
        .take_while(move |(seq, _)| *seq < to)
        .filter_map(move |(seq, event)| match event.kind {
            EventKind::TaskWoken {
                task,
                by: Cause::Timer,
            } if Some(task) != culprit && !knows_due(model, task, seq) => Some(Victim {
                task,
                lost: None,
                was_ready: false,
            }),
            _ => None,
        })
}

/// Whether the log says when the timer that ended a wait was due.
fn knows_due(model: &Model, task: TaskId, seq: u64) -> bool {
    let track = model.task(task);
    let span = track.and_then(|track| track.span_at_seq(seq.saturating_sub(1)));
    let on = span.and_then(|span| span.waited).map(|waited| waited.on);
    matches!(on, Some(WaitReason::Timer(delay)) if delay.get().is_some())
}

/// Describes in a sentence which tasks had to wait. `victims` is not empty.
pub(super) fn meanwhile(cx: &LintContext, victims: &[Victim]) -> String {
    let ready = victims.partition_point(|victim| victim.was_ready);
    let (ready, due) = victims.split_at(ready);
    let name = |victim: &Victim| match victim.lost {
        Some(lost) => format!("{} ({})", cx.names.task(victim.task), human(lost)),
        None => cx.names.task(victim.task),
    };
    let tasks = list(ready.iter().map(name));
    if due.is_empty() {
        return tr_n!(
            ready.len(),
            "Meanwhile {tasks} was ready and could not run.",
            "Meanwhile {tasks} were ready and could not run.",
            tasks
        );
    }
    let names = list(due.iter().map(name));
    let (first, late) = match due {
        [one] => (cx.names.task(one.task), one.lost.map(human)),
        _ => (String::new(), None),
    };
    if ready.is_empty() {
        return match (due.len(), late) {
            (1, Some(late)) => tr!(
                "Meanwhile the timer of {task} came due and fired {late} too late.",
                task = first,
                late
            ),
            (n, _) => tr_n!(
                n,
                "Meanwhile the timer of {tasks} came due and fired too late.",
                "Meanwhile the timers of {tasks} came due and fired too late.",
                tasks = names
            ),
        };
    }
    let too_late = match (due.len(), late) {
        (1, Some(late)) => tr!(
            "the timer of {task} fired {late} too late",
            task = first,
            late
        ),
        (n, _) => tr_n!(
            n,
            "the timer of {tasks} fired too late",
            "the timers of {tasks} fired too late",
            tasks = names
        ),
    };
    tr_n!(
        ready.len(),
        "Meanwhile {tasks} was ready and could not run, and {too_late}.",
        "Meanwhile {tasks} were ready and could not run, and {too_late}.",
        tasks,
        too_late
    )
}
