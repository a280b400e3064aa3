//! What could have ended a wait in vain and did not come, in words, and what would help.

use super::given_back::{not_put_back, permit};
use super::hands::hands;
use super::missing::{Thing, Want};
use super::stuck::Stuck;
use super::words::{count, verb};
use super::{Advice, Run};
use crate::trace::track::{Outcome, ResourceTrack};
use crate::trace::{Op, ResourceKind, TaskId};

/// What is missing, in words.
pub(super) struct Lack {
    pub(super) title: String,
    /// Why it does not come: goes on after the names of those who wait.
    pub(super) why: String,
    pub(super) advice: Advice,
    /// Tasks that could have brought it, and have ended.
    pub(super) ended: Vec<TaskId>,
}

const TASK_DONE: Advice = Advice {
    python: "Call task_done() once for each item that was taken, in a finally block, so that it is also called \
             where the work on the item fails.",
    rust: "Call task_done() once for each item that was taken, also where the work on it fails.",
};
const CONSUMER: Advice =
    Advice::both("Let a consumer go on until join() is over, and cancel it then.");
const FULL: Advice = Advice::both("Keep a consumer running as long as there are producers.");
const TAKERS_PUT: Advice = Advice::both(
    "Don't let tasks that take items from a queue wait until it has room: give it no limit, or let other tasks put \
     the items in.",
);
const BARRIER: Advice = Advice::both(
    "Have as many tasks wait at the barrier as it is made for, or abort() it when one can't.",
);
const CONDITION: Advice = Advice {
    python: "Use wait_for() with the condition, or look at it before wait(); and notify after every change.",
    rust: "Look at the condition before waiting, and notify after every change of it.",
};
const EVENT: Advice = Advice {
    python: "Set the event in every case, even when the work before it fails: in a finally block.",
    rust: "Set the event in every case, even when the work before it fails.",
};
const FUTURE: Advice = Advice {
    python: "Set the future's result in every case, or its exception where the work fails.",
    rust: "Set the future's result in every case, or its error where the work fails.",
};
const OUTSIDE: Advice = Advice::both("Put a limit on the time of the wait, with timeout.");
const RELEASE: Advice = Advice {
    python: "Use async with, which releases the lock in every case.",
    rust: "Release the lock in every case: let its guard go out of scope.",
};
const SENTINEL: Advice = Advice {
    python: "When the last item is in, put a sentinel such as None for each consumer, or call shutdown() \
             (Python 3.13): in a finally block, so that it comes also where the work before it fails.",
    rust: "When the last item is in, put a sentinel such as None for each consumer, or call shutdown(): also where the work before \
           it fails.",
};

impl Lack {
    pub(super) fn of(run: &Run, stuck: &[Stuck], want: &Want) -> Lack {
        let lack = |title: &str, why: String, advice| Lack {
            title: title.into(),
            why,
            advice,
            ended: Vec::new(),
        };
        let (track, op) = match want.thing {
            Thing::Shared(track, op) => (track, op),
            Thing::Future => {
                let why = match want.ids.len() {
                    1 => "for a future{}, and nothing is left that could set it",
                    _ => "for futures{}, and nothing is left that could set them",
                };
                let lines = run.words.in_lines(&want.places);
                return lack("nobody sets the future", why.replace("{}", &lines), FUTURE);
            }
            Thing::Outside => {
                let why = "for something outside of the program, and nothing can come from there";
                return lack("no answer comes", why.into(), OUTSIDE);
            }
        };
        let thing = run.words.resource(track.id);
        let level = want.levels.last().map_or(0, |level| level.level) as usize;
        let capacity = track.capacity as usize;
        match (op, track.kind) {
            (Op::Join, _) => join(run, stuck, want, &thing, level),
            (Op::Get, _) => not_put_back(run, want, &thing)
                .unwrap_or_else(|| sentinel(run, stuck, want, &thing)),
            (Op::Put, _) => full(run, stuck, want, &thing, capacity),
            (Op::Acquire, ResourceKind::Lock) => release(run, want, &thing),
            (Op::Acquire, _) => permit(run, stuck, want, track, &thing),
            (Op::Wait, ResourceKind::Barrier) => barrier(track, level, &thing),
            (Op::Wait, ResourceKind::Condition) => lack(
                "nobody notifies",
                format!("to be notified by {thing}, but nobody is left who could"),
                CONDITION,
            ),
            (Op::Wait, ResourceKind::Future) => lack(
                "nobody sets the future",
                format!("for {thing}, and nothing is left that could set it"),
                FUTURE,
            ),
            (Op::Wait, _) => lack(
                "nobody sets the event",
                format!("for {thing}, but nobody is left who could set it"),
                EVENT,
            ),
        }
    }
}

fn barrier(track: &ResourceTrack, level: usize, thing: &str) -> Lack {
    let more = (track.capacity as usize).saturating_sub(level);
    Lack {
        title: format!("{} too few at a barrier", count(more, "task")),
        why: format!("at {thing} for {more} more to come, and nobody is left who could"),
        advice: BARRIER,
        ended: Vec::new(),
    }
}

/// One of these that has failed before, and with what.
fn failed<'r>(run: &Run<'r>, stuck: &[Stuck], tasks: &[TaskId]) -> Option<(TaskId, &'r str)> {
    tasks.iter().find_map(|task| {
        let track = run.model.task(*task)?;
        match track.end? {
            (_, Outcome::Failed(error)) if !is_stuck(stuck, task) => {
                Some((*task, run.log.text(error)))
            }
            _ => None,
        }
    })
}

/// That one of those who took items has failed.
fn failure(run: &Run, stuck: &[Stuck], takers: &[TaskId]) -> String {
    match failed(run, stuck, takers) {
        Some((taker, "")) => format!("; {}, which took items, has failed", run.words.task(taker)),
        Some((taker, error)) => format!(
            "; {}, which took items, has failed with “{error}”",
            run.words.task(taker)
        ),
        None => String::new(),
    }
}

pub(super) fn is_stuck(stuck: &[Stuck], task: &TaskId) -> bool {
    stuck.iter().any(|it| it.task == *task)
}

fn full(run: &Run, stuck: &[Stuck], want: &Want, thing: &str, capacity: usize) -> Lack {
    let takers = hands(run, 0, want.levels, false);
    let left: Vec<TaskId> = (takers.iter().copied())
        .filter(|taker| is_stuck(stuck, taker))
        .collect();
    let (why, advice) = match left.is_empty() {
        true => {
            let failure = failure(run, stuck, &takers);
            let why = format!("nobody is left who could take one{failure}");
            (why, FULL)
        }
        false if left.iter().all(|taker| want.ids.contains(taker)) => {
            ("no other task takes items out of it".into(), TAKERS_PUT)
        }
        false => {
            let waits = verb(&left, "waits", "wait");
            let names = run.words.tasks(&left);
            let why = format!("{names}, which took items, {waits}, too");
            (why, FULL)
        }
    };
    Lack {
        title: "a queue is full".into(),
        why: format!(
            "to put an item into {thing}, which is full ({}), and {why}",
            count(capacity, "item")
        ),
        advice,
        ended: takers,
    }
}

fn join(run: &Run, stuck: &[Stuck], want: &Want, thing: &str, level: usize) -> Lack {
    let takers = hands(run, 0, want.levels, false);
    let failure = failure(run, stuck, &takers);
    if level == 0 {
        return Lack {
            title: "task_done is missing".into(),
            why: format!(
                "in join() of {thing}: every item was taken, but task_done() was not called for each{failure}"
            ),
            advice: TASK_DONE,
            ended: takers,
        };
    }
    Lack {
        title: "nobody takes the last items".into(),
        why: format!(
            "in join() of {thing}, which still has {}, and nobody is left who could take {}{failure}",
            count(level, "item"),
            if level == 1 { "it" } else { "them" }
        ),
        advice: CONSUMER,
        ended: takers,
    }
}

/// The holder has ended, or nobody of this run is it: else this were a wait for a stuck task.
fn release(run: &Run, want: &Want, thing: &str) -> Lack {
    let holder = want.levels.last().and_then(|level| level.holder);
    let why = match holder {
        Some(holder) => format!(
            "for {thing}, but {}, which has it, ended without a release",
            run.words.task(holder)
        ),
        None => format!("for {thing}, and nobody is left who could release it"),
    };
    Lack {
        title: "a release is missing".into(),
        why,
        advice: RELEASE,
        ended: holder.into_iter().collect(),
    }
}

fn sentinel(run: &Run, stuck: &[Stuck], want: &Want, thing: &str) -> Lack {
    let producers = hands(run, 0, want.levels, true);
    let (waiting, ended): (Vec<TaskId>, Vec<TaskId>) =
        (producers.into_iter()).partition(|task| is_stuck(stuck, task));
    let failure = failed(run, stuck, &ended).filter(|_| ended.len() == 1);
    let why = match (waiting.is_empty(), ended.is_empty()) {
        (true, false) if failure.is_some_and(|(_, error)| !error.is_empty()) => format!(
            "{}, which put items in, has failed with “{}”",
            run.words.tasks(&ended),
            failure.map_or("", |(_, error)| error)
        ),
        (true, true) => "no task has put one in".into(),
        (true, false) => format!(
            "{}, which put items in, {} ended",
            run.words.tasks(&ended),
            verb(&ended, "has", "have")
        ),
        (false, _) => format!(
            "{}, which put items in, {}, too",
            run.words.tasks(&waiting),
            verb(&waiting, "waits", "wait")
        ),
    };
    Lack {
        title: "a sentinel is missing".into(),
        why: format!("for an item of {thing}, but it is empty, and {why}"),
        advice: SENTINEL,
        ended,
    }
}
