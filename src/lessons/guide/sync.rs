//! The guide of the lesson about synchronous and asynchronous waiting.

use super::{Answer, Exercise, Facts, Guide, Try, millis, nearest, no_answer, spots, time};
use crate::lessons::settings::Values;
use crate::time::{Duration, human, ms};
use crate::wording::{text, tr};

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
            label: text!("Waits of 2 s"),
            settings: &[("wait", "2000")],
        },
        Try {
            label: text!("A single wait"),
            settings: &[("waits", "1")],
        },
    ],
    exercise: Exercise {
        task: text!(
            "Let the waits take more than 4 s one after the other, and less than 100 ms together."
        ),
        keep: &[],
        check: |facts| {
            let took = |name| facts.task(name).map(|task| facts.took(task));
            took("one after the other").is_some_and(|alone| alone > ms(4000))
                && took("together").is_some_and(|together| together < ms(100))
        },
    },
};

/// All waits one after the other; together.
fn expected(values: &Values) -> [Duration; 2] {
    let (waits, wait) = (values.number("waits") as u32, millis(values, "wait"));
    [wait * waits, wait * waits.min(1)]
}

fn answer(facts: &Facts) -> Option<Answer> {
    let (slow, fast) = (facts.task("one after the other")?, facts.task("together")?);
    let waits = facts.tasks_named("wait ");
    let (first, last) = (waits.first()?, waits.last()?);
    let (alone, together) = (facts.took(slow), facts.took(fast));
    if together.is_zero() {
        return None;
    }
    let overlap = waits.len() > 1 && last.spawned < first.until(facts.run.model.now());
    let [all, took] = [human(alone), human(together)];
    let sentence = match overlap {
        true => tr!(
            "{took}: the {n} waits overlapped. One after the other, they took {all}. Look between 0 and {took}.",
            took,
            all,
            n = waits.len()
        ),
        false => tr!(
            "{took}: nothing overlapped. One after the other, it took {all}.",
            took,
            all
        ),
    };
    Some(Answer {
        right: nearest(together, &expected(facts.values)),
        sentence,
        spots: spots([
            facts
                .start_of(
                    last,
                    tr!(
                        "{name} begins while the others wait.",
                        name = facts.name(last)
                    ),
                )
                .filter(|_| overlap),
            facts.end_of(
                fast,
                tr!(
                    "The last wait is over, and so is “together”, after {took}.",
                    took
                ),
            ),
            facts.end_of(
                slow,
                tr!(
                    "The same waits one after the other end here, after {all}.",
                    all
                ),
            ),
        ]),
    })
}
