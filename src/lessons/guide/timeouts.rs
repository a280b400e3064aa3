//! The guide of the lesson about timeouts and cancellation.

use super::{
    Answer, Exercise, Facts, Guide, Try, millis, nearest, no_answer, spots, time, usually,
};
use crate::lessons::settings::Values;
use crate::time::{Duration, human, ms};
use crate::trace::track::TaskTrack;
use crate::wording::{text, tr, tr_n};

const TIMED_OUT: &str = "one limit: timed out";

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| match millis(values, "work") > millis(values, "limit") {
        false => Vec::new(),
        true => {
            let [limit, cleaned] = expected(values);
            vec![
                time(limit, tr!("at the limit")),
                time(cleaned, tr!("after the cleanup")),
            ]
        }
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("Work within the limit"),
            settings: &[("work", "100")],
        },
        Try {
            label: text!("A limit of 600 ms"),
            settings: &[("limit", "600")],
        },
        Try {
            label: text!("A cleanup of 2 s"),
            settings: &[("cleanup", "2000")],
        },
    ],
    exercise: Exercise {
        in_every_order: true,
        task: text!(
            "The work times out, and the task under one limit still continues within 350 ms. Each report is right, in every order."
        ),
        keep: &["work", "limit"],
        check: |facts| {
            let took = facts.task("one limit").map(|task| facts.took(task));
            facts.line(TIMED_OUT).is_some()
                && took.is_some_and(|took| took <= ms(350))
                && wrong(facts) == Some(0)
        },
    },
};

/// At the limit; after the cleanup.
fn expected(values: &Values) -> [Duration; 2] {
    let limit = millis(values, "limit");
    [limit, limit + millis(values, "cleanup")]
}

/// How many reports say “timed out” of work that is done.
fn wrong(facts: &Facts) -> Option<usize> {
    let mut lines = facts.lines("");
    lines
        .find(|line| line.rest.ends_with("reports are wrong"))?
        .number()
}

/// The sentence, and whether the reports are right.
fn with_reports(facts: &Facts, sentence: String) -> String {
    let has_cleanup = !millis(facts.values, "cleanup").is_zero();
    match (facts.values.get("report"), wrong(facts)) {
        ("limit", Some(0)) if has_cleanup => usually(tr!(
            "{sentence} Each report is right, because no limit was reached when the work was done and its cleanup was not.",
            sentence
        )),
        ("limit", Some(wrong)) if wrong > 0 => tr_n!(
            wrong,
            "{sentence} One report is wrong: it says “timed out”, and the work is done.",
            "{sentence} {n} reports are wrong: they say “timed out”, and the work is done.",
            sentence
        ),
        _ => sentence,
    }
}

/// When the cleanup of a task that timed out began: when its last wait did.
fn cleanup(task: &TaskTrack) -> Option<(Duration, u64)> {
    let wait = task.spans.iter().rfind(|span| span.state.is_waiting())?;
    Some((wait.from.elapsed(), wait.seq))
}

fn answer(facts: &Facts) -> Option<Answer> {
    let limited = facts.task("one limit")?;
    let shielded = facts.line("shielded: ")?;
    let work = facts.task("behind the shield")?;
    let took = human(facts.took(limited));
    if facts.line(TIMED_OUT).is_none() {
        return Some(Answer {
            right: None,
            sentence: with_reports(
                facts,
                tr!(
                    "Nothing timed out: the work and its cleanup were done after {took}.",
                    took
                ),
            ),
            spots: spots([facts.end_of(limited, tr!("Work and cleanup are done.").into())]),
        });
    }
    let (began, seq) = cleanup(limited)?;
    let has_cleanup = !millis(facts.values, "cleanup").is_zero();
    let at_work = millis(facts.values, "work") > millis(facts.values, "limit");
    let began = human(began);
    let mut sentence = match (has_cleanup, at_work) {
        (false, _) => tr!("{took}, at the limit: there was nothing to clean up.", took),
        (true, false) => tr!(
            "{took}: the limit was reached during the cleanup, which was awaited all the same.",
            took
        ),
        (true, true) => tr!(
            "{took}: the work was cancelled at {began}, and its cleanup was awaited.",
            took,
            began
        ),
    };
    if !has_cleanup || at_work {
        sentence.push(' ');
        sentence += &tr!(
            "Shielded work continued until {end}.",
            end = human(facts.ended(work))
        );
    }
    let right = nearest(facts.took(limited), &expected(facts.values)).filter(|_| at_work);
    let at_limit = super::facts::spot(
        limited,
        seq,
        tr!(
            "The limit is reached. The work is cancelled, and its cleanup begins, at {began}.",
            began
        ),
    );
    Some(Answer {
        right,
        sentence: with_reports(facts, sentence),
        spots: spots([
            Some(at_limit).filter(|_| has_cleanup && at_work),
            shielded.spot(
                tr!("Behind a shield, only the wait ends at the limit. The work continues.").into(),
            ),
            facts.end_of(
                limited,
                tr!("The task under one limit continues, after {took}.", took),
            ),
        ]),
    })
}
