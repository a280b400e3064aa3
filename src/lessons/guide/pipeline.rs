//! The guide of the lesson about a pipeline.

use super::{
    Answer, Exercise, Facts, Guide, Try, documents, latencies, millis, no_answer, spots, time,
    words,
};
use crate::time::{Duration, human, ms};
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let count = documents(values, "documents");
        let fetchers = values.number("fetchers").clamp(1, count.max(1));
        let times = latencies(count, millis(values, "latency"));
        let each = |n| times.clone().skip(n).step_by(fetchers).sum::<Duration>();
        let fetching = (0..fetchers).map(each).max().unwrap_or_default();
        vec![
            words(tr!("almost at once")),
            time(fetching, tr!("as long as fetching takes")),
        ]
        .into_iter()
        .filter(|_| !fetching.is_zero())
        .collect()
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("One fetcher"),
            settings: &[("fetchers", "1")],
        },
        Try {
            label: text!("Queues without a limit"),
            settings: &[("capacity", "0")],
        },
        Try {
            label: text!("60 documents"),
            settings: &[("documents", "60"), ("fetchers", "10")],
        },
    ],
    exercise: Exercise {
        in_every_order: false,
        task: text!("Store all documents within 400 ms."),
        keep: &["documents", "latency", "urls"],
        check: |facts| {
            facts
                .line("all stored after ")
                .is_some_and(|line| line.at <= ms(400))
        },
    },
};

fn answer(facts: &Facts) -> Option<Answer> {
    let (fetched, stored) = (
        facts.line("all fetched after ")?,
        facts.line("all stored after ")?,
    );
    let gap = stored.at.saturating_sub(fetched.at);
    let all = facts.run.model.points.len();
    if all == 0 {
        return None;
    }
    let keeper = facts.task("keeper")?;
    let lines = facts.lines("").filter(|line| line.is_by(keeper));
    let early = lines.filter(|line| line.is_before(&fetched)).count();
    let time = human(fetched.at);
    let sentence = match gap.is_zero() {
        true => tr_n!(
            early,
            "At once: when the last document was fetched, after {time}, {n} of {all} was stored already.",
            "At once: when the last document was fetched, after {time}, {n} of {all} were stored already.",
            time,
            all
        ),
        false => tr_n!(
            early,
            "{gap} later: when the last document was fetched, after {time}, {n} of {all} was stored already.",
            "{gap} later: when the last document was fetched, after {time}, {n} of {all} were stored already.",
            gap = human(gap),
            time,
            all
        ),
    };
    let first = facts.lines("").find(|line| line.is_by(keeper));
    Some(Answer {
        right: Some(usize::from(gap * 2 > fetched.at)),
        sentence,
        spots: spots([
            first.and_then(|line| {
                line.spot(
                    tr!("The first document is stored, while others are still being fetched.")
                        .into(),
                )
            }),
            fetched.spot(tr!("All documents are fetched. The parser gets its None.").into()),
            stored.spot(tr!("All are stored: the group of tasks ends.").into()),
        ]),
    })
}
