//! Rule: a task did all its work in one poll, while other tasks were ready.
//!
//! Its coroutine never awaited anything that made it wait, so it could have been a plain function. Silent if it was quick,
//! if no other task was ready, if the poll was so long that it [blocked](super::blocked) the loop, and if a
//! [busy machine](super::noise) may have caused it.

use super::groups::{Group, Groups};
use super::noise::Noise;
use super::polls::Poll;
use super::victims::{self, Victim};
use super::{Advice, Finding, FindingKind, LintContext};
use crate::time::human;
use crate::trace::PlaceId;
use crate::trace::track::TaskTrack;

const ADVICE: Advice = Advice {
    python: "Put await asyncio.sleep(0) between parts of the work, run it with asyncio.to_thread(), or make it a \
             plain function, so that callers don't expect it to yield.",
    rust: "Yield between parts of the work (yield_now().await); or make it a plain function, so that \
           callers don't expect it to yield.",
};

pub(super) struct OnlyPolls(Groups<Option<PlaceId>, Poll>);

impl OnlyPolls {
    pub(super) fn new() -> OnlyPolls {
        OnlyPolls(Groups::new())
    }

    /// Adds the only poll of a task.
    pub(super) fn add(&mut self, cx: &LintContext, noise: &Noise, track: &TaskTrack, poll: Poll) {
        let lasted = poll.to - poll.from;
        let limit = noise.limit(cx.options.never_yielded);
        if lasted >= limit && lasted <= noise.limit(cx.options.blocked) {
            let weight = lasted.as_micros() as u64;
            self.0.add(track.place, weight, track.id, poll);
        }
    }

    pub(super) fn worst(self, cx: &LintContext) -> Vec<Group<Poll>> {
        self.0.worst(cx.options.max_per_kind)
    }
}

/// `None` if no task had to wait.
pub(super) fn report(
    cx: &LintContext,
    group: &Group<Poll>,
    victims: Vec<Victim>,
) -> Option<Finding> {
    if victims.is_empty() {
        return None;
    }
    let poll = group.worst;
    let lasted = human(poll.to - poll.from);
    Some(Finding {
        kind: FindingKind::NeverYielded,
        at: poll.from,
        until: poll.to,
        tasks: group.tasks.clone(),
        places: poll.places(),
        resource: None,
        title: format!("Never yielded in {lasted}"),
        sentence: format!(
            "{} did all its work in one turn of {lasted} and awaited nothing. {}{}",
            cx.names.task(poll.task),
            victims::meanwhile(cx, &victims),
            group.occurrences()
        ),
        advice: cx.advice(ADVICE),
        victims: victims.into_iter().map(|victim| victim.task).collect(),
    })
}
