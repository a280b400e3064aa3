//! Timestamps for all events, made distinct.
//!
//! The clock is coarse, and the virtual one does not advance while tasks run. Trace viewers sort by time: they lose the
//! order of simultaneous events, and don't show slices of zero length. So events of the same microsecond are spread
//! over it. The fractions are powers of two, which floating-point numbers add without error.

use core::fmt;
use coroscope_trace::Log;

/// Number of bits for fractions of a microsecond.
const FRACTION: u32 = 16;
/// The latest time (four years); later times are not distinguished.
const LATEST: u64 = (1 << (63 - FRACTION)) - 1;

/// A time or a duration, in 65,536ths of a microsecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp(u64);

impl Stamp {
    /// The duration from this time to another.
    pub(super) fn until(self, end: Stamp) -> Stamp {
        Stamp(end.0.saturating_sub(self.0))
    }

    /// The last time before this one.
    pub(super) fn just_before(self) -> Stamp {
        Stamp(self.0.saturating_sub(1))
    }
}

impl fmt::Display for Stamp {
    /// In microseconds, with all significant decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = self.0 & ((1 << FRACTION) - 1);
        write!(f, "{}", self.0 >> FRACTION)?;
        if fraction == 0 {
            return Ok(());
        }
        // 1 / 2ⁿ has n decimals, which are those of 5ⁿ.
        let digits = format!("{:016}", fraction * 5_u64.pow(FRACTION));
        write!(f, ".{}", digits.trim_end_matches('0'))
    }
}

/// The stamps of a log's events.
pub(super) struct Stamps {
    first: u64,
    stamps: Vec<Stamp>,
    /// A microsecond after the last.
    pub(super) end: Stamp,
}

impl Stamps {
    pub(super) fn of(log: &Log) -> Stamps {
        let mut micros = Vec::with_capacity(log.len());
        for event in log.iter() {
            let before = micros.last().copied().unwrap_or(0);
            micros.push(event.at.as_micros().clamp(before, LATEST.max(before)));
        }
        let mut stamps = Vec::with_capacity(micros.len());
        for same in micros.chunk_by(|a, b| a == b) {
            let parts = same.len().next_power_of_two().ilog2().min(FRACTION);
            stamps.extend((0_u64..).zip(same).map(|(n, micros)| {
                let part = n.min((1 << parts) - 1) << (FRACTION - parts);
                Stamp((micros << FRACTION) + part)
            }));
        }
        let last = micros.last().map_or(0, |last| last + 1);
        Stamps {
            first: log.dropped(),
            stamps,
            end: Stamp(last << FRACTION),
        }
    }

    /// The time of the event with sequence number `seq`.
    pub(super) fn at(&self, seq: u64) -> Stamp {
        let index = usize::try_from(seq.saturating_sub(self.first)).unwrap_or(usize::MAX);
        self.stamps.get(index).copied().unwrap_or(self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coroscope_trace::time::Instant;
    use coroscope_trace::{Event, EventKind};

    #[test]
    fn events_of_one_microsecond_are_spread_over_it() {
        let mut log = Log::default();
        for at in [3, 3, 3, 4, 10] {
            let at = Instant::from_micros(at);
            log.push(Event {
                at,
                kind: EventKind::Hopped,
            });
        }
        let stamps = Stamps::of(&log);
        let texts: Vec<String> = (0..5).map(|seq| stamps.at(seq).to_string()).collect();
        assert_eq!(texts, ["3", "3.25", "3.5", "4", "10"]);
        assert_eq!(stamps.at(1).until(stamps.at(3)).to_string(), "0.75");
        assert_eq!(stamps.end.to_string(), "11");
        assert_eq!(Stamp(1).to_string(), "0.0000152587890625");
    }

    #[test]
    fn more_events_than_parts_keep_their_order() {
        let mut log = Log::default();
        for _ in 0..70_000 {
            let at = Instant::from_micros(u64::MAX);
            log.push(Event {
                at,
                kind: EventKind::Hopped,
            });
        }
        let stamps = Stamps::of(&log);
        assert!((1..70_000).all(|seq| stamps.at(seq - 1) <= stamps.at(seq)));
        assert!(stamps.at(69_999) < stamps.end);
    }
}
