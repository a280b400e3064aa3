//! The guide of the lesson about the event loop.

use super::{Answer, Exercise, Facts, Guide, Try, millis, no_answer, spots, words};
use crate::time::{human, ms};

/// What a timed call prints, before its delay.
const TIMED: &str = "call_later after ";

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let delay = millis(values, "delay");
        let [one, two, three] = [1, 2, 3].map(|n| human(delay * n));
        vec![
            words(&format!("as scheduled: {three}, {one}, {two}")),
            words(&format!("as they fall due: {one}, {two}, {three}")),
        ]
        .into_iter()
        .filter(|_| !delay.is_zero())
        .collect()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: "No delay",
            settings: &[("delay", "0")],
        },
        Try {
            label: "A second apart",
            settings: &[("delay", "1000")],
        },
    ],
    exercise: Exercise {
        task: "Let the first timed call run within 50 ms, and the last one after more than 100 ms.",
        keep: &[],
        check: |facts| {
            let at: Vec<_> = facts.lines(TIMED).map(|line| line.at).collect();
            at.len() == 3 && at[0] <= ms(50) && at[2] > ms(100)
        },
    },
};

fn answer(facts: &Facts) -> Option<Answer> {
    let continues = facts.line("main continues")?;
    let soon = facts.line("call_soon")?;
    let timed: Vec<_> = facts.lines(TIMED).collect();
    let delays: Vec<&str> = timed.iter().map(|line| line.rest).collect();
    let [first, .., last] = &timed[..] else {
        return None;
    };
    if last.at.is_zero() {
        return Some(Answer {
            right: None,
            sentence: "Without a delay, the timers are due at once: they run in the order in which they were scheduled."
                .into(),
            spots: spots([continues.spot(
                "Everything is scheduled, and main continues: nothing of it has run yet.".into(),
            )]),
        });
    }
    let by_due =
        timed.is_sorted_by_key(|line| line.at) && delays[0] == human(millis(facts.values, "delay"));
    let order = delays.join(", ");
    let sentence = match by_due {
        true => format!(
            "As they fall due: call_soon first, then the timers of {order}, although another order was asked for."
        ),
        false => format!("As scheduled: {order}."),
    };
    Some(Answer {
        right: Some(usize::from(by_due)),
        sentence,
        spots: spots([
            continues.spot(
                "Everything is scheduled, and main continues: nothing of it has run yet.".into(),
            ),
            soon.spot(
                "“Soon” is the next pass of the loop: the call was in the ready queue.".into(),
            ),
            first.spot(format!(
                "The first timer is due, after {}: it was scheduled second.",
                first.rest
            )),
        ]),
    })
}
