//! The guide of the lesson about reusable helpers.

use super::facts::{for_permit, spot};
use super::{
    Answer, Exercise, Facts, Guide, Try, documents, millis, nearest, no_answer, spots, time,
    usually,
};
use crate::lessons::settings::Values;
use crate::time::{Duration, human, ms};
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let [once, helped, all] = expected(values);
        vec![
            time(once, tr!("like one fetch")),
            time(helped, ""),
            time(all, tr!("as one at a time")),
        ]
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("Retry"),
            settings: &[("variant", "retry")],
        },
        Try {
            label: text!("Limit the rate"),
            settings: &[("variant", "pace")],
        },
        Try {
            label: text!("4 at once"),
            settings: &[("most", "4")],
        },
    ],
    exercise: Exercise {
        in_every_order: true,
        task: text!(
            "Three requests are refused. All documents still arrive, in every order, and within 400 ms in the usual order."
        ),
        keep: &["documents", "latency", "urls"],
        check: |facts| facts.total() <= ms(400) && refusals(facts) == 3,
    },
};

/// As long as one fetch; with the helper; all one at a time.
fn expected(values: &Values) -> [Duration; 3] {
    let (count, fetch, pause) = (
        documents(values, "documents"),
        millis(values, "latency"),
        millis(values, "pause"),
    );
    let helped = match values.get("variant") {
        "map" => fetch * count.div_ceil(values.number("most").max(1)) as u32,
        "retry" => {
            // All that were refused try again at the same time.
            let (mut refusals, mut left, mut took) =
                (values.number("refusals"), count, Duration::ZERO);
            for attempt in 0..values.number("attempts") {
                took += fetch;
                left = left.min(refusals);
                refusals -= left;
                if left == 0 {
                    break;
                }
                took += pause * (1 << attempt);
            }
            took
        }
        _ => pause * count.saturating_sub(1) as u32 + fetch,
    };
    [fetch, helped, fetch * count as u32]
}

/// How many requests were refused.
fn refusals(facts: &Facts) -> usize {
    facts
        .lines("")
        .filter(|line| line.rest.contains(" was refused"))
        .count()
}

/// The answer of a run in which refused requests are sent again, which took this time.
fn sent_again(facts: &Facts, time: String) -> String {
    let (count, attempts) = (refusals(facts), facts.values.number("attempts"));
    let sentence = tr!(
        "{time}: refused requests were sent again ({count}).",
        time,
        count
    );
    // If one document gets all refusals, its attempts are used up.
    match count >= attempts {
        false => sentence,
        true => usually(tr!(
            "{sentence} The refusals were shared out so that {attempts} attempts were enough for each document.",
            sentence,
            attempts
        )),
    }
}

fn answer(facts: &Facts) -> Option<Answer> {
    let fetches = facts.children_except("");
    let (first, last) = (
        fetches.first()?,
        *fetches.iter().max_by_key(|task| facts.ended(task))?,
    );
    let took = facts.total();
    let queued = fetches
        .iter()
        .find_map(|task| Some((*task, facts.waits(task, for_permit).next()?)));
    let refused = facts
        .lines("")
        .find(|line| line.rest.contains(" was refused"));
    let pause = facts.values.get("pause");
    let time = human(took);
    let (sentence, look) = match facts.values.get("variant") {
        "map" => (
            tr_n!(
                facts.most_at_once()? as usize,
                "{time}: one fetch ran at a time.",
                "{time}: at most {n} fetches ran at once.",
                time
            ),
            queued.map(|(task, wait)| {
                spot(
                    task,
                    wait.seq,
                    tr!(
                        "{name} waits for one of the permits.",
                        name = facts.name(task)
                    ),
                )
            }),
        ),
        "retry" => (
            sent_again(facts, time),
            refused.and_then(|line| line.spot(format!("{}.", line.rest))),
        ),
        _ => (
            tr!("{time}: one fetch began every {pause} ms.", time, pause),
            fetches.get(1).and_then(|task| {
                facts.start_of(
                    task,
                    tr!(
                        "{name} waits until {pause} ms after the first.",
                        name = facts.name(task),
                        pause
                    ),
                )
            }),
        ),
    };
    Some(Answer {
        right: nearest(took, &expected(facts.values)),
        sentence,
        spots: spots([
            facts.start_of(
                first,
                tr!("{name} begins at once.", name = facts.name(first)),
            ),
            look,
            facts.end_of(
                last,
                tr!("{name} is the last to end.", name = facts.name(last)),
            ),
        ]),
    })
}
