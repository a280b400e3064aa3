//! The guide of the lesson about blocking the loop.

use super::facts::spot;
use super::{Answer, Exercise, Facts, Guide, Try, no_answer, spots, words};
use crate::time::{Duration, human, ms};
use crate::trace::TaskState;
use crate::trace::track::Span;
use crate::wording::{text, tr, tr_n};

/// From this time between two ticks on, the ticker counts as late.
const LATE: Duration = ms(60);

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |_| {
        vec![
            words(tr!("hardly: it ticks every 20 ms")),
            words(tr!("until the counter is done")),
        ]
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("In slices"),
            settings: &[("variant", "slices")],
        },
        Try {
            label: text!("In a worker"),
            settings: &[("variant", "worker")],
        },
        Try {
            label: text!("With a sieve"),
            settings: &[("variant", "sieve")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Count the same primes with never more than 60 ms between two ticks."),
        keep: &["numbers"],
        check: |facts| {
            facts.has_computed() && longest_gap(facts).is_some_and(|(gap, _)| gap <= LATE)
        },
    },
};

/// The longest time between two turns of the ticker, and the turn after it.
fn longest_gap(facts: &Facts) -> Option<(Duration, Span)> {
    let ticker = facts.task("ticker")?;
    let turns = ticker
        .spans
        .iter()
        .filter(|span| span.state == TaskState::Running);
    let turns: Vec<Span> = turns.collect();
    let gaps = turns
        .windows(2)
        .map(|two| (two[1].from - two[0].from, two[1]));
    gaps.max_by_key(|(gap, _)| *gap)
}

fn answer(facts: &Facts) -> Option<Answer> {
    let (ticker, counter) = (facts.task("ticker")?, facts.task("counter")?);
    let (gap, late) = longest_gap(facts)?;
    let now = facts.run.model.now();
    let turns = counter
        .spans
        .iter()
        .filter(|span| span.state == TaskState::Running);
    let longest = turns.clone().max_by_key(|span| span.duration(now))?;
    let (between, blocked) = (human(gap), human(longest.duration(now)));
    let is_late = gap > LATE;
    let by_counter = longest.duration(now) * 2 >= gap;
    let sentence = match (is_late, by_counter) {
        (true, false) => tr!(
            "{between} between two ticks instead of 20 ms. The longest turn of the counter took {blocked}: for the rest, \
             the page or the machine was busy.",
            between,
            blocked
        ),
        (true, true) => tr!(
            "{between} between two ticks instead of 20 ms: the counter ran for {blocked} without a pause.",
            between,
            blocked
        ),
        (false, _) => tr_n!(
            turns.count(),
            "At most {between} between two ticks: the counter had one turn, the longest of {blocked}.",
            "At most {between} between two ticks: the counter had {n} turns, the longest of {blocked}.",
            between,
            blocked
        ),
    };
    Some(Answer {
        right: (by_counter || !is_late).then_some(usize::from(is_late)),
        sentence,
        spots: spots([
            Some(spot(
                counter,
                longest.seq,
                tr!(
                    "The counter’s longest turn begins: {blocked}. No other task can run meanwhile.",
                    blocked
                ),
            )),
            Some(spot(
                ticker,
                late.seq,
                tr!(
                    "The ticker’s next turn, {between} after the one before.",
                    between
                ),
            )),
            facts.end_of(counter, tr!("The counter has counted all primes.").into()),
        ]),
    })
}
