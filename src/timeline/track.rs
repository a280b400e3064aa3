//! One task's spans as bars, at most a few for each pixel, and the span under a point.

use super::layout::{Bar, BarKind, WaitKind};
use super::scale::TimeScale;
use crate::time::Instant;
use crate::trace::track::{Span, State, TaskTrack};

/// However short, a poll is drawn this wide.
const POLL_PX: f64 = 2.0;
/// However short, anything else is drawn this wide.
const LEAST_PX: f64 = 1.0;
/// How far beside a span a pointer still finds it.
const NEAR_PX: f64 = 3.0;
/// Of spans that share a pixel, the states of so many are looked at, in so many places. (An index
/// with levels of detail would tell the states of a range exactly: [`Merge::dense`] is its place.)
const LOOKS: usize = 16;

pub(super) fn kind(span: &Span) -> BarKind {
    match span.state {
        State::Running => BarKind::Running,
        State::Ready => BarKind::Ready,
        State::Waiting => BarKind::Waiting(WaitKind::of(span.waited.map(|waited| waited.on))),
    }
}

/// The bars of a track, in the order of drawing.
pub(super) fn bars(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Vec<Bar> {
    let spans = &track.spans;
    let last_seen = scale.to().min(until);
    let end = spans.partition_point(|span| span.from <= last_seen);
    let visible = &spans[..end];
    let mut next = visible.partition_point(|span| span.to.is_some_and(|to| to < scale.from()));
    let mut merge = Merge {
        scale,
        until,
        open: Vec::new(),
        bars: Vec::new(),
    };
    while let Some(span) = visible.get(next) {
        let (x, to) = merge.edges(span);
        if to - x >= LEAST_PX {
            merge.exact(next, span);
            next += 1;
            continue;
        }
        let pixel_end = scale.first_at(x.floor() + 1.0);
        let rest = &visible[next + 1..];
        let mut count = 1 + rest.partition_point(|span| span.from < pixel_end);
        // Only the last of them can reach far past the pixel.
        let last = &visible[next + count - 1];
        let (x, to) = merge.edges(last);
        if to - x >= LEAST_PX {
            count -= 1;
        }
        merge.dense(next, &visible[next..next + count]);
        next += count;
    }
    let mut bars = merge.finish();
    bars.extend(cleanup(track, scale, until));
    bars.sort_unstable_by(|a, b| a.kind.cmp(&b.kind).then(a.x.total_cmp(&b.x)));
    bars
}

/// The frame round what a task did after its cancellation took effect.
fn cleanup(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Option<Bar> {
    let span = track.spans.partition_point(|span| !span.cleanup);
    let from = track.spans.get(span)?.from;
    let to = track.end.map_or(until, |(at, _)| at.min(until));
    if from > until || from > scale.to() || to < scale.from() {
        return None;
    }
    let merged = (track.spans.len() - span) as u32;
    Some(bar(BarKind::Cleanup, edges(scale, from, to), span, merged))
}

fn edges(scale: &TimeScale, from: Instant, to: Instant) -> (f64, f64) {
    let inside = |x: f64| x.clamp(-1.0, scale.width() + 1.0);
    (inside(scale.x(from)), inside(scale.x(to)))
}

fn bar(kind: BarKind, (x, to): (f64, f64), span: usize, merged: u32) -> Bar {
    let least = match kind {
        BarKind::Running => POLL_PX,
        _ => LEAST_PX,
    };
    Bar {
        kind,
        x,
        width: (to - x).max(least),
        span,
        merged,
    }
}

/// Bars made so far, and for each state the run of spans below a pixel that may still go on.
struct Merge<'a> {
    scale: &'a TimeScale,
    until: Instant,
    open: Vec<Run>,
    bars: Vec<Bar>,
}

struct Run {
    kind: BarKind,
    x: f64,
    to: f64,
    span: usize,
    merged: u32,
}

impl Merge<'_> {
    fn edges(&self, span: &Span) -> (f64, f64) {
        let to = span.to.unwrap_or(self.until.max(span.from)).min(self.until);
        edges(self.scale, span.from, to)
    }

    /// A span that is wide enough to be a bar of its own.
    fn exact(&mut self, index: usize, span: &Span) {
        self.bars.push(bar(kind(span), self.edges(span), index, 1));
    }

    /// Spans that begin in the same pixel, none of them wider than one.
    fn dense(&mut self, first: usize, spans: &[Span]) {
        let step = spans.len().div_ceil(LOOKS);
        // An odd stride meets every state of a track that goes round in two or three of them.
        let step = if step.is_multiple_of(2) {
            step + 1
        } else {
            step
        };
        let step = if step.is_multiple_of(3) {
            step + 2
        } else {
            step
        };
        for index in (0..spans.len()).step_by(step) {
            let span = &spans[index];
            let (x, to) = self.edges(span);
            let merged = step.min(spans.len() - index) as u32;
            self.add(kind(span), (x, to), first + index, merged);
        }
    }

    fn add(&mut self, kind: BarKind, (x, to): (f64, f64), span: usize, merged: u32) {
        if let Some(run) = self.open.iter_mut().find(|run| run.kind == kind) {
            if x <= run.to + LEAST_PX {
                run.to = run.to.max(to);
                run.merged += merged;
                return;
            }
            let done = core::mem::replace(
                run,
                Run {
                    kind,
                    x,
                    to,
                    span,
                    merged,
                },
            );
            self.bars.push(done.bar());
        } else {
            self.open.push(Run {
                kind,
                x,
                to,
                span,
                merged,
            });
        }
    }

    fn finish(mut self) -> Vec<Bar> {
        self.bars.extend(self.open.into_iter().map(Run::bar));
        self.bars
    }
}

impl Run {
    fn bar(self) -> Bar {
        bar(self.kind, (self.x, self.to), self.span, self.merged)
    }
}

/// The span that is seen at `x`, else one at most [`NEAR_PX`] away.
pub(super) fn hit(track: &TaskTrack, scale: &TimeScale, until: Instant, x: f64) -> Option<usize> {
    let spans = &track.spans;
    let spans = &spans[..spans.partition_point(|span| span.from <= until)];
    let begun = |x: f64| spans.partition_point(|span| scale.x(span.from) <= x);
    let poll = |index: &usize| spans[*index].state == State::Running;

    // A short poll is drawn over what follows it.
    let before = begun(x);
    let drawn_from = begun(x - POLL_PX).max(before.saturating_sub(LOOKS));
    if let Some(index) = (drawn_from..before).rev().find(poll) {
        return Some(index);
    }
    let ends = |index: usize| scale.x(spans[index].to.map_or(until, |to| to.min(until)));
    if let Some(index) = before.checked_sub(1).filter(|index| x <= ends(*index)) {
        return Some(index);
    }
    let near = before
        .checked_sub(1)
        .filter(|index| x - ends(*index) <= NEAR_PX);
    near.or_else(|| {
        let next = spans.get(before)?;
        (scale.x(next.from) - x <= NEAR_PX).then_some(before)
    })
}
