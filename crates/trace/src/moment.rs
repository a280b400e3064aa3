//! A moment of a run: a position between two events of its log, and a time.

use super::log::Log;
use crate::time::Instant;

/// A moment after one event of a log and before the next.
///
/// Many events can have the same time, because clocks are coarse and the virtual clock advances only between
/// events. So a moment contains the number of an event. Its time is anywhere from that event to the next.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::Moment};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let asleep = Moment::at(log, coroscope::time::Instant::ZERO + ms(3)).unwrap();
///     assert!(asleep < Moment::last(log).unwrap());
///     assert_eq!(Moment::after(log, asleep.seq).unwrap().at.elapsed(), ms(0));
/// });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The sequence number of the last event that has happened.
    pub seq: u64,
    /// The time.
    pub at: Instant,
}

impl Moment {
    /// The moment after the event with this number. `None` if the log does not have it.
    pub fn after(log: &Log, seq: u64) -> Option<Moment> {
        let at = log.get(seq)?.at;
        Some(Moment { seq, at })
    }

    /// The moment after the first event in the log. `None` if the log is empty.
    pub fn first(log: &Log) -> Option<Moment> {
        Moment::after(log, log.dropped())
    }

    /// The moment after the last event. `None` if the log is empty.
    pub fn last(log: &Log) -> Option<Moment> {
        Moment::after(log, log.next_seq().checked_sub(1)?)
    }

    /// The moment after the last event that is not later than `at`, or after the first event if all are later.
    pub fn at(log: &Log, at: Instant) -> Option<Moment> {
        let first = Moment::first(log)?;
        let seq = log.first_after(at).saturating_sub(1).max(first.seq);
        Some(Moment {
            seq,
            at: at.max(first.at),
        })
    }
}
