//! Rule: a task did all its work in one poll, while other tasks were ready.
//!
//! Its coroutine never awaited anything that made it wait, so it could have been a plain function. Silent if it was quick,
//! if no other task was ready, if the poll was so long that it [blocked](super::blocked) the loop, and if a
//! [busy machine](crate::noise) may have caused it.

use crate::candidates::Poll;
use crate::groups::{Group, Groups};
use crate::victims::{self, Victim};
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::PlaceId;
use coroscope_trace::time::human;
use coroscope_trace::track::TaskTrack;
use coroscope_wording::{text, tr};

impl FindingKind {
    /// A task did all its work in one poll, while other tasks were ready.
    pub const NEVER_YIELDED: FindingKind = FindingKind::new("never-yielded");
}

const ADVICE: Advice = Advice {
    python: text!(
        "Put await asyncio.sleep(0) between parts of the work, run it with asyncio.to_thread(), or make it a \
         plain function, so that callers don't expect it to yield."
    ),
    rust: text!(
        "Yield between parts of the work (yield_now().await); or make it a plain function, so that \
         callers don't expect it to yield."
    ),
};

/// A task that ends in its first poll has fewer spans than this: it is ready, runs, and may clean up.
const ONLY_POLL: usize = 4;

#[derive(Default)]
pub(super) struct NeverYielded {
    groups: Groups<Option<PlaceId>, Poll>,
}

impl Rule for NeverYielded {
    fn kind(&self) -> FindingKind {
        FindingKind::NEVER_YIELDED
    }

    fn check_poll(&mut self, cx: &LintContext, task: &TaskTrack, poll: &Poll) {
        let lasted = poll.to - poll.from;
        let least = cx.noise().limit(cx.options.never_yielded);
        let most = cx.noise().limit(cx.options.blocked);
        if (least..=most).contains(&lasted) && is_only_poll(task) {
            let weight = lasted.as_micros() as u64;
            self.groups.add(task.place, weight, task.id, *poll);
        }
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let worst = self.groups.worst(cx.options.max_per_kind);
        let victims = victims::of_each(cx, worst.iter().map(|group| group.worst.into()));
        let groups = worst.iter().zip(victims);
        found.extend(groups.filter_map(|(group, victims)| report(cx, group, victims)));
    }
}

/// Whether a task has ended in its only poll.
fn is_only_poll(track: &TaskTrack) -> bool {
    let spans = track.spans.packed_iter().take(ONLY_POLL);
    let is_short = spans.len() < ONLY_POLL && track.end.is_some();
    is_short && spans.filter(|span| span.is_running()).count() == 1
}

/// `None` if no task had to wait.
fn report(cx: &LintContext, group: &Group<Poll>, victims: Vec<Victim>) -> Option<Finding> {
    if victims.is_empty() {
        return None;
    }
    let poll = group.worst;
    let lasted = human(poll.to - poll.from);
    Some(Finding {
        kind: FindingKind::NEVER_YIELDED,
        at: poll.from,
        until: poll.to,
        tasks: group.tasks.clone(),
        places: poll.places(),
        resource: None,
        title: tr!("Never yielded in {lasted}", lasted),
        sentence: format!(
            "{} {}{}",
            tr!(
                "{task} did all its work in one turn of {lasted} and awaited nothing.",
                task = cx.names.task(poll.task),
                lasted
            ),
            victims::meanwhile(cx, &victims),
            group.occurrences()
        ),
        advice: cx.advice(ADVICE),
        victims: victims.into_iter().map(|victim| victim.task).collect(),
    })
}
