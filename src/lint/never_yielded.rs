//! Rule: a task did all of its work in one poll, while others were ready.
//!
//! It looks like a coroutine but never awaited anything that made it wait, so it could have been a plain
//! function. Silent where it was quick, where nobody else was ready, and where the poll was so long that it
//! [blocked](super::blocked) the loop, or that a [busy machine](super::noise) may have
//! brought it about.

use super::groups::{Group, Groups};
use super::noise::Noise;
use super::polls::Poll;
use super::victims::{self, Victim};
use super::{Advice, Finding, Kind, Run};
use crate::time::human;
use crate::trace::PlaceId;
use crate::trace::track::TaskTrack;

const ADVICE: Advice = Advice {
    python: "Put await asyncio.sleep(0) between parts of the work, run it with asyncio.to_thread(), or make it a \
             plain function, which does not promise to wait.",
    rust: "Give the others a turn between parts of the work (yield_now().await); or make it a plain function, which \
           does not promise to wait.",
};

pub(super) struct OnlyPolls(Groups<Option<PlaceId>, Poll>);

impl OnlyPolls {
    pub(super) fn new() -> OnlyPolls {
        OnlyPolls(Groups::new())
    }

    /// Sees the only poll of a task.
    pub(super) fn see(&mut self, run: &Run, noise: &Noise, track: &TaskTrack, poll: Poll) {
        let lasted = poll.to - poll.from;
        let limit = noise.limit(run.options.never_yielded);
        if lasted >= limit && lasted < noise.limit(run.options.blocked) {
            let weight = lasted.as_micros() as u64;
            self.0.add(track.place, weight, track.id, poll);
        }
    }

    pub(super) fn worst(self, run: &Run) -> Vec<Group<Poll>> {
        self.0.worst(run.options.most)
    }
}

/// None where nobody had to wait.
pub(super) fn tell(run: &Run, group: &Group<Poll>, victims: Vec<Victim>) -> Option<Finding> {
    if victims.is_empty() {
        return None;
    }
    let poll = group.fact;
    let lasted = human(poll.to - poll.from);
    Some(Finding {
        kind: Kind::NeverYielded,
        at: poll.from,
        until: poll.to,
        tasks: group.tasks.clone(),
        places: poll.places(),
        resource: None,
        title: format!("Never gave the others a turn in {lasted}"),
        sentence: format!(
            "{} did all of its work, {lasted}, in one go and awaited nothing. {}{}",
            run.words.task(poll.task),
            victims::meanwhile(run, &victims),
            group.again()
        ),
        advice: run.advise(ADVICE),
        victims: victims.into_iter().map(|victim| victim.task).collect(),
    })
}
