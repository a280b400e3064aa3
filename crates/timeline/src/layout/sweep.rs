//! Iterates over the visible events, at most a few per pixel.

use crate::scale::TimeScale;
use coroscope_trace::time::Instant;
use coroscope_trace::{Event, Log, RunView};

/// How many of the first events in a pixel are visited.
const MAX_SAMPLES: usize = 40;
/// How many of the last events in a pixel are visited: what begins there can reach far beyond the pixel.
const LAST: u64 = 6;
/// How many events before the left edge are searched for a poll that extends into the viewport.
const BACK: u64 = 64;

/// Visits the visible events in order. Where they are dense, it skips from pixel to pixel.
pub(super) struct Sweep<'a> {
    log: &'a Log,
    scale: &'a TimeScale,
    last_seen: Instant,
    next: u64,
    end: u64,
    pixel_end: Instant,
    left: usize,
}

impl<'a> Sweep<'a> {
    pub(super) fn new(run: RunView<'a>, scale: &'a TimeScale, until: Instant) -> Sweep<'a> {
        let end = run.log.next_seq().min(run.model.next_seq());
        Sweep {
            log: run.log,
            scale,
            last_seen: scale.to().min(until),
            next: first_at(run.log, run.log.dropped(), end, scale.from()),
            end,
            pixel_end: Instant::ZERO,
            left: 0,
        }
    }

    /// Also visits some events before the left edge.
    pub(super) fn with_overlapping(mut self) -> Sweep<'a> {
        self.next = self.next.saturating_sub(BACK).max(self.log.dropped());
        self
    }
}

impl Iterator for Sweep<'_> {
    type Item = (u64, Event);

    fn next(&mut self) -> Option<(u64, Event)> {
        loop {
            let seq = self.next;
            let event = self.log.get(seq).filter(|_| seq < self.end)?;
            if event.at > self.last_seen {
                return None;
            }
            if event.at >= self.pixel_end {
                let x = self.scale.x(event.at);
                (self.pixel_end, self.left) = (self.scale.column_end(x), MAX_SAMPLES);
            }
            if let Some(left) = self.left.checked_sub(1) {
                (self.left, self.next) = (left, seq + 1);
                return Some((seq, event));
            }
            let beyond = first_at(self.log, seq, self.end, self.pixel_end);
            self.next = beyond.saturating_sub(LAST).max(seq);
            self.left = usize::try_from(beyond - self.next).unwrap_or(1).max(1);
        }
    }
}

/// The sequence number of the first event, from `from` on, that is not earlier than `at`; `to` if there is none before.
fn first_at(log: &Log, from: u64, to: u64, at: Instant) -> u64 {
    log.first_since(at).min(to).max(from)
}
