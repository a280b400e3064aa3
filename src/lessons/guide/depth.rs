//! The guide of the lesson about deep awaits.

use super::{Answer, Exercise, Facts, Guide, Try, no_answer, spots, words};
use crate::time::Duration;
use crate::time::human;
use crate::wording::{text, tr};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |_| {
        vec![
            words(tr!("about the same at every depth")),
            words(tr!("more, the deeper it is")),
        ]
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("More levels, steadier figures"),
            settings: &[("levels", "60")],
        },
        Try {
            label: text!("Down to 30"),
            settings: &[("deepest", "30")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!(
            "Set “Deepest” to the first depth at which a level costs less than half of what it costs at depth 1."
        ),
        keep: &["levels"],
        check: |facts| {
            let costs = costs(facts);
            let Some(((_, last), before)) = costs.split_last() else {
                return false;
            };
            let is_less = |cost: &i64| cost * 2 < costs[0].1;
            is_less(last) && !before.iter().any(|(_, cost)| is_less(cost))
        },
    },
};

/// The depths, and the cost of a level at each, in thousandths of nanoseconds.
fn costs(facts: &Facts) -> Vec<(i64, i64)> {
    let (log, model) = (facts.run.log, facts.run.model);
    let points = model
        .points
        .iter()
        .filter(|it| log.text(it.series).starts_with("Rust"));
    points
        .map(|it| (it.x.thousandths() / 1000, it.y.thousandths()))
        .collect()
}

/// A cost in words.
fn cost(thousandths: i64) -> String {
    match thousandths / 1000 {
        nanos @ 0..1000 => format!("{nanos} ns"),
        nanos => human(Duration::from_nanos(nanos as u64)),
    }
}

fn answer(facts: &Facts) -> Option<Answer> {
    let costs = costs(facts);
    let [(_, shallow), .., (deepest, deep)] = costs[..] else {
        return None;
    };
    // At depth 1, most of the cost is that of yielding to the loop.
    let (from, before) = *costs
        .iter()
        .find(|(depth, _)| *depth >= 10)
        .unwrap_or(&costs[0]);
    let (grows, falls) = (deep > before * 3, deep * 3 < before * 2);
    let [deep, before, shallow] = [deep, before, shallow].map(cost);
    let mut sentence = match (grows, falls) {
        (true, _) => tr!(
            "It grows: {before} per level at depth {from}, {deep} at depth {deepest}.",
            before,
            from,
            deep,
            deepest
        ),
        (_, true) => tr!(
            "No more with depth, but less: {before} per level at depth {from}, {deep} at depth {deepest}.",
            before,
            from,
            deep,
            deepest
        ),
        _ => tr!(
            "About the same: {before} per level at depth {from}, {deep} at depth {deepest}.",
            before,
            from,
            deep,
            deepest
        ),
    };
    if from > 1 {
        sentence.push(' ');
        sentence += &tr!(
            "The {cost} at depth 1 are mostly the turn of the loop.",
            cost = shallow
        );
    }
    let row = |depth: i64, cost: &str| {
        let task = facts.task(&format!("depth {depth}"))?;
        facts.end_of(
            task,
            tr!("{name} is measured: {cost}.", name = facts.name(task), cost),
        )
    };
    Some(Answer {
        right: Some(usize::from(grows)),
        sentence,
        spots: spots([row(1, &shallow), row(deepest, &deep)]),
    })
}
