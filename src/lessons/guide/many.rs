//! The guide of the lesson about many connections.

use super::{
    Answer, Exercise, Facts, Guide, Try, latencies, millis, nearest, no_answer, spots, time,
};
use crate::lessons::settings::Values;
use crate::time::{Duration, human, ms};
use crate::trace::TaskState;
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let [all, slowest] = expected(values);
        vec![
            time(slowest, tr!("like the slowest")),
            time(all, tr!("all added up")),
        ]
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("100 clients"),
            settings: &[("clients", "100")],
        },
        Try {
            label: text!("20,000 clients"),
            settings: &[("clients", "20000")],
        },
        Try {
            label: text!("A pause of 1 s"),
            settings: &[("pause", "1000"), ("alone", "1")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Serve a thousand clients together in less than 300 ms."),
        keep: &[],
        check: |facts| {
            let clients = facts.tasks_named("client ");
            clients.len() >= 1000 && together(facts).is_some_and(|took| took < ms(300))
        },
    },
};

/// All clients one after the other; the slowest.
fn expected(values: &Values) -> [Duration; 2] {
    // Each waits before and after it asks.
    let times = latencies(values.number("clients"), millis(values, "pause")).map(|time| time * 2);
    [times.clone().sum(), times.max().unwrap_or_default()]
}

/// From the first client’s start to the last one’s end.
fn together(facts: &Facts) -> Option<Duration> {
    let clients = facts.tasks_named("client ");
    let end = clients.iter().map(|task| facts.ended(task)).max()?;
    Some(end - clients.first()?.spawned.elapsed())
}

fn answer(facts: &Facts) -> Option<Answer> {
    let clients = facts.tasks_named("client ");
    let took = together(facts)?;
    let (first, last) = (
        clients.first()?,
        *clients.iter().max_by_key(|task| facts.ended(task))?,
    );
    let sum: Duration = clients.iter().map(|task| facts.took(task)).sum();
    let now = facts.run.model.now();
    let busy: Duration = clients
        .iter()
        .map(|task| task.times(now)[TaskState::Running])
        .sum();
    let [all, slowest] = expected(facts.values);
    let mut sentence = tr_n!(
        clients.len(),
        "{took} for one client together. Added up, they took {sum}.",
        "{took} for {n} clients together. Added up, they took {sum}.",
        took = human(took),
        sum = human(sum)
    );
    if !busy.is_zero() {
        sentence.push(' ');
        sentence += &tr!(
            "Each kept the loop busy for {busy} in all.",
            busy = human(busy / clients.len() as u32)
        );
    }
    Some(Answer {
        right: nearest(took, &[slowest, all]),
        sentence,
        spots: spots([
            (facts.task("one at a time"))
                .filter(|_| facts.values.number("alone") > 0)
                .and_then(|task| {
                    facts.end_of(task, tr!("The last client that came alone leaves.").into())
                }),
            facts.start_of(
                first,
                tr_n!(
                    clients.len(),
                    "One client connects, as a task.",
                    "{n} clients connect, each a task."
                ),
            ),
            facts.end_of(
                last,
                tr!("{name} is the last to leave.", name = facts.name(last)),
            ),
        ]),
    })
}
