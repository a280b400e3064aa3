//! The guide of the lesson about gather.

use super::facts::{is_cancelled, is_done};
use super::{
    Answer, Exercise, Facts, Guide, Try, documents, latencies, millis, nearest, spots, time,
};
use crate::time::{Duration, human, ms};
use crate::wording::{text, tr, tr_n};

const ALONE: &str = "one after the other";

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let times = latencies(documents(values, "tasks"), millis(values, "latency"));
        vec![
            time(times.clone().sum(), tr!("all added up")),
            time(times.max().unwrap_or_default(), tr!("like the slowest")),
        ]
    },
    answer,
    trouble,
    tries: &[
        Try {
            label: text!("20 documents"),
            settings: &[("tasks", "20")],
        },
        Try {
            label: text!("Together only"),
            settings: &[("order", "together")],
        },
        Try {
            label: text!("One is missing"),
            settings: &[
                ("urls", "docs/lock.txt\ndocs/missing.txt\ndocs/task.txt"),
                ("order", "together"),
            ],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Fetch 12 documents in less than half a second."),
        keep: &["latency"],
        check: |facts| {
            let fetches = facts.children_except(ALONE);
            facts.total() < ms(500) && fetches.into_iter().filter(|it| is_done(it)).count() >= 12
        },
    },
};

fn answer(facts: &Facts) -> Option<Answer> {
    let fetches = facts.children_except(ALONE);
    let first = fetches.first()?;
    let slowest = *fetches.iter().max_by_key(|task| facts.took(task))?;
    let last = *fetches.iter().max_by_key(|task| facts.ended(task))?;
    let took = facts.ended(last).saturating_sub(first.spawned.elapsed());
    let sum: Duration = fetches.iter().map(|task| facts.took(task)).sum();
    let (name, slow) = (facts.name(slowest), human(facts.took(slowest)));
    let alone = facts.task(ALONE);
    let right = nearest(took, &[sum, facts.took(slowest)]);
    let took = human(took);
    let mut sentence = match right {
        Some(0) => tr!("{took}: the fetches did not overlap.", took),
        _ => tr!(
            "{took}, like the slowest: {name} took {slow}.",
            took,
            name,
            slow
        ),
    };
    sentence.push(' ');
    sentence += &match alone {
        Some(alone) => tr!(
            "One after the other, they took {time}.",
            time = human(facts.took(alone))
        ),
        None => tr!("Added up, they took {time}.", time = human(sum)),
    };
    Some(Answer {
        right,
        sentence,
        spots: spots([
            alone.and_then(|alone| {
                facts.end_of(
                    alone,
                    tr!(
                        "One after the other, the fetches end here, after {time}.",
                        time = human(facts.took(alone))
                    ),
                )
            }),
            facts.start_of(
                fetches.last()?,
                tr!("Here all fetches have begun, and none has ended.").into(),
            ),
            facts.end_of(
                last,
                tr!(
                    "The last fetch ends, and gather with it, after {took}.",
                    took
                ),
            ),
        ]),
    })
}

fn trouble(facts: &Facts) -> Option<Answer> {
    let failed = facts.first_failed()?;
    let (name, at) = (facts.name(failed), human(facts.ended(failed)));
    let fetches = facts.children_except(ALONE);
    let cut: Vec<_> = fetches
        .into_iter()
        .filter(|task| is_cancelled(task))
        .collect();
    let mut sentence = tr!(
        "{name} failed at {at}, and gather raised that error at once.",
        name,
        at
    );
    if !cut.is_empty() {
        sentence.push(' ');
        sentence += &tr_n!(
            cut.len(),
            "One fetch was still running, and was cancelled when main ended.",
            "{n} fetches were still running, and were cancelled when main ended."
        );
    }
    Some(Answer {
        right: None,
        sentence,
        spots: spots([
            facts.end_of(failed, tr!("{name} fails.", name)),
            cut.first().and_then(|task| {
                facts.end_of(
                    task,
                    tr!(
                        "{name} is cancelled, because main has ended.",
                        name = facts.name(task)
                    ),
                )
            }),
        ]),
    })
}
