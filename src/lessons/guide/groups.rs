//! The guide of the lesson about task groups.

use super::facts::is_cancelled;
use super::{Answer, Exercise, Facts, Guide, Try, millis, no_answer, spots, time};
use crate::time::{human, ms};
use crate::wording::count;

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| match values.get("variant") != "none" && values.number("tasks") > 2 {
        false => Vec::new(),
        true => {
            let closing = millis(values, "closing");
            let fails = millis(values, "latency") * 2 + closing;
            vec![
                time(fails, "at the first failure"),
                time(fails + closing, "after all cleanups"),
            ]
        }
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: "Nothing fails",
            settings: &[("variant", "none")],
        },
        Try {
            label: "A cleanup fails, too",
            settings: &[("variant", "closing")],
        },
        Try {
            label: "20 tasks",
            settings: &[("tasks", "20")],
        },
    ],
    exercise: Exercise {
        task: "One task fails, others are cancelled, and the group still ends within 500 ms.",
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
            sentence: format!("Nothing failed: the group ended with its last task, after {took}."),
            spots: spots([ended.spot("The group ends.".into())]),
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
    let errors = facts.line("errors of the group: ");
    let errors = match errors.map(|line| line.rest).filter(|n| *n != "1") {
        Some(n) => format!(" It reports {n} errors, as a cleanup failed, too."),
        None => String::new(),
    };
    let sentence = match waited {
        true => format!(
            "{took}: {name} failed at {at}, {} cancelled, and the group waited for their cleanups.{errors}",
            match cancelled.len() {
                1 => "one task was".to_owned(),
                n => format!("{} were", count(n, "task")),
            }
        ),
        false => format!("{took}: {name} failed at {at}, and no other task had to clean up."),
    };
    Some(Answer {
        right: Some(usize::from(waited)),
        sentence,
        spots: spots([
            facts.end_of(
                failed,
                format!("{name} fails, and the group cancels the others."),
            ),
            last.filter(|task| is_cancelled(task) || waited)
                .and_then(|task| {
                    facts.end_of(
                        task,
                        format!("{} has cleaned up, the last to do so.", facts.name(task)),
                    )
                }),
            ended.spot(format!("Only now does the group end, after {took}.")),
        ]),
    })
}
