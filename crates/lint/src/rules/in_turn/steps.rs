//! Consecutive waits as steps, and whether they could have run concurrently.

use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::track::Span;
use coroscope_trace::{PlaceId, TextId, WaitReason};

/// Minimum number of different things that I/O must have requested.
pub(super) const DIFFERENT: usize = 3;
/// How many of the steps are compared.
const MAX_SAMPLES: usize = 64;
/// How late a timer can be.
const JITTER: Duration = Duration::from_millis(5);

/// Consecutive waits of one task at one line.
#[derive(Clone)]
pub(super) struct Steps {
    pub(super) place: PlaceId,
    /// The last of them, and the sequence number of the event that ended it.
    pub(super) last: WaitReason,
    pub(super) last_seq: u64,
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// How long all of them took.
    pub(super) sum: Duration,
    /// When the awaited timer is due.
    due: Option<Instant>,
    by_wait: Units,
    by_call: Units,
    /// The coroutine call of the last wait, and the number of calls.
    call: Option<u32>,
    calls: u32,
    asked_for: [Option<TextId>; DIFFERENT],
    /// The delays of the first timers; `None` if they are not all known.
    delays: Option<Vec<Duration>>,
}

/// The steps, counted in one way.
#[derive(Clone, Default)]
struct Units {
    count: u32,
    longest: Duration,
    /// The duration of the last step so far.
    lasted: Duration,
    /// The durations of the first steps, and when they ended.
    first: Vec<(Duration, Instant)>,
}

impl Steps {
    pub(super) fn new(place: PlaceId, on: WaitReason, span: &Span, call: Option<u32>) -> Steps {
        Steps {
            place,
            last: on,
            last_seq: span.seq,
            from: span.from,
            until: span.from,
            sum: Duration::ZERO,
            due: None,
            by_wait: Units::default(),
            by_call: Units::default(),
            call,
            calls: 0,
            asked_for: [None; DIFFERENT],
            delays: matches!(on, WaitReason::Timer(_)).then(Vec::new),
        }
    }

    /// Adds a wait that lasted until the event `ended`; it may be for the rest of the previous request.
    pub(super) fn add(
        &mut self,
        on: WaitReason,
        span: &Span,
        until: Instant,
        ended: u64,
        call: Option<u32>,
        is_rest: bool,
    ) {
        let lasted = until - span.from;
        let continues = self.by_wait.count > 0 && (is_rest || self.continues(on, span));
        if let WaitReason::Timer(delay) = on {
            self.due = delay.get().map(|delay| span.from + delay);
            let known = delay.get().filter(|_| !continues);
            match (&mut self.delays, known) {
                (Some(delays), Some(delay)) if delays.len() < MAX_SAMPLES => delays.push(delay),
                (Some(_), _) if continues || known.is_some() => {}
                (delays, _) => *delays = None,
            }
        }
        self.by_wait.add(!continues, lasted, until);
        let other_call = self.calls == 0 || call != self.call && !is_rest;
        self.calls += u32::from(other_call);
        self.by_call.add(other_call, lasted, until);
        self.call = call;
        self.sum += lasted;
        (self.last, self.until, self.last_seq) = (on, until, ended);
        if let WaitReason::Io(what) = on
            && !is_rest
            && !self.asked_for.contains(&Some(what))
            && let Some(free) = self.asked_for.iter_mut().find(|asked| asked.is_none())
        {
            *free = Some(what);
        }
    }

    /// Whether a wait continues the previous one: the task was polled for another reason in between.
    fn continues(&self, on: WaitReason, span: &Span) -> bool {
        match (on, self.due) {
            (WaitReason::Timer(delay), Some(due)) => {
                let next = delay.get().map(|delay| span.from + delay);
                let apart = next.map(|next| next.max(due) - next.min(due));
                self.until < due && apart.is_some_and(|apart| apart < JITTER)
            }
            (WaitReason::Timer(_), None) => false,
            _ => on == self.last,
        }
    }

    /// If the waits are in several calls of a coroutine, each call is one step.
    fn units(&self) -> &Units {
        match self.calls {
            2.. => &self.by_call,
            _ => &self.by_wait,
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.units().count
    }

    pub(super) fn longest(&self) -> Duration {
        self.units().longest
    }

    /// Whether nothing shows that the steps had to be sequential.
    pub(super) fn could_be_concurrent(&self) -> bool {
        let units = self.units();
        match self.last {
            WaitReason::Io(_) => self.asked_for.iter().all(Option::is_some),
            WaitReason::Timer(_) if self.calls >= 2 => !units.grow_longer(),
            WaitReason::Timer(_) => {
                let is_pulse = match &self.delays {
                    Some(delays) => {
                        let first = delays.first().copied().unwrap_or_default();
                        delays.iter().all(|delay| *delay == first) || only_grew(delays)
                    }
                    None => units.is_a_late_pulse() || only_grew(&units.lasted()),
                };
                !is_pulse && !units.is_steady()
            }
            _ => true,
        }
    }
}

impl Units {
    fn add(&mut self, is_next: bool, lasted: Duration, until: Instant) {
        if is_next {
            (self.count, self.lasted) = (self.count + 1, lasted);
            if self.first.len() < MAX_SAMPLES {
                self.first.push((lasted, until));
            }
        } else {
            self.lasted += lasted;
            if let Some(last) = self.first.get_mut((self.count as usize).saturating_sub(1)) {
                *last = (self.lasted, until);
            }
        }
        self.longest = self.longest.max(self.lasted);
    }

    fn lasted(&self) -> Vec<Duration> {
        self.first.iter().map(|(lasted, _)| *lasted).collect()
    }

    /// Whether they ended at a steady pace.
    fn is_steady(&self) -> bool {
        let mut paces = self.first.windows(2).map(|pair| pair[1].1 - pair[0].1);
        let first = paces.next().unwrap_or_default();
        paces.all(|pace| is_alike(first, pace))
    }

    /// Whether none is shorter than the previous one, and the last is much longer than the first.
    fn grow_longer(&self) -> bool {
        let lasted = self.lasted();
        let (Some(first), Some(last)) = (lasted.first(), lasted.last()) else {
            return false;
        };
        only_grew(&lasted) && *last > *first * 3 / 2
    }

    /// A timer is never early. So if at least half of the waits took about as long as the shortest, all had that delay, and
    /// the others were late.
    fn is_a_late_pulse(&self) -> bool {
        let lasted = self.lasted();
        let shortest = lasted.iter().min().copied().unwrap_or_default();
        let about = shortest + shortest / 4 + JITTER;
        let alike = lasted.iter().filter(|lasted| **lasted <= about).count();
        alike * 2 >= lasted.len()
    }
}

/// Whether each is at least about as long as the previous one.
fn only_grew(durations: &[Duration]) -> bool {
    let mut pairs = durations.windows(2);
    pairs.all(|pair| pair[1] >= pair[0] || is_alike(pair[0], pair[1]))
}

/// Whether the shorter is at least nine tenths of the longer.
fn is_alike(a: Duration, b: Duration) -> bool {
    let (short, long) = (a.min(b), a.max(b));
    short.as_micros() * 10 >= long.as_micros() * 9
}
