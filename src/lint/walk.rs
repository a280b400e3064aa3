//! One look at every span, for the rules that are about rows of waits and of polls.
//!
//! It reads the spans as they are packed and makes few: a million of them take some milliseconds. What it finds are
//! rows that may be worth a look; the rules look at them closely.

use super::in_turn::InTurn;
use super::spinning::Spinning;
use super::{Finding, Run};
use crate::trace::spans::walk::PackedSpan;
use crate::trace::track::TaskTrack;
use crate::trace::{Delay, PlaceId, SpanKind, Spans, WaitKind, WaitReason};

/// The events of a poll that only asks for its next turn, less one: it begins, it waits, it is woken, it ends.
const ONLY_A_TURN: u64 = 3;

/// Spans that belong together, by their places among the spans of the task.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) first: usize,
    pub(super) last: usize,
    /// How many waits or polls it has.
    pub(super) count: u32,
}

/// Waits in a row of one kind at one line.
#[derive(Clone, Copy)]
struct Waits {
    row: Row,
    kind: WaitKind,
    wait: u32,
    place: Option<PlaceId>,
    /// Whether all of them are the very same.
    is_same: bool,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let (mut in_turn, mut spinning) = (InTurn::new(run), Spinning::new(run));
    let tasks = run.model.tasks().iter();
    for track in tasks.filter(|track| !track.is_thread) {
        walk(run, track, &mut in_turn, &mut spinning);
    }
    in_turn.tell(found);
    spinning.tell(found);
}

fn walk(run: &Run, track: &TaskTrack, in_turn: &mut InTurn, spinning: &mut Spinning) {
    let spans = &track.spans;
    let mut waits: Option<Waits> = None;
    let mut polls: Option<Row> = None;
    let mut poll: Option<(usize, u64)> = None;
    for (index, span) in spans.packed_iter().enumerate() {
        match span.kind() {
            SpanKind::Running => {
                poll = Some((index, span.seq()));
                continue;
            }
            SpanKind::Ready => {
                let only_a_turn = |seq: u64| {
                    span.is_woken_by(track.id) && span.seq().saturating_sub(seq) <= ONLY_A_TURN
                };
                if let Some((began, _)) = poll.filter(|(_, seq)| only_a_turn(*seq)) {
                    let row = polls.get_or_insert(Row {
                        first: began,
                        last: index,
                        count: 0,
                    });
                    (row.last, row.count) = (index, row.count + 1);
                    poll = None;
                    continue;
                }
            }
            SpanKind::Waiting(kind) => {
                if !waits
                    .as_mut()
                    .is_some_and(|row| row.goes_on(run, spans, index, span, kind))
                {
                    look_at_waits(run, track, waits.take(), true, in_turn);
                    waits = Waits::begin(spans, index, span, kind);
                }
            }
        }
        if poll.take().is_some()
            && let Some(row) = polls.take()
        {
            spinning.see(track, row, true);
        }
    }
    look_at_waits(run, track, waits, track.end.is_some(), in_turn);
    if let Some(row) = polls {
        spinning.see(track, row, track.end.is_some());
    }
}

fn look_at_waits(
    run: &Run,
    track: &TaskTrack,
    waits: Option<Waits>,
    over: bool,
    rule: &mut InTurn,
) {
    if let Some(waits) = waits
        && over
        && waits.row.count >= run.options.in_turn
        && !waits.is_pulse(track)
    {
        rule.see(track, waits.row);
    }
}

impl Waits {
    fn begin(spans: &Spans, index: usize, span: PackedSpan, kind: WaitKind) -> Option<Waits> {
        let fits = matches!(kind, WaitKind::Timer | WaitKind::Io | WaitKind::Task);
        (fits && !span.is_cleanup()).then(|| Waits {
            row: Row {
                first: index,
                last: index,
                count: 1,
            },
            kind,
            wait: span.wait(),
            place: spans.waited(span.wait()).map(|waited| waited.place),
            is_same: true,
        })
    }

    /// Takes in the next wait, where it is one of the row.
    fn goes_on(
        &mut self,
        run: &Run,
        spans: &Spans,
        index: usize,
        span: PackedSpan,
        kind: WaitKind,
    ) -> bool {
        if kind != self.kind || span.is_cleanup() {
            return false;
        }
        if span.wait() != self.wait {
            let waited = spans.waited(span.wait());
            if waited.map(|waited| waited.place) != self.place {
                let last = spans.get(self.row.last).and_then(|last| last.waited);
                let (Some(last), Some(waited)) = (last, waited) else {
                    return false;
                };
                // The body of an answer belongs to its request.
                let is_rest = run.words.is_rest_of(waited.on, last.on);
                self.row.last = if is_rest { index } else { self.row.last };
                return is_rest;
            }
            (self.wait, self.is_same) = (span.wait(), false);
        }
        (self.row.last, self.row.count) = (index, self.row.count + 1);
        true
    }

    /// Whether it is timers that were all set alike, in one call of a coroutine as far as the log says.
    fn is_pulse(&self, track: &TaskTrack) -> bool {
        let on = track.spans.waited(self.wait).map(|waited| waited.on);
        let is_known = matches!(on, Some(WaitReason::Timer(delay)) if delay != Delay::UNKNOWN);
        self.is_same && is_known && !has_calls(track, self.row)
    }
}

/// Whether a call of a coroutine began between the waits of a row.
fn has_calls(track: &TaskTrack, row: Row) -> bool {
    let seq = |index: usize| track.spans.get(index).map_or(0, |span| span.seq);
    let after = track.calls.partition_point(|(at, _)| *at <= seq(row.first));
    (track.calls.get(after)).is_some_and(|(at, _)| *at <= seq(row.last))
}
