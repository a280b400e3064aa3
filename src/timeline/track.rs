//! One task's spans as bars, at most a few for each pixel, and the span under a point.

use super::layout::{Bar, BarKind};
use super::scale::TimeScale;
use crate::time::Instant;
use crate::trace::Kind;
use crate::trace::track::TaskTrack;

/// However short, a poll is drawn this wide.
const POLL_PX: f64 = 2.0;
/// However short, anything else is drawn this wide.
const LEAST_PX: f64 = 1.0;
/// How far beside a span a pointer still finds it.
const NEAR_PX: f64 = 3.0;

/// The bars of a track, in the order of drawing. A span as wide as a pixel is a bar of its own. Of all
/// others that begin in one pixel the sums are asked, however many they are: each state that is among them
/// is drawn, and of what was waited for, what took the longest.
pub(super) fn bars(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Vec<Bar> {
    let spans = &track.spans;
    let end = spans.begun(scale.to().min(until));
    let mut next = spans.over(scale.from());
    let mut merge = Merge::default();
    let seen = |index: usize| {
        let from = spans.from(index);
        let to = spans.to(index).unwrap_or(until.max(from)).min(until);
        edges(scale, from, to)
    };
    while next < end {
        let (x, to) = seen(next);
        if to - x >= LEAST_PX {
            merge.exact(spans.kind(next), (x, to), next);
            next += 1;
            continue;
        }
        // What floats leave of a whole number belongs to the next pixel.
        let pixel_end = scale.first_at((x + 1e-6).floor() + 1.0);
        let mut last = spans.next_from(next, end, pixel_end) - 1;
        let mut last_to = to;
        if last > next {
            let (last_x, its_end) = seen(last);
            last_to = its_end;
            // Only the last of them can reach far past the pixel.
            if last_to - last_x >= LEAST_PX {
                (last, last_to) = (last - 1, last_x);
            }
        }
        let all = next..last + 1;
        if last == next {
            merge.add(spans.kind(next), (x, to), 1, || Some(next));
        } else {
            let mix = spans.mix(all.clone(), until);
            let kinds = [
                (mix.wait.map(Kind::Waiting), mix.waiting),
                (Some(Kind::Ready), mix.ready),
                (Some(Kind::Running), mix.running),
            ];
            for (kind, count) in kinds {
                if let (Some(kind), 1..) = (kind, count) {
                    let first = || spans.first_of(kind, all.clone());
                    merge.add(kind, (x, last_to), count, first);
                }
            }
        }
        next = last + 1;
    }
    merge.finish(cleanup(track, scale, until))
}

/// The frame round what a task did after its cancellation took effect.
fn cleanup(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Option<Bar> {
    // Once it is a cleanup, it is one to the end.
    track.spans.last().filter(|span| span.cleanup)?;
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

fn bar_kind(kind: Kind) -> BarKind {
    match kind {
        Kind::Ready => BarKind::Ready,
        Kind::Running => BarKind::Running,
        Kind::Waiting(wait) => BarKind::Waiting(wait),
    }
}

/// Bars made so far, and for each state the run of spans below a pixel that may still go on.
#[derive(Default)]
struct Merge {
    open: [Option<Run>; 3],
    /// Of each kind in the order of drawing, from left to right.
    bars: [Vec<Bar>; 10],
}

struct Run {
    kind: Kind,
    x: f64,
    to: f64,
    span: usize,
    merged: u32,
}

impl Merge {
    /// A span that is wide enough to be a bar of its own.
    fn exact(&mut self, kind: Kind, edges: (f64, f64), span: usize) {
        self.close(slot(kind));
        self.push(bar(bar_kind(kind), edges, span, 1));
    }

    /// Spans of which the first begins and the last ends at these edges.
    fn add(
        &mut self,
        kind: Kind,
        (x, to): (f64, f64),
        merged: u32,
        first: impl FnOnce() -> Option<usize>,
    ) {
        if let Some(run) = &mut self.open[slot(kind)]
            && run.kind == kind
            && x <= run.to + LEAST_PX
        {
            run.to = run.to.max(to);
            run.merged = run.merged.saturating_add(merged);
            return;
        }
        self.close(slot(kind));
        self.open[slot(kind)] = first().map(|span| Run {
            kind,
            x,
            to,
            span,
            merged,
        });
    }

    fn close(&mut self, slot: usize) {
        if let Some(run) = self.open[slot].take() {
            let kind = bar_kind(run.kind);
            self.push(bar(kind, (run.x, run.to), run.span, run.merged));
        }
    }

    fn push(&mut self, bar: Bar) {
        let place = match bar.kind {
            BarKind::Cleanup => 0,
            BarKind::Waiting(wait) => 1 + wait as usize,
            BarKind::Ready => 8,
            BarKind::Running => 9,
        };
        self.bars[place].push(bar);
    }

    fn finish(mut self, cleanup: Option<Bar>) -> Vec<Bar> {
        for slot in 0..self.open.len() {
            self.close(slot);
        }
        if let Some(bar) = cleanup {
            self.push(bar);
        }
        self.bars.concat()
    }
}

/// Kinds of waits share one: at each place only one of them is drawn.
fn slot(kind: Kind) -> usize {
    match kind {
        Kind::Waiting(_) => 0,
        Kind::Ready => 1,
        Kind::Running => 2,
    }
}

/// The span that is seen at `x`, else one at most [`NEAR_PX`] away.
pub(super) fn hit(track: &TaskTrack, scale: &TimeScale, until: Instant, x: f64) -> Option<usize> {
    let spans = &track.spans;
    let begun = |x: f64| spans.partition_point(|s| s.from <= until && scale.x(s.from) <= x);

    // A short poll is drawn over what follows it.
    let before = begun(x);
    if let Some(index) = spans.last_of(Kind::Running, begun(x - POLL_PX)..before) {
        return Some(index);
    }
    let ends = |index: usize| scale.x(spans.to(index).map_or(until, |to| to.min(until)));
    if let Some(index) = before.checked_sub(1).filter(|index| x <= ends(*index)) {
        return Some(index);
    }
    let near = before
        .checked_sub(1)
        .filter(|index| x - ends(*index) <= NEAR_PX);
    near.or_else(|| {
        let next = spans.get(before).filter(|next| next.from <= until)?;
        (scale.x(next.from) - x <= NEAR_PX).then_some(before)
    })
}
