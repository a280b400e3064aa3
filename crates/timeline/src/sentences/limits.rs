//! Describes time limits, and failures that cancelled other tasks.

use crate::picture::Failure;
use coroscope_trace::RunView;
use coroscope_trace::time::human;
use coroscope_trace::track::TimeLimit;
use coroscope_wording::{Wording, count};

/// Describes a time limit in a sentence: when it was set, and whether it was reached.
pub(crate) fn limit_sentence(limit: &TimeLimit) -> String {
    let length = human(limit.deadline - limit.set);
    let limited = format!("a time limit of {length}, until {}", limit.deadline);
    match (limit.expired, limit.ended) {
        (None, None) => limited,
        (None, Some(ended)) => format!("{limited}; the work under it ended before, at {ended}"),
        (Some(at), None) => {
            format!("{limited}: reached at {at}, and the work under it is cancelled")
        }
        (Some(at), Some(ended)) if at == ended => {
            format!("timed out at {at}, after a time limit of {length}")
        }
        (Some(at), Some(ended)) => format!(
            "timed out: a time limit of {length} was reached at {at}, and the cleanup took {}, until {ended}",
            human(ended - at)
        ),
    }
}

/// Describes a failure in a sentence: which task failed, and how many tasks it cancelled.
pub fn sentence_for_failure(run: RunView<'_>, failure: &Failure) -> String {
    let name = Wording::new(run).task(failure.task);
    let cancelled = match failure.cancelled {
        1 => "one task was".into(),
        n => format!("{} were", count(n as usize, "task")),
    };
    format!(
        "{name} failed at {}; because of that, {cancelled} asked to cancel",
        failure.at
    )
}
