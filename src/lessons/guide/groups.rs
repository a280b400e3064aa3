//! The guide of the lesson about task groups.

use super::{Answer, Exercise, Facts, Guide, Try, millis, no_answer, spots, time};
use crate::time::{human, ms};
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| match values.get("variant") != "none" && values.number("tasks") > 2 {
        false => Vec::new(),
        true => {
            let closing = millis(values, "closing");
            let fails = millis(values, "latency") * 2 + closing;
            vec![
                time(fails, tr!("at the first failure")),
                time(fails + closing, tr!("after all cleanups")),
            ]
        }
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("Nothing fails"),
            settings: &[("variant", "none")],
        },
        Try {
            label: text!("A cleanup fails, too"),
            settings: &[("variant", "closing")],
        },
        Try {
            label: text!("20 tasks"),
            settings: &[("tasks", "20")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!(
            "One task fails, others are cancelled, and the group still ends within 500 ms."
        ),
        keep: &["variant", "tasks", "latency"],
        check: |facts| facts.first_failed().is_some() && facts.total() <= ms(500),
    },
};

fn answer(facts: &Facts) -> Option<Answer> {
    let ended = facts.line("the group ended after ")?;
    let took = ended.rest;
    let Some(failed) = facts.first_failed() else {
        return Some(Answer {
            right: None,
            sentence: tr!(
                "Nothing failed: the group ended with its last task, after {took}.",
                took
            ),
            spots: spots([ended.spot(tr!("The group ends.").into())]),
        });
    };
    let cancelled: Vec<_> = facts
        .tasks()
        .iter()
        .filter(|task| !task.cancels.is_empty())
        .collect();
    let last = cancelled.iter().max_by_key(|task| facts.ended(task));
    let (name, at) = (facts.name(failed), human(facts.ended(failed)));
    let waited = last.is_some_and(|last| facts.ended(last) > facts.ended(failed));
    let mut sentence = match waited {
        true => tr_n!(
            cancelled.len(),
            "{took}: {name} failed at {at}, one task was cancelled, and the group waited for their cleanups.",
            "{took}: {name} failed at {at}, {n} tasks were cancelled, and the group waited for their cleanups.",
            took,
            name,
            at
        ),
        false if !cancelled.is_empty() => tr_n!(
            cancelled.len(),
            "{took}: {name} failed at {at}, and one task was cancelled, whose cleanup took no time.",
            "{took}: {name} failed at {at}, and {n} tasks were cancelled, whose cleanups took no time.",
            took,
            name,
            at
        ),
        false => tr!(
            "{took}: {name} failed at {at}, and no other task had to clean up.",
            took,
            name,
            at
        ),
    };
    let errors = facts.line("errors of the group: ").map(|line| line.rest);
    if let Some(errors) = errors.filter(|errors| waited && *errors != "1") {
        sentence.push(' ');
        sentence += &tr!(
            "It reports {errors} errors, as a cleanup failed, too.",
            errors
        );
    }
    Some(Answer {
        right: Some(usize::from(waited)),
        sentence,
        spots: spots([
            facts.end_of(
                failed,
                tr!("{name} fails, and the group cancels the others.", name),
            ),
            last.filter(|_| waited).and_then(|task| {
                facts.end_of(
                    task,
                    tr!(
                        "{name} has cleaned up, the last to do so.",
                        name = facts.name(task)
                    ),
                )
            }),
            ended.spot(match waited {
                true => tr!("Only now does the group end, after {took}.", took),
                false => tr!("The group ends.").into(),
            }),
        ]),
    })
}
