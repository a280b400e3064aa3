//! Findings of a live run: how often to look for them, and which to keep when the log drops their events.

use super::{Finding, finding};
use coroscope_trace::Log;
use coroscope_trace::time::{Duration, Instant};

/// The pause after a search, as a multiple of its duration.
const SPACING: u32 = 50;

/// Throttles the search for findings in a growing log to less than a fiftieth of the time.
///
/// Times are durations since any fixed moment, on the caller's clock.
///
/// # Examples
/// ```
/// use coroscope::{lint::Throttle, time::ms};
/// let mut throttle = Throttle::default();
/// assert!(throttle.is_due(ms(0)));
/// // The search took three milliseconds.
/// throttle.record(ms(0), ms(3));
/// assert!(!throttle.is_due(ms(152)) && throttle.is_due(ms(153)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throttle {
    next: Duration,
}

impl Throttle {
    /// Whether the next search is due.
    pub fn is_due(&self, now: Duration) -> bool {
        now >= self.next
    }

    /// Records when a search began and ended.
    pub fn record(&mut self, began: Duration, ended: Duration) {
        self.next = ended + ended.saturating_sub(began) * SPACING;
    }
}

/// The findings of a live run so far.
///
/// A full log drops its oldest events, and with them the evidence for earlier findings. They are kept here.
///
/// # Examples
/// ```
/// use coroscope::lint::{LiveFindings, Options, findings};
/// use coroscope::{Runtime, sleep, spawn, time::ms, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     spawn(async { Ok(()) }).named("forgotten");
///     sleep(ms(1)).await;
///     Ok(())
/// }).unwrap();
/// let mut live = LiveFindings::default();
/// rt.with_log(|log| live.merge(findings(RunView::new(log, &Model::of(log)), &Options::default()), log));
/// assert_eq!(live.findings()[0].title, "A task was never awaited");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiveFindings {
    findings: Vec<Finding>,
}

impl LiveFindings {
    /// All findings: deadlocks first, then in the order in which they began.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Merges the current findings. An earlier finding that is not found again is kept if the log has dropped the events of
    /// its beginning; otherwise later events have refuted it.
    pub fn merge(&mut self, new: Vec<Finding>, log: &Log) {
        let first = match log.dropped() {
            0 => Instant::ZERO,
            _ => log.iter().next().map_or(Instant::MAX, |event| event.at),
        };
        let found_again = |old: &Finding| new.iter().any(|new| new.is_same(old));
        (self.findings).retain(|old| old.at < first && !found_again(old));
        self.findings.extend(new);
        finding::sort(&mut self.findings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FindingKind;
    use coroscope_trace::time::ms;
    use coroscope_trace::{Event, EventKind, PlaceId};

    fn finding(line: usize, at: u64) -> Finding {
        Finding {
            kind: FindingKind::BLOCKED,
            at: Instant::ZERO + ms(at),
            until: Instant::ZERO + ms(at),
            tasks: Vec::new(),
            victims: Vec::new(),
            places: vec![PlaceId::from_index(line)],
            resource: None,
            title: String::new(),
            sentence: String::new(),
            advice: String::new(),
        }
    }

    /// A log whose first event is at this millisecond, and which has dropped events before it or not.
    fn log(first: u64, dropped: u64) -> Log {
        let mut log = Log::default().with_tables(dropped, [], []);
        log.push(Event {
            at: Instant::ZERO + ms(first),
            kind: EventKind::Hopped,
        });
        log
    }

    #[test]
    fn searches_take_less_than_a_fiftieth_of_the_time() {
        let (mut throttle, mut now, mut looking) = (Throttle::default(), ms(0), ms(0));
        while now < ms(60_000) {
            if throttle.is_due(now) {
                let took = ms(1 + now.as_millis() as u64 / 5000);
                throttle.record(now, now + took);
                (now, looking) = (now + took, looking + took);
            }
            now += ms(16);
        }
        assert!(looking > ms(600) && looking * 50 < now, "{looking:?}");
    }

    #[test]
    fn findings_with_dropped_events_stay_and_refuted_ones_go() {
        let mut live = LiveFindings::default();
        live.merge(vec![finding(1, 10), finding(2, 90)], &log(0, 0));
        live.merge(vec![finding(3, 50)], &log(50, 7));
        let at = |live: &LiveFindings| live.findings().iter().map(|it| it.at).collect::<Vec<_>>();
        assert_eq!(at(&live), [10, 50].map(|at| Instant::ZERO + ms(at)));
        // The worst of its group is a later one now.
        live.merge(vec![finding(1, 80), finding(3, 50)], &log(60, 9));
        assert_eq!(at(&live), [50, 80].map(|at| Instant::ZERO + ms(at)));
    }
}
