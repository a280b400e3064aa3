//! Rule: a callback of the loop took so long that tasks had to wait.
//!
//! Functions scheduled with `call_soon`, `call_later` or `call_at`, and done callbacks of futures, run between the polls of
//! tasks and can't be interrupted either. Silent about callbacks shorter than
//! [`Options::blocked`](super::Options::blocked).

use super::names::count;
use super::victims::{self, BlockedTime};
use super::{Advice, Finding, FindingKind, LintContext};
use crate::time::human;
use crate::trace::PlaceId;
use crate::trace::model::LongCallback;
use rustc_hash::FxHashMap;

const ADVICE: Advice = Advice {
    python: "Let the callback only create a task or set an event, and await the work there; run blocking code with \
             asyncio.to_thread().",
    rust: "Let the callback only spawn a task or wake one, and do the work there in small parts.",
};

/// The callbacks from one line: the longest, and how many.
struct Group {
    worst: LongCallback,
    times: usize,
}

pub(super) fn find(cx: &LintContext, found: &mut Vec<Finding>) {
    let mut index: FxHashMap<PlaceId, usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    for callback in &cx.run.model.callbacks {
        if callback.to - callback.from < cx.options.blocked {
            continue;
        }
        let n = *index.entry(callback.place).or_insert(groups.len());
        match groups.get_mut(n) {
            None => groups.push(Group {
                worst: *callback,
                times: 1,
            }),
            Some(group) => {
                group.times += 1;
                if callback.to - callback.from > group.worst.to - group.worst.from {
                    group.worst = *callback;
                }
            }
        }
    }
    groups.sort_by_key(|group| core::cmp::Reverse(group.worst.to - group.worst.from));
    groups.truncate(cx.options.max_per_kind);
    let stretches = groups.iter().map(|group| BlockedTime {
        culprit: None,
        from: group.worst.from,
        to: group.worst.to,
        seq: group.worst.seq,
    });
    let victims = victims::of(cx, &stretches.collect::<Vec<_>>());
    for (group, victims) in groups.iter().zip(victims) {
        let callback = group.worst;
        let lasted = human(callback.to - callback.from);
        let meanwhile = match victims.is_empty() {
            true => "No task was ready meanwhile.".into(),
            false => victims::meanwhile(cx, &victims),
        };
        let again = match group.times {
            1 => String::new(),
            n => format!(" This is the worst of {}.", count(n, "time")),
        };
        found.push(Finding {
            kind: FindingKind::BlockingCallback,
            at: callback.from,
            until: callback.to,
            tasks: Vec::new(),
            victims: victims.iter().map(|victim| victim.task).collect(),
            places: vec![callback.place],
            resource: None,
            title: format!("A callback blocked the loop for {lasted}"),
            sentence: format!(
                "The callback {}{} ran for {lasted} without a pause. {meanwhile}{again}",
                cx.run.log.text(callback.name),
                cx.names.in_lines(&[callback.place]),
            ),
            advice: cx.advice(ADVICE),
        });
    }
}
