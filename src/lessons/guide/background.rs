//! The guide of the lesson about background tasks.

use super::facts::{is_cancelled, is_done, spot};
use super::{Answer, Exercise, Facts, Guide, Try, millis, no_answer, spots, words};
use crate::time::human;
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let (tasks, time) = (values.number("tasks"), millis(values, "time"));
        let own = millis(values, "own").as_millis();
        let early = own
            .checked_div(time.as_millis())
            .map_or(tasks, |n| tasks.min(n as usize));
        vec![
            words(tr!("all {tasks} end normally", tasks)),
            words(tr!("only {early} of {tasks}", early, tasks)),
        ]
        .into_iter()
        .filter(|_| early < tasks)
        .collect()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("Main forgets them"),
            settings: &[("variant", "forget")],
        },
        Try {
            label: text!("Main cancels them"),
            settings: &[("variant", "cancel")],
        },
        Try {
            label: text!("20 tasks, forgotten"),
            settings: &[("variant", "forget"), ("tasks", "20")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Main forgets three tasks or more, and all of them end normally."),
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
            tr_n!(
                all,
                "The task ended normally: main awaited it, and ended after {ended}.",
                "All {n} ended normally: main awaited them, and ended after {ended}.",
                ended
            )
        }
        (true, true, _) => {
            tr_n!(
                all,
                "The task ended normally, before main did, at {ended}. Nobody awaited it.",
                "All {n} ended normally, before main did, at {ended}. Nobody awaited them.",
                ended
            )
        }
        (_, _, true) => {
            tr_n!(
                done,
                "{n} of {all} ended normally. Main cancelled those that were still running.",
                "{n} of {all} ended normally. Main cancelled those that were still running.",
                all
            )
        }
        _ => tr_n!(
            done,
            "{n} of {all} ended normally. Main ended at {ended}, and what was still running was cancelled.",
            "{n} of {all} ended normally. Main ended at {ended}, and what was still running was cancelled.",
            all,
            ended
        ),
    };
    let own = facts.line("main has done its own work");
    Some(Answer {
        right: Some(usize::from(done < all)),
        sentence,
        spots: spots([
            own.and_then(|line| {
                line.spot(tr!("Main has done its own work. The tasks ran meanwhile.").into())
            }),
            cut.and_then(|task| {
                let cancel = task.cancels.first()?;
                let sentence = tr!(
                    "{name} is cancelled. Its cleanup still runs.",
                    name = facts.name(task)
                );
                Some(spot(task, cancel.seq, sentence))
            }),
            facts.end_of(
                last,
                match is_done(last) {
                    true => tr!("{name} is done, the last of them.", name = facts.name(last)),
                    false => tr!("{name} ends, unfinished.", name = facts.name(last)),
                },
            ),
        ]),
    })
}
