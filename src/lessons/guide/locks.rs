//! The guide of the lesson about locks.

use super::facts::{for_permit, for_timer, spot};
use super::{Answer, Exercise, Facts, Guide, Try, no_answer, spots, usually, words};
use crate::time::{human, ms};
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let (tasks, times) = (values.number("tasks"), values.number("times"));
        let lost = tasks.saturating_sub(1) * times;
        vec![
            words(tr!("none is lost")),
            words(tr_n!(
                lost,
                "{n} of {all} is lost",
                "{n} of {all} are lost",
                all = tasks * times
            )),
        ]
        .into_iter()
        .filter(|_| lost > 0)
        .collect()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("With a Lock"),
            settings: &[("variant", "lock")],
        },
        Try {
            label: text!("20 tasks"),
            settings: &[("tasks", "20")],
        },
        Try {
            label: text!("One task after the other"),
            settings: &[("gap", "200")],
        },
    ],
    exercise: Exercise {
        in_every_order: true,
        task: text!(
            "Lose no addition, in any order, and be done within 200 ms in the usual order."
        ),
        keep: &["tasks", "times"],
        check: |facts| {
            facts.total() <= ms(200) && additions(facts).is_some_and(|(all, value)| all == value)
        },
    },
};

/// How many additions there were, and the value after the last one.
fn additions(facts: &Facts) -> Option<(usize, usize)> {
    // adder 1: 0 + 1 = 1
    let (mut count, mut value) = (0, 0);
    for line in facts.lines("adder ") {
        count += 1;
        value = line.rest.rsplit(' ').next()?.parse().ok()?;
    }
    Some((count, value))
}

fn answer(facts: &Facts) -> Option<Answer> {
    let (all, value) = additions(facts)?;
    let adders = facts.tasks_named("adder ");
    let [first, second, ..] = &adders[..] else {
        return None;
    };
    let lost = all.checked_sub(value)?;
    let took = human(facts.total());
    let queued = facts.waits(second, for_permit).next();
    let sentence = match (lost, queued) {
        (0, Some(_)) => tr!(
            "None of {all} is lost: the lock let one task at a time read, wait and write. That took {took}.",
            all,
            took
        ),
        (0, None) if all > 0 && facts.values.get("variant") == "none" => usually(tr!(
            "None of {all} is lost: no task read while another one waited to write. That took {took}.",
            all,
            took
        )),
        (0, None) => tr!("None of {all} is lost. That took {took}.", all, took),
        _ => tr_n!(
            lost,
            "{n} of {all} is lost: a task read a value that another was about to replace. That took {took}.",
            "{n} of {all} are lost: tasks read a value that another was about to replace. That took {took}.",
            all,
            took
        ),
    };
    let (one, two) = (facts.name(first), facts.name(second));
    // 1: 0 + 1 = 1
    let mut lines = facts.lines("adder ");
    let mut written = || {
        let line = lines.next()?;
        let (number, sum) = line.rest.split_once(": ")?;
        let text = tr!(
            "{name} writes: {sum}.",
            name = format!("adder {number}"),
            sum
        );
        Some((sum, line.spot(text)?))
    };
    let (a, b) = (written(), written());
    let is_same = a
        .as_ref()
        .zip(b.as_ref())
        .is_some_and(|((a, _), (b, _))| a == b);
    let [a, mut b] = [a, b].map(|written| written.map(|(_, spot)| spot));
    if let Some(spot) = b.as_mut().filter(|_| is_same) {
        spot.sentence.push(' ');
        spot.sentence += tr!("So one addition is lost.");
    }
    // Before its first reading, a task may wait for its turn to begin.
    let begin = usize::from(facts.values.number("gap") > 0);
    let reads = facts.waits(second, for_timer).nth(begin);
    let overlaps = reads
        .as_ref()
        .is_none_or(|wait| wait.from.elapsed() < facts.ended(first));
    let reads = match (queued, reads) {
        (Some(wait), _) => Some(spot(
            second,
            wait.seq,
            tr!(
                "{two} may not read yet: it waits for the lock that {one} holds.",
                one,
                two
            ),
        )),
        (None, Some(wait)) if overlaps => Some(spot(
            second,
            wait.seq,
            tr!(
                "{two} has read the counter, too, while {one} waits before it writes.",
                one,
                two
            ),
        )),
        (None, Some(wait)) => Some(spot(
            second,
            wait.seq,
            tr!(
                "{two} reads the counter. {one} has written everything.",
                one,
                two
            ),
        )),
        (None, None) => None,
    };
    Some(Answer {
        right: match lost {
            0 => Some(0),
            _ => (all - lost == facts.values.number("times")).then_some(1),
        },
        sentence,
        spots: match overlaps {
            true => spots([reads, a, b]),
            false => spots([a, b, reads]),
        },
    })
}
