//! Lays out a task's spans as bars, shares and ticks, a few per pixel, and finds the span at a point.

use super::columns::{Columns, NEARLY, PIXEL, Part, SharedColumn, Stretches};
use super::tick::{FAINT, Ticks, give_way};
use crate::picture::{Bar, Cleanup, Shares};
use crate::scale::TimeScale;
use crate::sizes::CAP;
use core::ops::Range;
use coroscope_trace::time::Instant;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{SingleWaitTotals, SpanTotals, Spans, TaskState, WaitKind};

/// How far right of its beginning a pointer hits a poll that is too short to draw.
const POLL_PX: f64 = 2.0;
/// How far from a span a pointer still hits it.
const NEAR_PX: f64 = 3.0;

/// The layout of a track.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) cleanup: Option<Cleanup>,
    pub(super) bars: Vec<Bar>,
    pub(super) shares: Vec<Shares>,
    pub(super) ticks: Vec<f64>,
}

/// Lays out a track. A span at least a pixel wide becomes a bar. For all others, the sums per column of pixels are used,
/// however many spans there are.
pub(super) fn draw(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Drawn {
    let mut drawn = Drawn {
        cleanup: cleanup(track, scale, until),
        ..Drawn::default()
    };
    let mut ticks = Ticks::new(scale);
    // Whether a poll is visible directly before.
    let mut seen = false;
    let seen_spans = KnownSpans {
        spans: &track.spans,
        until,
    };
    let visible = seen_spans.visible(scale);
    // If there are more spans than pixels, most of them share pixels.
    let pixels = scale.width() as usize;
    match visible.len() > pixels {
        true => drawn.shares.reserve(pixels),
        false => drawn.bars.reserve(visible.len()),
    }
    for part in Columns::new(&seen_spans, scale, visible) {
        let shared = match part {
            Part::Wide { place, edges } => {
                let state = track.spans.state(place);
                let (x, to) = edges;
                drawn.bars.push(Bar {
                    state,
                    x,
                    width: to - x,
                    span: place,
                });
                seen = state == TaskState::Running;
                if seen {
                    give_way(&mut drawn.ticks, edges.0);
                }
                continue;
            }
            Part::Shared(shared) => shared,
        };
        let (polls, ran) = drawn.share(&seen_spans, &shared);
        if polls > 0 && ran < FAINT && !seen && ticks.take(shared.column) {
            drawn.ticks.push(shared.column);
        }
        seen = ran >= FAINT;
    }
    drawn
}

/// The spans of a track up to a moment.
struct KnownSpans<'a> {
    spans: &'a Spans,
    until: Instant,
}

impl Stretches for KnownSpans<'_> {
    fn from(&self, place: usize) -> Instant {
        self.spans.from(place)
    }

    fn to(&self, place: usize) -> Instant {
        let to = self.spans.to(place);
        to.map_or(self.until, |to| to.min(self.until))
    }
}

impl KnownSpans<'_> {
    fn visible(&self, scale: &TimeScale) -> Range<usize> {
        self.spans.ended_before(scale.from())..self.spans.begun_by(scale.to().min(self.until))
    }

    /// How many microseconds the first and the last span of a part extend outside of it, with their states.
    fn outside(&self, shared: &SharedColumn) -> [(TaskState, f64); 2] {
        let (first, last) = (shared.places.start, shared.places.end - 1);
        // The time after `until` belongs to the last span, too.
        let unknown = match self.spans.to(last) {
            Some(to) if to > self.until => (to - self.until).as_micros() as f64,
            _ => 0.0,
        };
        [
            (self.spans.state(first), shared.outside.0),
            (self.spans.state(last), shared.outside.1 + unknown),
        ]
    }
}

impl Drawn {
    /// Adds the shares of a part's spans. Returns how many polls begin there, and how many pixels they fill.
    fn share(&mut self, seen: &KnownSpans, shared: &SharedColumn) -> (u32, f64) {
        let width = shared.width();
        if shared.places.len() == 1 {
            let state = seen.spans.state(shared.places.start);
            let (running, ready, waiting) = match state {
                TaskState::Running => (1.0, 0.0, None),
                TaskState::Ready => (0.0, 1.0, None),
                TaskState::Waiting(wait) => (0.0, 0.0, Some(wait)),
            };
            self.push(shared.edges, running, ready, waiting);
            let polls = u32::from(state == TaskState::Running && !shared.begun.is_empty());
            return (polls, running * width);
        }
        let places = || shared.places.clone();
        let few = seen.spans.single_wait_totals(places(), seen.until);
        let totals = few
            .is_none()
            .then(|| seen.spans.totals(places(), seen.until));
        let sums = few
            .or(totals.as_ref().map(SingleWaitTotals::of))
            .unwrap_or_default();
        // Converting a signed integer to a float is faster.
        let [mut running, mut ready, mut waiting] =
            [sums.running, sums.ready, sums.waiting].map(|micros| micros as i64 as f64);
        let outside = seen.outside(shared);
        for (state, by) in outside {
            match state {
                TaskState::Running => running -= by,
                TaskState::Ready => ready -= by,
                TaskState::Waiting(_) => waiting -= by,
            }
        }
        let goes_on =
            shared.begun.start > shared.places.start && outside[0].0 == TaskState::Running;
        let polls = sums.polls - u32::from(goes_on);
        let all = running + ready + waiting;
        if width < NEARLY || all < NEARLY {
            return (polls, 0.0);
        }
        let part = |micros: f64| (micros / all).clamp(0.0, 1.0);
        let (running, ready) = (part(running), part(ready));
        match totals.filter(|_| waiting > NEARLY) {
            Some(totals) => {
                // Different waits are drawn side by side, each as wide as its part.
                let mut x = shared.edges.0;
                for (wait, micros) in waits(&totals, &outside) {
                    let to = (x + width * micros / waiting).min(shared.edges.1);
                    self.push((x, to), running, ready, Some(wait));
                    x = to;
                }
            }
            None => {
                let wait = sums.wait.filter(|_| waiting > NEARLY);
                self.push(shared.edges, running, ready, wait);
            }
        }
        (polls, running * width)
    }

    fn push(&mut self, edges: (f64, f64), running: f64, ready: f64, waiting: Option<WaitKind>) {
        let (x, to) = edges;
        let width = to - x;
        if width < NEARLY {
            return;
        }
        if let Some(last) = self.shares.last_mut()
            && (last.running, last.ready, last.waiting) == (running, ready, waiting)
            && (last.x + last.width - x).abs() < NEARLY
        {
            last.width = to - last.x;
            return;
        }
        self.shares.push(Shares {
            x,
            width,
            running,
            ready,
            waiting,
        });
    }
}

/// The waits in a part, and how many microseconds each takes there.
fn waits(
    totals: &SpanTotals,
    outside: &[(TaskState, f64); 2],
) -> impl Iterator<Item = (WaitKind, f64)> {
    totals.micros.iter().filter_map(|(state, micros)| {
        let outside = outside.iter().filter(|(outside, _)| *outside == state);
        let micros = outside.fold(micros as f64, |micros, (_, by)| micros - by);
        match state {
            TaskState::Waiting(wait) if micros > NEARLY => Some((wait, micros)),
            _ => None,
        }
    })
}

/// The frame around what a task did after its cancellation took effect.
fn cleanup(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Option<Cleanup> {
    // A cleanup lasts until the end of the task.
    track.spans.last().filter(|span| span.cleanup)?;
    let span = track.spans.partition_point(|span| !span.cleanup);
    let from = track.spans.get(span)?.from;
    let to = track.end.map_or(until, |(at, _)| at.min(until));
    if from > until || from > scale.to() || to < scale.from() {
        return None;
    }
    let inside = |at| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let (x, to) = (inside(from), inside(to));
    Some(Cleanup {
        x,
        width: (to - x).max(PIXEL),
        span,
    })
}

/// The visible span at `x`, or else one at most [`NEAR_PX`] away.
pub(super) fn hit(track: &TaskTrack, scale: &TimeScale, until: Instant, x: f64) -> Option<usize> {
    let spans = &track.spans;
    let begun = |x: f64| spans.partition_point(|s| s.from <= until && scale.x(s.from) <= x);

    // Spans that are too short to draw are hard to point at.
    let before = begun(x);
    if let Some(index) = spans.last_poll(begun(x - POLL_PX)..before) {
        return Some(index);
    }
    let ends = |index: usize| scale.x(spans.to(index).map_or(until, |to| to.min(until)));
    if let Some(index) = before.checked_sub(1).filter(|index| x <= ends(*index)) {
        return Some(index);
    }
    // The task's cap follows its last span.
    let reach = match track.end {
        Some((at, _)) if at <= until && before == spans.len() => CAP,
        _ => NEAR_PX,
    };
    let near = before
        .checked_sub(1)
        .filter(|index| x - ends(*index) <= reach);
    near.or_else(|| {
        let next = spans.get(before).filter(|next| next.from <= until)?;
        (scale.x(next.from) - x <= NEAR_PX).then_some(before)
    })
}
