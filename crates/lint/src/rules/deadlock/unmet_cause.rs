//! Why a wait of a deadlock was never met, in words, and what would help.

use super::connection;
use super::not_returned::{not_put_back, permit};
use super::unmet_wait::{UnmetCause, UnmetWait, WaitTarget};
use crate::holders::changed_by;
use crate::stuck::{StuckTask, is_stuck};
use crate::{Advice, LintContext};
use coroscope_trace::track::ResourceTrack;
use coroscope_trace::{Op, Outcome, ResourceKind, TaskId};
use coroscope_wording::{text, tr, tr_n};

const TASK_DONE: Advice = Advice {
    python: text!(
        "Call task_done() once for each item that was taken, in a finally block, so that it is also called \
         if processing the item fails."
    ),
    rust: text!("Call task_done() once for each item that was taken, also if processing it fails."),
};
const CONSUMER: Advice = Advice::both(text!(
    "Keep a consumer running until join() has returned, and cancel it then."
));
const FULL: Advice = Advice::both(text!(
    "Keep a consumer running as long as there are producers."
));
const TAKERS_PUT: Advice = Advice::both(text!(
    "Don't let the tasks that take items from a queue also wait until it has space: make it unbounded, or let other tasks put \
     the items in."
));
const BARRIER: Advice = Advice::both(text!(
    "Make as many tasks wait at the barrier as it has parties, or abort() it when one can't."
));
const CONDITION: Advice = Advice {
    python: text!(
        "Use wait_for() with a predicate, or check the condition before wait(); and notify after every change."
    ),
    rust: text!("Check the condition before waiting, and notify after every change."),
};
const EVENT: Advice = Advice {
    python: text!(
        "Set the event in every case, even if the work before it fails: in a finally block."
    ),
    rust: text!("Set the event in every case, even if the work before it fails."),
};
const FUTURE: Advice = Advice {
    python: text!("Set the future's result in every case, or its exception if the work fails."),
    rust: text!("Set the future's result in every case, or its error if the work fails."),
};
const OUTSIDE: Advice = Advice::both(text!("Limit the wait with timeout."));
const RELEASE: Advice = Advice {
    python: text!("Use async with, which releases the lock in every case."),
    rust: text!("Release the lock in every case: let its guard go out of scope."),
};
const SENTINEL: Advice = Advice {
    python: text!(
        "When the last item is in, put a sentinel such as None for each consumer, or call shutdown() \
         (Python 3.13): in a finally block, so that it is sent even if the work before it fails."
    ),
    rust: text!(
        "When the last item is in, put a sentinel such as None for each consumer, or call shutdown(): even if the work before \
         it fails."
    ),
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
            let why = tr_n!(
                want.ids.len(),
                "for a future{lines}, and nothing is left that could set it",
                "for futures{lines}, and nothing is left that could set them",
                lines = cx.names.in_lines(&want.places)
            );
            return cause(tr!("the future is never set"), why, FUTURE);
        }
        WaitTarget::Outside => {
            let why = tr!("for something outside the program, and nothing can come from there");
            return cause(tr!("no response arrives"), why.into(), OUTSIDE);
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
        (Op::Read | Op::Drain | Op::Accept | Op::WaitClosed, kind) => {
            connection::cause(cx, stuck, want, (op, kind), (&thing, level))
        }
        (Op::Acquire, ResourceKind::Lock) => release(cx, want, &thing),
        (Op::Acquire, _) => permit(cx, stuck, want, track, &thing),
        (Op::Wait, ResourceKind::Barrier) => barrier(track, level, &thing),
        (Op::Wait, ResourceKind::Condition) => cause(
            tr!("the condition is never notified"),
            tr!(
                "to be notified by {condition}, but no task is left that could do it",
                condition = thing
            ),
            CONDITION,
        ),
        (Op::Wait, ResourceKind::Future) => cause(
            tr!("the future is never set"),
            tr!(
                "for {future}, and nothing is left that could set it",
                future = thing
            ),
            FUTURE,
        ),
        (Op::Wait, _) => cause(
            tr!("the event is never set"),
            tr!(
                "for {event}, but no task is left that could set it",
                event = thing
            ),
            EVENT,
        ),
    }
}

fn barrier(track: &ResourceTrack, level: usize, thing: &str) -> UnmetCause {
    let more = (track.capacity as usize).saturating_sub(level);
    UnmetCause {
        title: tr_n!(
            more,
            "one task too few at a barrier",
            "{n} tasks too few at a barrier"
        ),
        why: tr_n!(
            more,
            "at {barrier} for {n} more, and no task is left that could arrive",
            "at {barrier} for {n} more, and no task is left that could arrive",
            barrier = thing
        ),
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

/// The end of a sentence: that a task that took items has failed.
fn failure(cx: &LintContext, stuck: &[StuckTask], takers: &[TaskId]) -> String {
    let Some((taker, error)) = failed(cx, stuck, takers) else {
        return String::new();
    };
    let task = cx.names.task(taker);
    let failure = match error {
        "" => tr!("{task}, which took items, has failed", task),
        error => tr!(
            "{task}, which took items, has failed with “{error}”",
            task,
            error
        ),
    };
    format!("; {failure}")
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
            let why = tr!("no task is left that could take one");
            (why.to_owned() + &failure(cx, stuck, &takers), FULL)
        }
        false if left.iter().all(|taker| want.ids.contains(taker)) => (
            tr!("no other task takes items out of it").into(),
            TAKERS_PUT,
        ),
        false => {
            let why = tr_n!(
                left.len(),
                "{tasks}, which took items, waits, too",
                "{tasks}, which took items, wait, too",
                tasks = cx.names.tasks(&left)
            );
            (why, FULL)
        }
    };
    UnmetCause {
        title: tr!("a queue is full").into(),
        why: tr_n!(
            capacity,
            "to put an item into {queue}, which is full (one item), and {why}",
            "to put an item into {queue}, which is full ({n} items), and {why}",
            queue = thing,
            why
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
            title: tr!("task_done() is missing").into(),
            why: tr!(
                "in join() of {queue}: every item was taken, but task_done() was not called for each{failure}",
                queue = thing,
                failure
            ),
            advice: TASK_DONE,
            ended: takers,
        };
    }
    UnmetCause {
        title: tr!("the last items are never taken").into(),
        why: tr_n!(
            level,
            "in join() of {queue}, which still has one item, and no task is left that could take it{failure}",
            "in join() of {queue}, which still has {n} items, and no task is left that could take them{failure}",
            queue = thing,
            failure
        ),
        advice: CONSUMER,
        ended: takers,
    }
}

/// The holder has ended, or is unknown: otherwise this would be a wait for a stuck task.
fn release(cx: &LintContext, want: &UnmetWait, thing: &str) -> UnmetCause {
    let holder = want.levels.last().and_then(|level| level.holder);
    let why = match holder {
        Some(holder) => tr!(
            "for {lock}, but {task}, which holds it, ended without releasing it",
            lock = thing,
            task = cx.names.task(holder)
        ),
        None => tr!(
            "for {lock}, and no task is left that could release it",
            lock = thing
        ),
    };
    UnmetCause {
        title: tr!("a release is missing").into(),
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
    let error = failure.map_or("", |(_, error)| error);
    let why = match (waiting.is_empty(), ended.is_empty()) {
        (true, false) if !error.is_empty() => tr!(
            "{task}, which put items in, has failed with “{error}”",
            task = cx.names.tasks(&ended),
            error
        ),
        (true, true) => tr!("no task has put one in").into(),
        (true, false) => tr_n!(
            ended.len(),
            "{tasks}, which put items in, has ended",
            "{tasks}, which put items in, have ended",
            tasks = cx.names.tasks(&ended)
        ),
        (false, _) => tr_n!(
            waiting.len(),
            "{tasks}, which put items in, waits, too",
            "{tasks}, which put items in, wait, too",
            tasks = cx.names.tasks(&waiting)
        ),
    };
    UnmetCause {
        title: tr!("a sentinel is missing").into(),
        why: tr!(
            "for an item of {queue}, but it is empty, and {why}",
            queue = thing,
            why
        ),
        advice: SENTINEL,
        ended,
    }
}
