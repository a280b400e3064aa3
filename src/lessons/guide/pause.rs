//! The guide of the lesson about pausing.

use super::facts::{end_of_wait, for_timer, spot};
use super::{Answer, Exercise, Facts, Guide, Try, no_answer, spots, words};
use crate::time::{human, ms};
use crate::trace::track::{Span, WokenBy};
use crate::wording::{text, tr};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| match values.number("pause").checked_div(values.number("every")) {
        None | Some(0) => Vec::new(),
        Some(count) => vec![
            words(tr!("nothing: it waits, too")),
            words(tr!("it runs the counter, up to {count}", count)),
        ],
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("Count every 10 ms"),
            settings: &[("every", "10")],
        },
        Try {
            label: text!("Sleep for 3 s"),
            settings: &[("pause", "3000")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Let the counter reach 20 while the sleeper sleeps for less than 300 ms."),
        keep: &[],
        check: |facts| {
            let slept = facts.task("sleeper").map(|task| facts.took(task));
            slept.is_some_and(|slept| slept < ms(300)) && counts(facts).len() >= 20
        },
    },
};

/// The sleeps of the counter that were over before it was cancelled. After each, it counted.
fn counts(facts: &Facts) -> Vec<Span> {
    let Some(counter) = facts.task("counter") else {
        return Vec::new();
    };
    let sleeps = facts.waits(counter, for_timer);
    sleeps
        .filter(|span| span.woken_by == Some(WokenBy::Timer))
        .collect()
}

fn answer(facts: &Facts) -> Option<Answer> {
    let (sleeper, counter) = (facts.task("sleeper")?, facts.task("counter")?);
    let counts = counts(facts);
    let sleep = facts.waits(sleeper, for_timer).next()?;
    let slept = human(sleep.duration(facts.run.model.now()));
    let mut sentence = match counts.len() {
        0 => tr!(
            "The counter did not get to count: the sleeper was back after {slept}.",
            slept
        ),
        n => tr!(
            "It ran the counter, up to {n}, while the sleeper slept for {slept}.",
            n,
            slept
        ),
    };
    if facts.line("never awaited: the count is 0").is_some() {
        sentence.push(' ');
        sentence += tr!("The coroutine that was never awaited did nothing.");
    }
    Some(Answer {
        right: Some(usize::from(!counts.is_empty())),
        sentence,
        spots: spots([
            Some(spot(
                sleeper,
                sleep.seq,
                tr!("The sleeper pauses, for {slept}.", slept),
            )),
            counts.first().and_then(|sleep| {
                let sentence =
                    tr!("The counter’s first turn meanwhile: it counts, and sleeps again.");
                end_of_wait(counter, sleep, sentence.into())
            }),
            facts.end_of(
                sleeper,
                tr!("The sleeper continues and ends. Main, which awaited it, cancels the counter.")
                    .into(),
            ),
        ]),
    })
}
