//! Describes time limits, and failures that cancelled other tasks.

use crate::picture::Failure;
use coroscope_trace::RunView;
use coroscope_trace::time::human;
use coroscope_trace::track::TimeLimit;
use coroscope_wording::{Wording, tr, tr_n};

/// Describes a time limit in a sentence: when it was set, and whether it was reached.
pub(crate) fn limit_sentence(limit: &TimeLimit) -> String {
    let length = human(limit.deadline - limit.set);
    let until = limit.deadline;
    match (limit.expired, limit.ended) {
        (None, None) => tr!("a time limit of {length}, until {until}", length, until),
        (None, Some(ended)) => tr!(
            "a time limit of {length}, until {until}; the work under it ended before, at {ended}",
            length,
            until,
            ended
        ),
        (Some(at), None) => tr!(
            "a time limit of {length}, until {until}: reached at {at}, and the work under it is cancelled",
            length,
            until,
            at
        ),
        (Some(at), Some(ended)) if at == ended => tr!(
            "timed out at {at}, after a time limit of {length}",
            at,
            length
        ),
        (Some(at), Some(ended)) => tr!(
            "timed out: a time limit of {length} was reached at {at}, and the cleanup took {took}, until {ended}",
            length,
            at,
            took = human(ended - at),
            ended
        ),
    }
}

/// Describes a failure in a sentence: which task failed, and how many tasks it cancelled.
pub fn sentence_for_failure(run: RunView<'_>, failure: &Failure) -> String {
    tr_n!(
        failure.cancelled as usize,
        "{task} failed at {at}; because of that, one task was asked to cancel",
        "{task} failed at {at}; because of that, {n} tasks were asked to cancel",
        task = Wording::new(run).task(failure.task),
        at = failure.at
    )
}
