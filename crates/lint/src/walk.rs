//! One pass over all spans, which collects the candidates for the rules.
//!
//! It reads the packed spans and unpacks few: a million of them take some milliseconds. The rules examine the candidates
//! closely.

use super::candidates::SpanRange;
use super::{LintContext, Rule, polls};
use coroscope_trace::spans::PackedSpan;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Delay, PlaceId, Spans, TaskState, WaitKind, WaitReason};

/// The events of a poll that only asks for its next turn, less one: it begins, it waits, it is woken, it ends.
const ONLY_A_TURN: u64 = 3;

/// Consecutive waits of one kind at one line.
#[derive(Clone, Copy)]
struct Waits {
    row: SpanRange,
    kind: WaitKind,
    wait: u32,
    place: Option<PlaceId>,
    /// Whether all of them are identical.
    is_same: bool,
}

type Rules = [Box<dyn Rule>];

/// Has all rules check all candidates.
pub(super) fn show_candidates(cx: &LintContext, rules: &mut Rules) {
    for (track, poll) in polls::long_enough(cx) {
        for rule in &mut *rules {
            rule.check_poll(cx, track, &poll);
        }
    }
    let tasks = cx.run.model.tasks().iter();
    for track in tasks.filter(|track| track.is_task()) {
        walk(cx, track, rules);
    }
}

fn walk(cx: &LintContext, track: &TaskTrack, rules: &mut Rules) {
    let spans = &track.spans;
    let mut waits: Option<Waits> = None;
    let mut polls: Option<SpanRange> = None;
    let mut poll: Option<(usize, u64)> = None;
    for (index, span) in spans.packed_iter().enumerate() {
        match span.state() {
            TaskState::Running => {
                poll = Some((index, span.seq()));
                continue;
            }
            TaskState::Ready => {
                let only_a_turn = |seq: u64| {
                    span.is_woken_by(track.id) && span.seq().saturating_sub(seq) <= ONLY_A_TURN
                };
                if let Some((began, _)) = poll.filter(|(_, seq)| only_a_turn(*seq)) {
                    let row = polls.get_or_insert(SpanRange {
                        first: began,
                        last: index,
                        count: 0,
                    });
                    (row.last, row.count) = (index, row.count + 1);
                    poll = None;
                    continue;
                }
            }
            TaskState::Waiting(kind) => {
                if !waits
                    .as_mut()
                    .is_some_and(|row| row.continues_with(cx, spans, index, span, kind))
                {
                    show_waits(cx, track, waits.take(), true, rules);
                    waits = Waits::begin(spans, index, span, kind);
                }
            }
        }
        if poll.take().is_some()
            && let Some(row) = polls.take()
        {
            show_turns(cx, track, row, true, rules);
        }
    }
    show_waits(cx, track, waits, track.end.is_some(), rules);
    if let Some(row) = polls {
        show_turns(cx, track, row, track.end.is_some(), rules);
    }
}

fn show_waits(
    cx: &LintContext,
    track: &TaskTrack,
    waits: Option<Waits>,
    is_over: bool,
    rules: &mut Rules,
) {
    if let Some(waits) = waits
        && is_over
        && waits.row.count >= cx.options.in_turn
        && !waits.is_pulse(track)
    {
        for rule in rules {
            rule.check_waits(cx, track, waits.row);
        }
    }
}

fn show_turns(
    cx: &LintContext,
    track: &TaskTrack,
    turns: SpanRange,
    is_over: bool,
    rules: &mut Rules,
) {
    if turns.count >= cx.options.spins {
        for rule in rules {
            rule.check_turns(cx, track, turns, is_over);
        }
    }
}

impl Waits {
    fn begin(spans: &Spans, index: usize, span: PackedSpan, kind: WaitKind) -> Option<Waits> {
        let fits = matches!(kind, WaitKind::Timer | WaitKind::Io | WaitKind::Task);
        (fits && !span.is_cleanup()).then(|| Waits {
            row: SpanRange {
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

    /// Adds the next wait, if it continues the sequence; returns whether it does.
    fn continues_with(
        &mut self,
        cx: &LintContext,
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
                // Reading the body of a response belongs to its request.
                let is_rest = cx.names.is_rest_of(waited.on, last.on);
                self.row.last = if is_rest { index } else { self.row.last };
                return is_rest;
            }
            (self.wait, self.is_same) = (span.wait(), false);
        }
        (self.row.last, self.row.count) = (index, self.row.count + 1);
        true
    }

    /// Whether all are timers of the same delay, in one call of a coroutine as far as the log shows.
    fn is_pulse(&self, track: &TaskTrack) -> bool {
        let on = track.spans.waited(self.wait).map(|waited| waited.on);
        let is_known = matches!(on, Some(WaitReason::Timer(delay)) if delay != Delay::UNKNOWN);
        self.is_same && is_known && !has_calls(track, self.row)
    }
}

/// Whether a coroutine call began within the range.
fn has_calls(track: &TaskTrack, row: SpanRange) -> bool {
    let seq = |index: usize| track.spans.get(index).map_or(0, |span| span.seq);
    let after = track.calls.partition_point(|(at, _)| *at <= seq(row.first));
    (track.calls.get(after)).is_some_and(|(at, _)| *at <= seq(row.last))
}
