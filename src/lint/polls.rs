//! One look at every span, for the rules that are about a task's polls and waits.

use super::blocked::LongPolls;
use super::in_turn::InTurn;
use super::never_yielded::OnlyPolls;
use super::spinning::Spinning;
use super::{Finding, Run, blocked, never_yielded, victims};
use crate::time::Instant;
use crate::trace::track::{Span, State, TaskTrack};
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
    let now = run.model.now();
    let least = run.options.never_yielded.min(run.options.blocked);
    let (mut long, mut only) = (LongPolls::new(), OnlyPolls::new());
    let (mut in_turn, mut spinning) = (InTurn::new(run), Spinning::new(run));
    for track in run.model.tasks() {
        let mut polls = 0;
        let mut last: Option<Span> = None;
        let mut last_long = None;
        for span in track.spans.iter() {
            match last {
                Some(last) if last.state == State::Running => {
                    if last.duration(now) >= least {
                        last_long = Some(poll(track, &last, Some(&span), now));
                        long.see(run, last_long);
                    }
                    spinning.see(track, &last, &span);
                    in_turn.see_poll(track, last.seq, span.seq);
                }
                Some(last) if last.state == State::Waiting => {
                    in_turn.see_wait(track, &last, span.seq);
                }
                _ => {}
            }
            polls += u32::from(span.state == State::Running);
            last = Some(span);
        }
        if let Some(end) = last.filter(|last| last.state == State::Running)
            && end.duration(now) >= least
        {
            last_long = Some(poll(track, &end, None, now));
            long.see(run, last_long);
        }
        if polls == 1 && track.end.is_some() {
            only.see(run, track, last_long);
        }
        spinning.end(track);
        in_turn.end(track);
    }
    let (long, only) = (long.worst(run), only.worst(run));
    let polls = long.iter().chain(&only).map(|group| group.fact.into());
    let polls: Vec<victims::Stretch> = polls.collect();
    let mut victims = victims::of(run, &polls).into_iter();
    let mut next = || victims.next().unwrap_or_default();
    found.extend(long.iter().map(|group| blocked::tell(run, group, next())));
    found.extend(
        only.iter()
            .filter_map(|group| never_yielded::tell(run, group, next())),
    );
    in_turn.tell(found);
    spinning.tell(found);
}

fn poll(track: &TaskTrack, span: &Span, next: Option<&Span>, now: Instant) -> Poll {
    let resumed = span.waited.map(|waited| waited.place);
    let waited = next.and_then(|next| next.waited);
    Poll {
        task: track.id,
        from: span.from,
        to: span.to.unwrap_or(now),
        seq: span.seq,
        before: resumed.or(track.place),
        after: waited.map(|waited| waited.place),
    }
}
