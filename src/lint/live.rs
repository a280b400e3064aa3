//! Findings of a run that goes on: how often to look, and what to keep of what the log has dropped.

use super::Finding;
use crate::time::{Duration, Instant};
use crate::trace::Log;

/// A look that took a while is not repeated before this many times as long.
const SPACING: u32 = 50;

/// Spaces looks at a growing log, so that they take less than a fiftieth of the time.
///
/// The moments are durations since any one beginning, on the clock of the one who looks.
///
/// # Examples
/// ```
/// use coroscope::{lint::Pace, time::ms};
/// let mut pace = Pace::default();
/// assert!(pace.is_due(ms(0)));
/// // The look took three milliseconds.
/// pace.looked(ms(0), ms(3));
/// assert!(!pace.is_due(ms(152)) && pace.is_due(ms(153)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    next: Duration,
}

impl Pace {
    /// Whether it is time for the next look.
    pub fn is_due(&self, now: Duration) -> bool {
        now >= self.next
    }

    /// Says when a look began and ended.
    pub fn looked(&mut self, began: Duration, ended: Duration) {
        self.next = ended + ended.saturating_sub(began) * SPACING;
    }
}

/// What was found in a run so far.
///
/// A log that is full drops its oldest events, and what they showed is not found again. It is kept here.
///
/// # Examples
/// ```
/// use coroscope::lint::{Kept, Options, findings};
/// use coroscope::{Runtime, sleep, spawn, time::ms, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     spawn(async { Ok(()) }).named("forgotten");
///     sleep(ms(1)).await;
///     Ok(())
/// }).unwrap();
/// let mut kept = Kept::default();
/// rt.with_log(|log| kept.merge(findings(&Model::of(log), log, &Options::default()), log));
/// assert_eq!(kept.findings()[0].title, "Nobody awaited the task");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    findings: Vec<Finding>,
}

impl Kept {
    /// All of them, in the order in which they began.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Takes in what is found now. What was found before and is not now stays where the log has dropped the events
    /// of its beginning; otherwise what happened since has shown that it was none.
    pub fn merge(&mut self, new: Vec<Finding>, log: &Log) {
        let first = match log.dropped() {
            0 => Instant::ZERO,
            _ => log.iter().next().map_or(Instant::MAX, |event| event.at),
        };
        let found_again = |old: &Finding| new.iter().any(|new| new.is_same(old));
        (self.findings).retain(|old| old.at < first && !found_again(old));
        self.findings.extend(new);
        (self.findings).sort_by_key(|finding| (finding.at, finding.kind));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Kind;
    use crate::time::ms;
    use crate::trace::{Event, EventKind, PlaceId};

    fn finding(line: usize, at: u64) -> Finding {
        Finding {
            kind: Kind::Blocked,
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
    fn looks_take_less_than_two_hundredths_of_the_time() {
        let (mut pace, mut now, mut looking) = (Pace::default(), ms(0), ms(0));
        while now < ms(60_000) {
            if pace.is_due(now) {
                let took = ms(1 + now.as_millis() as u64 / 5000);
                pace.looked(now, now + took);
                (now, looking) = (now + took, looking + took);
            }
            now += ms(16);
        }
        assert!(looking > ms(600) && looking * 50 < now, "{looking:?}");
    }

    #[test]
    fn what_the_log_has_dropped_stays_and_what_was_wrong_goes() {
        let mut kept = Kept::default();
        kept.merge(vec![finding(1, 10), finding(2, 90)], &log(0, 0));
        kept.merge(vec![finding(3, 50)], &log(50, 7));
        let at = |kept: &Kept| kept.findings().iter().map(|it| it.at).collect::<Vec<_>>();
        assert_eq!(at(&kept), [10, 50].map(|at| Instant::ZERO + ms(at)));
        // The worst of its group is a later one now.
        kept.merge(vec![finding(1, 80), finding(3, 50)], &log(60, 9));
        assert_eq!(at(&kept), [50, 80].map(|at| Instant::ZERO + ms(at)));
    }
}
