//! The guide of the lesson about background tasks.

use super::facts::{is_cancelled, is_done, spot};
use super::{Answer, Exercise, Facts, Guide, Try, millis, no_answer, spots, words};
use crate::time::human;

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let (tasks, time) = (values.number("tasks"), millis(values, "time"));
        let own = millis(values, "own").as_millis();
        let early = own
            .checked_div(time.as_millis())
            .map_or(tasks, |n| tasks.min(n as usize));
        vec![
            words(&format!("all {tasks} end normally")),
            words(&format!("only {early} of {tasks}")),
        ]
        .into_iter()
        .filter(|_| early < tasks)
        .collect()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: "Main forgets them",
            settings: &[("variant", "forget")],
        },
        Try {
            label: "Main cancels them",
            settings: &[("variant", "cancel")],
        },
        Try {
            label: "20 tasks, forgotten",
            settings: &[("variant", "forget"), ("tasks", "20")],
        },
    ],
    exercise: Exercise {
        task: "Main forgets three tasks or more, and all of them end normally.",
        keep: &["time"],
        check: |facts| {
            let tasks = facts.children_except("");
            let forgot = facts.main().is_some_and(|main| main.awaits.is_empty());
            forgot && tasks.len() >= 3 && tasks.into_iter().all(is_done)
        },
    },
};

fn answer(facts: &Facts) -> Option<Answer> {
    let main = facts.main()?;
    let tasks = facts.children_except("");
    let last = *tasks.last()?;
    let done = tasks.iter().filter(|task| is_done(task)).count();
    let (all, ended) = (tasks.len(), human(facts.ended(main)));
    let cut = tasks.iter().find(|task| is_cancelled(task)).copied();
    let by_main = cut.is_some_and(|task| task.cancels.iter().any(|cancel| cancel.by.is_some()));
    let sentence = match (done == all, main.awaits.is_empty(), by_main) {
        (true, false, _) => {
            format!("All {all} ended normally: main awaited them, and ended after {ended}.")
        }
        (true, true, _) => {
            format!("All {all} ended normally, before main did, at {ended}. Nobody awaited them.")
        }
        (_, _, true) => {
            format!("{done} of {all} ended normally. Main cancelled those that were still running.")
        }
        _ => format!(
            "{done} of {all} ended normally. Main ended at {ended}, and what was still running was cancelled."
        ),
    };
    let own = facts.line("main has done its own work");
    Some(Answer {
        right: Some(usize::from(done < all)),
        sentence,
        spots: spots([
            own.and_then(|line| {
                line.spot("Main has done its own work. The tasks ran meanwhile.".into())
            }),
            cut.and_then(|task| {
                let cancel = task.cancels.first()?;
                let sentence =
                    format!("{} is cancelled. Its cleanup still runs.", facts.name(task));
                Some(spot(task, cancel.seq, sentence))
            }),
            facts.end_of(
                last,
                match is_done(last) {
                    true => format!("{} is done, the last of them.", facts.name(last)),
                    false => format!("{} ends, unfinished.", facts.name(last)),
                },
            ),
        ]),
    })
}
