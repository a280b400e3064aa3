//! The guide of the lesson about synchronous and asynchronous waiting.

use super::{Answer, Exercise, Facts, Guide, Try, millis, nearest, no_answer, spots, time};
use crate::lessons::settings::Values;
use crate::time::{Duration, human, ms};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let [all, one] = expected(values);
        vec![time(all, "all added up"), time(one, "like a single wait")]
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: "20 waits",
            settings: &[("waits", "20")],
        },
        Try {
            label: "Waits of 2 s",
            settings: &[("wait", "2000")],
        },
        Try {
            label: "A single wait",
            settings: &[("waits", "1")],
        },
    ],
    exercise: Exercise {
        task: "Let the waits take more than 4 s one after the other, and less than 100 ms together.",
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
        true => format!(
            "{took}: the {} waits overlapped. One after the other, they took {all}. Look between 0 and {took}.",
            waits.len()
        ),
        false => format!("{took}: nothing overlapped. One after the other, it took {all}."),
    };
    Some(Answer {
        right: nearest(together, &expected(facts.values)),
        sentence,
        spots: spots([
            facts
                .start_of(
                    last,
                    format!("{} begins while the others wait.", facts.name(last)),
                )
                .filter(|_| overlap),
            facts.end_of(
                fast,
                format!("The last wait is over, and so is “together”, after {took}."),
            ),
            facts.end_of(
                slow,
                format!("The same waits one after the other end here, after {all}."),
            ),
        ]),
    })
}
