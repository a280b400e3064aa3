//! The guide of the lesson about limiting concurrency.

use super::facts::{end_of_wait, for_permit, spot};
use super::{
    Answer, Exercise, Facts, Guide, Try, documents, latencies, millis, nearest, no_answer, spots,
    time,
};
use crate::lessons::settings::Values;
use crate::time::{Duration, human, ms};
use crate::wording::{text, tr};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let [all, shared, slowest] = expected(values);
        vec![
            time(all, tr!("as one at a time")),
            time(shared, tr!("about their share")),
            time(slowest, tr!("as all at once")),
        ]
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("One at a time"),
            settings: &[("limit", "1")],
        },
        Try {
            label: text!("No limit"),
            settings: &[("limit", "1000")],
        },
        Try {
            label: text!("60 documents, 10 at once"),
            settings: &[("documents", "60"), ("limit", "10")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Be done within 400 ms, with at most five downloads at once."),
        keep: &["documents", "latency", "urls"],
        check: |facts| {
            facts.total() <= ms(400) && facts.most_at_once().is_some_and(|most| most <= 5)
        },
    },
};

/// One at a time; the share of each permit; all at once.
fn expected(values: &Values) -> [Duration; 3] {
    let count = documents(values, "documents");
    let times = latencies(count, millis(values, "latency"));
    let sum: Duration = times.clone().sum();
    let limit = values.number("limit").clamp(1, count.max(1)) as u32;
    let slowest = times.max().unwrap_or_default();
    [sum, (sum / limit).max(slowest), slowest]
}

fn answer(facts: &Facts) -> Option<Answer> {
    let downloads = facts.children_except("");
    let most = facts.most_at_once()?;
    let own = downloads.iter().map(|task| {
        facts
            .took(task)
            .saturating_sub(facts.waited(task, for_permit))
    });
    let (sum, slowest): (Duration, _) = (own.clone().sum(), own.max()?);
    let took = facts.total();
    let first_wait = |task| Some((task, facts.waits(task, for_permit).next()?));
    let queued = downloads.iter().copied().find_map(first_wait);
    let last = *downloads.iter().max_by_key(|task| facts.ended(task))?;
    let now = facts.run.model.now();
    Some(Answer {
        right: nearest(took, &expected(facts.values)),
        sentence: match most {
            1 => tr!(
                "{took}: one ran at a time. All at once, they would have taken {slowest}.",
                took = human(took),
                slowest = human(slowest)
            ),
            _ => tr!(
                "{took}: at most {most} ran at once. One at a time they would have taken {sum}, all at once {slowest}.",
                most,
                took = human(took),
                sum = human(sum),
                slowest = human(slowest)
            ),
        },
        spots: spots([
            queued.as_ref().map(|(task, wait)| {
                spot(
                    task,
                    wait.seq,
                    tr!(
                        "{name} finds no permit, and waits in line.",
                        name = facts.name(task)
                    ),
                )
            }),
            queued.as_ref().and_then(|(task, wait)| {
                let (name, waited) = (facts.name(task), human(wait.duration(now)));
                let sentence = tr!(
                    "After {waited}, a download ends, and {name} gets its permit.",
                    waited,
                    name
                );
                end_of_wait(task, wait, sentence)
            }),
            facts.end_of(
                last,
                tr!("{name} is the last to end.", name = facts.name(last)),
            ),
        ]),
    })
}
