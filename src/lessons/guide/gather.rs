//! The guide of the lesson about gather.

use super::facts::{is_cancelled, is_done};
use super::{
    Answer, Exercise, Facts, Guide, Try, documents, latencies, millis, nearest, spots, time,
};
use crate::time::{Duration, human, ms};

const ALONE: &str = "one after the other";

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let times = latencies(documents(values, "tasks"), millis(values, "latency"));
        vec![
            time(times.clone().sum(), "all added up"),
            time(times.max().unwrap_or_default(), "like the slowest"),
        ]
    },
    answer,
    trouble,
    tries: &[
        Try {
            label: "20 documents",
            settings: &[("tasks", "20")],
        },
        Try {
            label: "Together only",
            settings: &[("order", "together")],
        },
        Try {
            label: "One is missing",
            settings: &[
                ("urls", "docs/lock.txt\ndocs/missing.txt\ndocs/task.txt"),
                ("order", "together"),
            ],
        },
    ],
    exercise: Exercise {
        task: "Fetch 12 documents in less than half a second.",
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
        Some(0) => format!("{took}: the fetches did not overlap."),
        _ => format!("{took}, like the slowest: {name} took {slow}."),
    };
    sentence += &match alone {
        Some(alone) => format!(
            " One after the other, they took {}.",
            human(facts.took(alone))
        ),
        None => format!(" Added up, they took {}.", human(sum)),
    };
    Some(Answer {
        right,
        sentence,
        spots: spots([
            alone.and_then(|alone| {
                facts.end_of(
                    alone,
                    format!(
                        "One after the other, the fetches end here, after {}.",
                        human(facts.took(alone))
                    ),
                )
            }),
            facts.start_of(
                fetches.last()?,
                "Here all fetches have begun, and none has ended.".into(),
            ),
            facts.end_of(
                last,
                format!("The last fetch ends, and gather with it, after {took}."),
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
    let rest = match cut.len() {
        0 => String::new(),
        1 => " One fetch was still running, and was cancelled when main ended.".into(),
        n => format!(" {n} fetches were still running, and were cancelled when main ended."),
    };
    Some(Answer {
        right: None,
        sentence: format!("{name} failed at {at}, and gather raised that error at once.{rest}"),
        spots: spots([
            facts.end_of(failed, format!("{name} fails.")),
            cut.first().and_then(|task| {
                facts.end_of(
                    task,
                    format!("{} is cancelled, because main has ended.", facts.name(task)),
                )
            }),
        ]),
    })
}
