//! One task's spans as bars, shares and ticks, a few for each pixel, and the span under a point.

use super::columns::{Columns, NEARLY, PIXEL, Part, Shared, Stretches};
use super::picture::{Bar, BarKind, Shares};
use super::scale::TimeScale;
use super::shapes::CAP;
use super::tick::{FAINT, Ticks, give_way};
use crate::time::Instant;
use crate::trace::track::TaskTrack;
use crate::trace::{Kind, Spans, Totals, WaitKind};
use core::ops::Range;

/// How far after its beginning a pointer finds a poll that is too short to be seen.
const POLL_PX: f64 = 2.0;
/// How far beside a span a pointer still finds it.
const NEAR_PX: f64 = 3.0;

/// What is drawn of a track.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) bars: Vec<Bar>,
    pub(super) shares: Vec<Shares>,
    pub(super) ticks: Vec<f64>,
}

/// What is drawn of a track. A span as wide as a pixel is a bar of its own. Of all others the sums in each
/// column of pixels are asked, however many they are.
pub(super) fn draw(track: &TaskTrack, scale: &TimeScale, until: Instant) -> Drawn {
    let mut drawn = Drawn::default();
    drawn.bars.extend(cleanup(track, scale, until));
    let mut ticks = Ticks::new(scale);
    // Whether polls are seen right before.
    let mut seen = false;
    let seen_spans = Seen {
        spans: &track.spans,
        until,
    };
    for part in Columns::new(&seen_spans, scale, seen_spans.in_sight(scale)) {
        let shared = match part {
            Part::Wide { place, edges } => {
                let kind = track.spans.kind(place);
                drawn.bars.push(bar(bar_kind(kind), edges, place, 1));
                seen = kind == Kind::Running;
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

/// The spans of a track, as far as they are known at a moment.
struct Seen<'a> {
    spans: &'a Spans,
    until: Instant,
}

impl Stretches for Seen<'_> {
    fn from(&self, place: usize) -> Instant {
        self.spans.from(place)
    }

    fn to(&self, place: usize) -> Instant {
        let to = self.spans.to(place);
        to.map_or(self.until, |to| to.min(self.until))
    }
}

impl Seen<'_> {
    fn in_sight(&self, scale: &TimeScale) -> Range<usize> {
        self.spans.over(scale.from())..self.spans.begun(scale.to().min(self.until))
    }

    /// What there was in a part, from the totals of its spans.
    fn mix(&self, shared: &Shared) -> Mix {
        let (first, last) = (shared.places.start, shared.places.end - 1);
        // What is not known yet is a part of the last one, too.
        let unknown = self.spans.to(last);
        let unknown = unknown.map_or(0, |to| {
            to.as_micros().saturating_sub(self.until.as_micros())
        });
        let (first_kind, last_kind) = (self.spans.kind(first), self.spans.kind(last));
        let totals = self.spans.totals(shared.places.clone(), self.until);
        let goes_on = shared.begun.start > first && first_kind == Kind::Running;
        Mix {
            outside: [
                (first_kind.index(), shared.outside.0),
                (last_kind.index(), shared.outside.1 + unknown as f64),
            ],
            polls: totals.polls - u32::from(goes_on),
            totals,
        }
    }
}

/// What there was in a part.
struct Mix {
    totals: Totals,
    /// What of the totals is outside: the numbers of its kinds, and how many microseconds.
    outside: [(usize, f64); 2],
    /// How many polls begin here.
    polls: u32,
}

impl Mix {
    /// How many microseconds there was the kind with a number.
    fn micros(&self, index: usize) -> f64 {
        // From a number with a sign a float is made sooner.
        let mut micros = self.totals.micros[index] as i64 as f64;
        for (outside, by) in self.outside {
            if outside == index {
                micros -= by;
            }
        }
        micros
    }

    /// The waits that there were, and how many microseconds each took.
    fn waits(&self) -> impl Iterator<Item = (WaitKind, f64)> {
        let micros = self.totals.micros.iter().enumerate();
        let some = micros.filter(|(_, micros)| **micros > 0);
        some.filter_map(|(index, _)| match Kind::from_index(index) {
            Kind::Waiting(wait) => Some((wait, self.micros(index))),
            _ => None,
        })
    }
}

impl Drawn {
    /// Adds what the spans of a part have of it. Returns how many polls begin there, and how many pixels they fill.
    fn share(&mut self, seen: &Seen, shared: &Shared) -> (u32, f64) {
        let width = shared.width();
        if shared.places.len() == 1 {
            let kind = seen.spans.kind(shared.places.start);
            let (running, ready, waiting) = match kind {
                Kind::Running => (1.0, 0.0, None),
                Kind::Ready => (0.0, 1.0, None),
                Kind::Waiting(wait) => (0.0, 0.0, Some(wait)),
            };
            self.push(shared.edges, running, ready, waiting);
            let polls = u32::from(kind == Kind::Running && !shared.begun.is_empty());
            return (polls, running * width);
        }
        let mix = seen.mix(shared);
        let (running, ready) = (
            mix.micros(Kind::Running.index()),
            mix.micros(Kind::Ready.index()),
        );
        let waiting: f64 = mix.waits().map(|(_, micros)| micros).sum();
        let all = running + ready + waiting;
        if width < NEARLY || all < NEARLY {
            return (mix.polls, 0.0);
        }
        let part = |micros: f64| (micros / all).clamp(0.0, 1.0);
        let (running, ready) = (part(running), part(ready));
        // Different waits are told beside each other, each as wide as its part.
        let (mut x, mut is_told) = (shared.edges.0, false);
        for (wait, micros) in mix.waits().filter(|(_, micros)| *micros > NEARLY) {
            let to = match micros == waiting {
                true => shared.edges.1,
                false => (x + width * micros / waiting).min(shared.edges.1),
            };
            self.push((x, to), running, ready, Some(wait));
            (x, is_told) = (to, true);
        }
        if !is_told {
            self.push(shared.edges, running, ready, None);
        }
        (mix.polls, running * width)
    }

    fn push(&mut self, (x, to): (f64, f64), running: f64, ready: f64, waiting: Option<WaitKind>) {
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
    let inside = |at| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let merged = (track.spans.len() - span) as u32;
    let (x, to) = (inside(from), inside(to));
    Some(bar(BarKind::Cleanup, (x, to.max(x + PIXEL)), span, merged))
}

fn bar(kind: BarKind, (x, to): (f64, f64), span: usize, merged: u32) -> Bar {
    Bar {
        kind,
        x,
        width: to - x,
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

/// The span that is seen at `x`, else one at most [`NEAR_PX`] away.
pub(super) fn hit(track: &TaskTrack, scale: &TimeScale, until: Instant, x: f64) -> Option<usize> {
    let spans = &track.spans;
    let begun = |x: f64| spans.partition_point(|s| s.from <= until && scale.x(s.from) <= x);

    // What is too short to be seen is hard to point at.
    let before = begun(x);
    if let Some(index) = spans.last_poll(begun(x - POLL_PX)..before) {
        return Some(index);
    }
    let ends = |index: usize| scale.x(spans.to(index).map_or(until, |to| to.min(until)));
    if let Some(index) = before.checked_sub(1).filter(|index| x <= ends(*index)) {
        return Some(index);
    }
    // After the last span is the sign of the task's end.
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
