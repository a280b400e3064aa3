//! The guide of the lesson about what async gains.

use super::{Answer, Exercise, Facts, Guide, Try, no_answer, spots, words};
use crate::lessons::settings::Values;
use crate::wording::{text, tr};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let factors = expected(values).map(times);
        factors.map(words).into()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("Nothing but computing"),
            settings: &[("share", "0")],
        },
        Try {
            label: text!("99 % waiting"),
            settings: &[("share", "99")],
        },
        Try {
            label: text!("20 jobs"),
            settings: &[("jobs", "20")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Make the jobs at least five times as fast together."),
        keep: &[],
        check: |facts| measured(facts).is_some_and(|tenths| tenths >= 50),
    },
};

/// Not faster; as predicted; as many times as there are jobs. In tenths.
fn expected(values: &Values) -> [u64; 3] {
    let (jobs, share) = (values.number("jobs") as u64, values.number("share") as u64);
    // jobs / (jobs × computing + waiting), in hundredths
    let share_of_all = jobs * (100 - share) + share;
    let predicted = (jobs * 1000 + share_of_all / 2) / share_of_all.max(1);
    [10, predicted.max(10), jobs.max(1) * 10]
}

/// A factor, such as `2.3 ×`.
fn times(tenths: u64) -> String {
    let factor = match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    };
    tr!("{factor} × as fast", factor)
}

/// The measured factor for the reader’s own share of waiting, in tenths.
fn measured(facts: &Facts) -> Option<u64> {
    let (log, model) = (facts.run.log, facts.run.model);
    let share = facts.values.number("share") as i64 * 1000;
    let mut points = model
        .points
        .iter()
        .filter(|it| log.text(it.series) == "measured");
    let point = points.find(|it| it.x.thousandths() == share)?;
    u64::try_from((point.y.thousandths() + 50) / 100).ok()
}

fn answer(facts: &Facts) -> Option<Answer> {
    let found = measured(facts)?;
    let guesses = expected(facts.values);
    let right = (0..guesses.len()).min_by_key(|n| guesses[*n].abs_diff(found));
    let share = facts.values.get("share");
    let mix = facts.task(&format!("{share} % waiting"))?;
    let jobs = facts.tasks_named("job ");
    let own: Vec<_> = jobs
        .into_iter()
        .filter(|task| task.parent == Some(mix.id))
        .collect();
    let (first, last) = (own.first()?, own.last()?);
    let (gain, predicted) = (times(found), times(guesses[1]));
    // What differs by more than a fifth does not match.
    let matches = found.abs_diff(guesses[1]) * 5 <= guesses[1];
    let sentence = match matches {
        true => tr!(
            "{gain} at {share} % waiting, as predicted: {predicted}. Only waits overlap; the computing adds up.",
            gain,
            share,
            predicted
        ),
        false => tr!(
            "{gain} at {share} % waiting, but predicted was {predicted}. The machine was busy, or the times were too \
             short to measure. Only waits overlap; the computing adds up.",
            gain,
            share,
            predicted
        ),
    };
    Some(Answer {
        right: right.filter(|_| matches),
        sentence,
        spots: spots([
            facts.start_of(
                first,
                tr!("The jobs of {name} begin together.", name = facts.name(mix)),
            ),
            facts.end_of(last, tr!("{name} is over.", name = facts.name(last))),
        ]),
    })
}
