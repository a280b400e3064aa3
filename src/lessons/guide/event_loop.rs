//! The guide of the lesson about the event loop.

use super::{Answer, Exercise, Facts, Guide, Try, millis, no_answer, spots, words};
use crate::time::{human, ms};
use crate::wording::{text, tr};

/// What a timed call prints, before its delay.
const TIMED: &str = "call_later after ";

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let delay = millis(values, "delay");
        let [one, two, three] = [1, 2, 3].map(|n| human(delay * n));
        vec![
            words(tr!("as scheduled: {three}, {one}, {two}", one, two, three)),
            words(tr!(
                "as they fall due: {one}, {two}, {three}",
                one,
                two,
                three
            )),
        ]
        .into_iter()
        .filter(|_| !delay.is_zero())
        .collect()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("No delay"),
            settings: &[("delay", "0")],
        },
        Try {
            label: text!("A second apart"),
            settings: &[("delay", "1000")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!(
            "Let the first timed call run within 50 ms, and the last one after more than 100 ms."
        ),
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
    let scheduled = continues.spot(
        tr!("Everything is scheduled, and main continues: nothing of it has run yet.").into(),
    );
    if last.at.is_zero() {
        return Some(Answer {
            right: None,
            sentence: tr!("Without a delay, the timers are due at once: they run in the order in which they were scheduled.")
                .into(),
            spots: spots([scheduled]),
        });
    }
    let by_due =
        timed.is_sorted_by_key(|line| line.at) && delays[0] == human(millis(facts.values, "delay"));
    let order = delays.join(", ");
    let sentence = match by_due {
        true => tr!(
            "As they fall due: call_soon first, then the timers of {order}, although another order was asked for.",
            order
        ),
        false => tr!("As scheduled: {order}.", order),
    };
    Some(Answer {
        right: Some(usize::from(by_due)),
        sentence,
        spots: spots([
            scheduled,
            soon.spot(
                tr!("“Soon” is the next pass of the loop: the call was in the ready queue.").into(),
            ),
            first.spot(tr!(
                "The first timer is due, after {delay}: it was scheduled second.",
                delay = first.rest
            )),
        ]),
    })
}
