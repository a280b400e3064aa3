//! Why a wait of a deadlock was never met, in words, and what would help.

use super::not_returned::{not_put_back, permit};
use super::unmet_wait::{UnmetCause, UnmetWait, WaitTarget};
use crate::holders::changed_by;
use crate::stuck::{StuckTask, is_stuck};
use crate::{Advice, LintContext};
use coroscope_trace::track::ResourceTrack;
use coroscope_trace::{Op, Outcome, ResourceKind, TaskId};
use coroscope_wording::{count, verb};

const TASK_DONE: Advice = Advice {
    python: "Call task_done() once for each item that was taken, in a finally block, so that it is also called \
             if processing the item fails.",
    rust: "Call task_done() once for each item that was taken, also if processing it fails.",
};
const CONSUMER: Advice =
    Advice::both("Keep a consumer running until join() has returned, and cancel it then.");
const FULL: Advice = Advice::both("Keep a consumer running as long as there are producers.");
const TAKERS_PUT: Advice = Advice::both(
    "Don't let the tasks that take items from a queue also wait until it has space: make it unbounded, or let other tasks put \
     the items in.",
);
const BARRIER: Advice = Advice::both(
    "Make as many tasks wait at the barrier as it has parties, or abort() it when one can't.",
);
const CONDITION: Advice = Advice {
    python: "Use wait_for() with a predicate, or check the condition before wait(); and notify after every change.",
    rust: "Check the condition before waiting, and notify after every change.",
};
const EVENT: Advice = Advice {
    python: "Set the event in every case, even if the work before it fails: in a finally block.",
    rust: "Set the event in every case, even if the work before it fails.",
};
const FUTURE: Advice = Advice {
    python: "Set the future's result in every case, or its exception if the work fails.",
    rust: "Set the future's result in every case, or its error if the work fails.",
};
const OUTSIDE: Advice = Advice::both("Limit the wait with timeout.");
const RELEASE: Advice = Advice {
    python: "Use async with, which releases the lock in every case.",
    rust: "Release the lock in every case: let its guard go out of scope.",
};
const SENTINEL: Advice = Advice {
    python: "When the last item is in, put a sentinel such as None for each consumer, or call shutdown() \
             (Python 3.13): in a finally block, so that it is sent even if the work before it fails.",
    rust: "When the last item is in, put a sentinel such as None for each consumer, or call shutdown(): even if the work before \
           it fails.",
};

pub(super) fn of(cx: &LintContext, stuck: &[StuckTask], want: &UnmetWait) -> UnmetCause {
    let cause = |title: &str, why: String, advice| UnmetCause {
        title: title.into(),
        why,
        advice,
        ended: Vec::new(),
    };
    let (track, op) = match want.target {
        WaitTarget::Shared(track, op) => (track, op),
        WaitTarget::Future => {
            let why = match want.ids.len() {
                1 => "for a future{}, and nothing is left that could set it",
                _ => "for futures{}, and nothing is left that could set them",
            };
            let lines = cx.names.in_lines(&want.places);
            return cause("the future is never set", why.replace("{}", &lines), FUTURE);
        }
        WaitTarget::Outside => {
            let why = "for something outside the program, and nothing can come from there";
            return cause("no response arrives", why.into(), OUTSIDE);
        }
    };
    let thing = cx.names.resource(track.id);
    let level = want.levels.last().map_or(0, |level| level.level) as usize;
    let capacity = track.capacity as usize;
    match (op, track.kind) {
        (Op::Join, _) => join(cx, stuck, want, &thing, level),
        (Op::Get, _) => {
            not_put_back(cx, want, &thing).unwrap_or_else(|| sentinel(cx, stuck, want, &thing))
        }
        (Op::Put, _) => full(cx, stuck, want, &thing, capacity),
        (Op::Acquire, ResourceKind::Lock) => release(cx, want, &thing),
        (Op::Acquire, _) => permit(cx, stuck, want, track, &thing),
        (Op::Wait, ResourceKind::Barrier) => barrier(track, level, &thing),
        (Op::Wait, ResourceKind::Condition) => cause(
            "the condition is never notified",
            format!("to be notified by {thing}, but no task is left that could do it"),
            CONDITION,
        ),
        (Op::Wait, ResourceKind::Future) => cause(
            "the future is never set",
            format!("for {thing}, and nothing is left that could set it"),
            FUTURE,
        ),
        (Op::Wait, _) => cause(
            "the event is never set",
            format!("for {thing}, but no task is left that could set it"),
            EVENT,
        ),
    }
}

fn barrier(track: &ResourceTrack, level: usize, thing: &str) -> UnmetCause {
    let more = (track.capacity as usize).saturating_sub(level);
    UnmetCause {
        title: format!("{} too few at a barrier", count(more, "task")),
        why: format!("at {thing} for {more} more, and no task is left that could arrive"),
        advice: BARRIER,
        ended: Vec::new(),
    }
}

/// The first of these tasks that has failed, and its error.
fn failed<'r>(
    cx: &LintContext<'r>,
    stuck: &[StuckTask],
    tasks: &[TaskId],
) -> Option<(TaskId, &'r str)> {
    tasks.iter().find_map(|task| {
        let track = cx.run.model.task(*task)?;
        match track.end? {
            (_, Outcome::Failed(error)) if !is_stuck(stuck, task) => {
                Some((*task, cx.run.log.text(error)))
            }
            _ => None,
        }
    })
}

/// Says that a task that took items has failed.
fn failure(cx: &LintContext, stuck: &[StuckTask], takers: &[TaskId]) -> String {
    match failed(cx, stuck, takers) {
        Some((taker, "")) => format!("; {}, which took items, has failed", cx.names.task(taker)),
        Some((taker, error)) => format!(
            "; {}, which took items, has failed with “{error}”",
            cx.names.task(taker)
        ),
        None => String::new(),
    }
}

fn full(
    cx: &LintContext,
    stuck: &[StuckTask],
    want: &UnmetWait,
    thing: &str,
    capacity: usize,
) -> UnmetCause {
    let takers = changed_by(cx, 0, want.levels, false);
    let left: Vec<TaskId> = (takers.iter().copied())
        .filter(|taker| is_stuck(stuck, taker))
        .collect();
    let (why, advice) = match left.is_empty() {
        true => {
            let failure = failure(cx, stuck, &takers);
            let why = format!("no task is left that could take one{failure}");
            (why, FULL)
        }
        false if left.iter().all(|taker| want.ids.contains(taker)) => {
            ("no other task takes items out of it".into(), TAKERS_PUT)
        }
        false => {
            let waits = verb(&left, "waits", "wait");
            let names = cx.names.tasks(&left);
            let why = format!("{names}, which took items, {waits}, too");
            (why, FULL)
        }
    };
    UnmetCause {
        title: "a queue is full".into(),
        why: format!(
            "to put an item into {thing}, which is full ({}), and {why}",
            count(capacity, "item")
        ),
        advice,
        ended: takers,
    }
}

fn join(
    cx: &LintContext,
    stuck: &[StuckTask],
    want: &UnmetWait,
    thing: &str,
    level: usize,
) -> UnmetCause {
    let takers = changed_by(cx, 0, want.levels, false);
    let failure = failure(cx, stuck, &takers);
    if level == 0 {
        return UnmetCause {
            title: "task_done() is missing".into(),
            why: format!(
                "in join() of {thing}: every item was taken, but task_done() was not called for each{failure}"
            ),
            advice: TASK_DONE,
            ended: takers,
        };
    }
    UnmetCause {
        title: "the last items are never taken".into(),
        why: format!(
            "in join() of {thing}, which still has {}, and no task is left that could take {}{failure}",
            count(level, "item"),
            if level == 1 { "it" } else { "them" }
        ),
        advice: CONSUMER,
        ended: takers,
    }
}

/// The holder has ended, or is unknown: otherwise this would be a wait for a stuck task.
fn release(cx: &LintContext, want: &UnmetWait, thing: &str) -> UnmetCause {
    let holder = want.levels.last().and_then(|level| level.holder);
    let why = match holder {
        Some(holder) => format!(
            "for {thing}, but {}, which holds it, ended without releasing it",
            cx.names.task(holder)
        ),
        None => format!("for {thing}, and no task is left that could release it"),
    };
    UnmetCause {
        title: "a release is missing".into(),
        why,
        advice: RELEASE,
        ended: holder.into_iter().collect(),
    }
}

fn sentinel(cx: &LintContext, stuck: &[StuckTask], want: &UnmetWait, thing: &str) -> UnmetCause {
    let producers = changed_by(cx, 0, want.levels, true);
    let (waiting, ended): (Vec<TaskId>, Vec<TaskId>) =
        (producers.into_iter()).partition(|task| is_stuck(stuck, task));
    let failure = failed(cx, stuck, &ended).filter(|_| ended.len() == 1);
    let why = match (waiting.is_empty(), ended.is_empty()) {
        (true, false) if failure.is_some_and(|(_, error)| !error.is_empty()) => format!(
            "{}, which put items in, has failed with “{}”",
            cx.names.tasks(&ended),
            failure.map_or("", |(_, error)| error)
        ),
        (true, true) => "no task has put one in".into(),
        (true, false) => format!(
            "{}, which put items in, {} ended",
            cx.names.tasks(&ended),
            verb(&ended, "has", "have")
        ),
        (false, _) => format!(
            "{}, which put items in, {}, too",
            cx.names.tasks(&waiting),
            verb(&waiting, "waits", "wait")
        ),
    };
    UnmetCause {
        title: "a sentinel is missing".into(),
        why: format!("for an item of {thing}, but it is empty, and {why}"),
        advice: SENTINEL,
        ended,
    }
}
