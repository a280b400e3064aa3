//! The guide of the lesson about synchronous and asynchronous waiting.

use super::facts::spot;
use super::{Answer, Exercise, Facts, Guide, Try, millis, nearest, no_answer, spots, time};
use crate::lessons::settings::Values;
use crate::time::{Duration, human, ms};
use crate::trace::TaskState;
use crate::trace::track::{Span, TaskTrack};
use crate::wording::{text, tr};

/// The tasks of the two halves.
const HALVES: [&str; 2] = ["synchronous", "asynchronous"];

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let [all, one] = expected(values);
        vec![
            time(all, tr!("all added up")),
            time(one, tr!("like a single wait")),
        ]
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("20 waits"),
            settings: &[("waits", "20")],
        },
        Try {
            label: text!("Waits of 500 ms"),
            settings: &[("wait", "500")],
        },
        Try {
            label: text!("A single wait"),
            settings: &[("waits", "1")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!(
            "Let the synchronous waits take more than 2 s, and the asynchronous ones less than 200 ms."
        ),
        keep: &[],
        check: |facts| {
            let [slow, fast] = HALVES.map(|name| facts.task(name).and_then(|it| took(facts, it)));
            slow.is_some_and(|slow| slow > ms(2000)) && fast.is_some_and(|fast| fast < ms(200))
        },
    },
};

/// All waits one after the other; at the same time.
fn expected(values: &Values) -> [Duration; 2] {
    let (waits, wait) = (values.number("waits") as u32, millis(values, "wait"));
    [wait * waits, wait * waits.min(1)]
}

/// The first turn of a task.
fn first_turn(task: &TaskTrack) -> Option<Span> {
    let mut turns = task.spans.iter();
    turns.find(|span| span.state == TaskState::Running)
}

/// How long a task took from its first turn on.
fn took(facts: &Facts, task: &TaskTrack) -> Option<Duration> {
    let began = first_turn(task)?.from;
    Some(task.until(facts.run.model.now()) - began)
}

fn answer(facts: &Facts) -> Option<Answer> {
    let [slow, fast] = HALVES.map(|name| facts.task(name));
    let (slow, fast) = (slow?, fast?);
    let waits = facts.tasks_named("wait ");
    let (first, last) = (waits.first()?, waits.last()?);
    let (alone, together) = (took(facts, slow)?, took(facts, fast)?);
    if together.is_zero() {
        return None;
    }
    let overlap = waits.len() > 1 && last.spawned < first.until(facts.run.model.now());
    let [all, one] = [human(alone), human(together)];
    let (begins, turn) = (first_turn(fast)?, first_turn(slow)?);
    let [from, to] = [human(begins.from.elapsed()), human(facts.ended(fast))];
    let sentence = match overlap {
        true => tr!(
            "{one}: the {n} waits overlapped. The synchronous ones took {all}, and nothing else could run. Look between {from} and {to}.",
            one,
            n = waits.len(),
            all,
            from,
            to
        ),
        false => tr!(
            "{one}: nothing overlapped. The synchronous wait took {all}, and nothing else could run.",
            one,
            all
        ),
    };
    Some(Answer {
        right: nearest(together, &expected(facts.values)),
        sentence,
        spots: spots([
            Some(spot(
                slow,
                turn.seq,
                tr!("“synchronous” begins, and blocks the loop for {all}.", all),
            )),
            Some(spot(
                fast,
                begins.seq,
                tr!("Only now can “asynchronous” begin. It was ready all the time.").into(),
            )),
            facts.end_of(
                last,
                tr!("All waits of “asynchronous” are over, after {one}.", one),
            ),
        ]),
    })
}
