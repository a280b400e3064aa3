//! Polls that took long, for the rules about them. The model keeps them as it reads the log.

use super::blocked::LongPolls;
use super::never_yielded::OnlyPolls;
use super::noise::Noise;
use super::{Finding, Run, blocked, never_yielded, victims};
use crate::time::Instant;
use crate::trace::model::LONG_POLL;
use crate::trace::track::{Span, SpanState, TaskTrack};
use crate::trace::{PlaceId, TaskId};

/// A poll that took long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poll {
    pub(super) task: TaskId,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) seq: u64,
    /// Where the task went on, or was spawned.
    pub(super) before: Option<PlaceId>,
    /// Where it waited next.
    pub(super) after: Option<PlaceId>,
}

impl Poll {
    /// The lines between which the time went.
    pub(super) fn places(&self) -> Vec<PlaceId> {
        let mut places: Vec<PlaceId> = self.before.into_iter().chain(self.after).collect();
        places.dedup();
        places
    }
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let least = run.options.never_yielded.min(run.options.blocked);
    let mut all = match least < LONG_POLL {
        true => all(run),
        false => kept(run),
    };
    all.retain(|(_, poll)| poll.to - poll.from >= least);
    // What belongs to one task comes without others between.
    all.sort_by_key(|(_, poll)| (poll.task, poll.seq));
    if all.is_empty() {
        return;
    }
    let noise = Noise::of(run);
    let (mut long, mut only) = (LongPolls::new(), OnlyPolls::new());
    for (track, poll) in &all {
        long.see(run, &noise, *poll);
        let mut polls = track.spans.packed_iter().take(ONLY_POLL);
        let is_only = polls.len() < ONLY_POLL && track.end.is_some();
        if is_only && polls.by_ref().filter(|span| span.is_running()).count() == 1 {
            only.see(run, &noise, track, *poll);
        }
    }
    let (long, only) = (long.worst(run, &noise), only.worst(run));
    let polls = long.iter().chain(&only).map(|group| group.fact.into());
    let polls: Vec<victims::Stretch> = polls.collect();
    let mut victims = victims::of(run, &polls).into_iter();
    let mut next = || victims.next().unwrap_or_default();
    found.extend(
        long.iter()
            .filter_map(|group| blocked::tell(run, group, next())),
    );
    found.extend(
        only.iter()
            .filter_map(|group| never_yielded::tell(run, group, next())),
    );
}

/// A task that ends in its first poll has fewer spans than this: it is ready, runs, and may clean up.
const ONLY_POLL: usize = 4;

/// The long polls that the model has kept, and those that go on.
fn kept<'a>(run: &Run<'a>) -> Vec<(&'a TaskTrack, Poll)> {
    let mut polls = Vec::new();
    for long in &run.model.long_polls {
        let Some(track) = run.model.task(long.task) else {
            continue;
        };
        let begun = track.spans.partition_point(|span| span.seq <= long.seq);
        if let Some(index) = begun.checked_sub(1)
            && let Some(span) = track.spans.get(index)
        {
            polls.push((track, poll(track, &span, index, long.to)));
        }
    }
    let now = run.model.now();
    for track in run.model.tasks() {
        let open = track.spans.last().filter(|span| span.to.is_none());
        if let Some(span) = open.filter(|span| span.state == SpanState::Running && !track.is_thread)
        {
            polls.push((track, poll(track, &span, track.spans.len() - 1, now)));
        }
    }
    polls
}

/// All polls: where shorter ones count than the model keeps.
fn all<'a>(run: &Run<'a>) -> Vec<(&'a TaskTrack, Poll)> {
    let now = run.model.now();
    let tasks = run.model.tasks().iter().filter(|track| !track.is_thread);
    let polls = tasks.flat_map(|track| {
        let spans = track.spans.iter().enumerate();
        let running = spans.filter(|(_, span)| span.state == SpanState::Running);
        running.map(move |(index, span)| (track, poll(track, &span, index, span.to.unwrap_or(now))))
    });
    polls.collect()
}

fn poll(track: &TaskTrack, span: &Span, index: usize, to: Instant) -> Poll {
    let resumed = span.waited.map(|waited| waited.place);
    let next = track.spans.get(index + 1);
    let waited = next.and_then(|next| next.waited);
    Poll {
        task: track.id,
        from: span.from,
        to: to.max(span.from),
        seq: span.seq,
        before: resumed.or(track.place),
        after: waited.map(|waited| waited.place),
    }
}
