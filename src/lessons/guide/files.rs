//! The guide of the lesson about files.

use super::facts::{is_cancelled, spot};
use super::{Answer, Exercise, Facts, Guide, Try, no_answer, spots, words};
use crate::lessons::settings::Values;
use crate::time::{human, ms};
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let lines = expected(values).into_iter();
        lines
            .map(|lines| words(tr_n!(lines, "one line", "{n} lines")))
            .collect()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("Closed in the last line"),
            settings: &[("variant", "last")],
        },
        Try {
            label: text!("Never cancelled"),
            settings: &[("cancel", "0")],
        },
        Try {
            label: text!("50 readers"),
            settings: &[("readers", "50")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!(
            "Let the readers find 20 lines or more, although the writer is cancelled within half a second."
        ),
        keep: &[],
        check: |facts| {
            let writer = facts.task("writer").filter(|task| is_cancelled(task));
            writer.is_some_and(|task| facts.ended(task) <= ms(500))
                && found(facts).is_some_and(|lines| lines >= 20)
        },
    },
};

/// No lines; those that the writer has time for; all lines.
fn expected(values: &Values) -> Vec<usize> {
    let (all, cancel) = (values.number("lines"), values.number("cancel"));
    let in_time = cancel.checked_div(values.number("pause")).unwrap_or(all);
    let in_time = if cancel == 0 { all } else { in_time.min(all) };
    let mut lines = vec![0, in_time, all];
    lines.dedup();
    lines
}

/// How many lines the first reader found.
fn found(facts: &Facts) -> Option<usize> {
    facts.line("reader 1 found ")?.number()
}

fn answer(facts: &Facts) -> Option<Answer> {
    let writer = facts.task("writer")?;
    let lines = found(facts)?;
    let closed = facts.line("notes.txt is closed");
    let ended = human(facts.ended(writer));
    let says = tr_n!(lines, "one line", "{n} lines");
    let sentence = match (is_cancelled(writer), &closed) {
        (true, Some(_)) => tr!(
            "{lines}: the writer was cancelled, its scope closed the file, and it ended after {ended}.",
            lines = says,
            ended
        ),
        (true, None) => tr!(
            "{lines}: the writer was cancelled before its last line, so nothing closed the file, and what it wrote is lost.",
            lines = says
        ),
        (false, _) => tr!(
            "{lines}: nobody cancelled the writer before its end, after {ended}.",
            lines = says,
            ended
        ),
    };
    let reader = facts.task("reader 1")?;
    Some(Answer {
        right: expected(facts.values).iter().position(|it| *it == lines),
        sentence,
        spots: spots([
            writer
                .cancels
                .first()
                .filter(|_| is_cancelled(writer))
                .map(|cancel| {
                    spot(
                        writer,
                        cancel.seq,
                        tr!("Main cancels the writer, which waits before its next line.").into(),
                    )
                }),
            closed.and_then(|line| {
                line.spot(tr!("The file is closed: what was written is saved.").into())
            }),
            facts.end_of(
                reader,
                tr!(
                    "The readers have read the file, and found {lines}.",
                    lines = says
                ),
            ),
        ]),
    })
}
