//! Long polls, for the rules about them. The model collects them while it reads the log.

use super::blocked::LongPolls;
use super::never_yielded::OnlyPolls;
use super::noise::Noise;
use super::{Finding, LintContext, blocked, never_yielded, victims};
use crate::time::Instant;
use crate::trace::model::LONG_POLL;
use crate::trace::track::{Span, SpanState, TaskTrack};
use crate::trace::{PlaceId, TaskId};

/// A long poll.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poll {
    pub(super) task: TaskId,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) seq: u64,
    /// Where the task continued, or was spawned.
    pub(super) before: Option<PlaceId>,
    /// Where it waited next.
    pub(super) after: Option<PlaceId>,
}

impl Poll {
    /// The lines between which the time was spent.
    pub(super) fn places(&self) -> Vec<PlaceId> {
        let mut places: Vec<PlaceId> = self.before.into_iter().chain(self.after).collect();
        places.dedup();
        places
    }
}

pub(super) fn find(cx: &LintContext, found: &mut Vec<Finding>) {
    let least = cx.options.never_yielded.min(cx.options.blocked);
    let mut all = match least < LONG_POLL {
        true => all_polls(cx),
        false => long_polls(cx),
    };
    all.retain(|(_, poll)| poll.to - poll.from >= least);
    // The polls of one task must be in sequence.
    all.sort_by_key(|(_, poll)| (poll.task, poll.seq));
    if all.is_empty() {
        return;
    }
    let noise = Noise::of(cx);
    let (mut long, mut only) = (LongPolls::new(), OnlyPolls::new());
    for (track, poll) in &all {
        long.add(cx, &noise, *poll);
        let mut polls = track.spans.packed_iter().take(ONLY_POLL);
        let is_only = polls.len() < ONLY_POLL && track.end.is_some();
        if is_only && polls.by_ref().filter(|span| span.is_running()).count() == 1 {
            only.add(cx, &noise, track, *poll);
        }
    }
    let (long, only) = (long.worst(cx, &noise), only.worst(cx));
    let polls = long.iter().chain(&only).map(|group| group.worst.into());
    let polls: Vec<victims::BlockedTime> = polls.collect();
    let mut victims = victims::of(cx, &polls).into_iter();
    let mut next = || victims.next().unwrap_or_default();
    found.extend(
        long.iter()
            .filter_map(|group| blocked::report(cx, group, next())),
    );
    found.extend(
        only.iter()
            .filter_map(|group| never_yielded::report(cx, group, next())),
    );
}

/// A task that ends in its first poll has fewer spans than this: it is ready, runs, and may clean up.
const ONLY_POLL: usize = 4;

/// The long polls that the model has collected, and those still running.
fn long_polls<'a>(cx: &LintContext<'a>) -> Vec<(&'a TaskTrack, Poll)> {
    let mut polls = Vec::new();
    for long in &cx.run.model.long_polls {
        let Some(track) = cx.run.model.task(long.task) else {
            continue;
        };
        let begun = track.spans.partition_point(|span| span.seq <= long.seq);
        if let Some(index) = begun.checked_sub(1)
            && let Some(span) = track.spans.get(index)
        {
            polls.push((track, poll(track, &span, index, long.to)));
        }
    }
    let now = cx.run.model.now();
    for track in cx.run.model.tasks() {
        let open = track.spans.last().filter(|span| span.to.is_none());
        if let Some(span) = open.filter(|span| span.state == SpanState::Running && !track.is_thread)
        {
            polls.push((track, poll(track, &span, track.spans.len() - 1, now)));
        }
    }
    polls
}

/// All polls, for thresholds below that of the model.
fn all_polls<'a>(cx: &LintContext<'a>) -> Vec<(&'a TaskTrack, Poll)> {
    let now = cx.run.model.now();
    let tasks = cx.run.model.tasks().iter().filter(|track| !track.is_thread);
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
