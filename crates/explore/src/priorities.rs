//! Random priorities of timers, which decide which of them fires next.

use coroscope_runtime::runtime::{NextTimer, Others, PendingTimer};
use rustc_hash::FxHashMap;

/// Random priorities of timers, as probabilistic concurrency testing (PCT) gives them to threads: a mistake that needs
/// `changes + 1` events in a certain order is found with a known probability by each run, however long the run is.
pub(crate) struct Priorities {
    rng: fastrand::Rng,
    /// The choices at which a priority changes.
    changes: Vec<u32>,
    /// The priorities of the timers that were seen, by their numbers.
    timers: FxHashMap<u64, u64>,
    /// The next lowest priority.
    lowest: u64,
    /// From this choice on, timers fire as by the clock: a timer that others precede for ever would keep the run from ending.
    until: u32,
}

/// The lowest priority that is given at random.
const RANDOM: u64 = 1 << 32;

impl Priorities {
    /// Priorities that change this many times in the first choices of a run.
    pub(crate) fn new(seed: u64, changes: u32, choices: u32) -> Priorities {
        let mut rng = fastrand::Rng::with_seed(seed);
        let changes = (0..changes).map(|_| rng.u32(0..choices.max(1))).collect();
        Priorities {
            rng,
            changes,
            timers: FxHashMap::default(),
            lowest: RANDOM,
            until: choices.saturating_mul(4).saturating_add(100),
        }
    }

    /// Whether a priority changes at this choice.
    pub(crate) fn changes_at(&self, choice: u32) -> bool {
        self.changes.contains(&choice)
    }

    /// Which of the legal orders lets the timer with the highest priority fire next: its number from 1, or 0 if that is the
    /// first timer.
    pub(crate) fn choose(
        &mut self,
        choice: u32,
        pending: &[PendingTimer],
        legal: impl Iterator<Item = NextTimer>,
    ) -> u32 {
        if choice >= self.until {
            return 0;
        }
        let next = (1..).zip(legal);
        let next = next.filter(|(_, next)| next.others == Others::Later && next.position > 0);
        let mut candidates: Vec<(u32, u64)> = next
            .map(|(number, next)| (number, pending[next.position].number))
            .collect();
        candidates.push((0, pending[0].number));
        if self.changes_at(choice) {
            let (_, timer) = self.highest(&candidates);
            self.lowest -= 1;
            self.timers.insert(timer, self.lowest);
        }
        self.highest(&candidates).0
    }

    fn highest(&mut self, candidates: &[(u32, u64)]) -> (u32, u64) {
        let priority = |(_, timer): &&(u32, u64)| {
            let random = || self.rng.u64(RANDOM..);
            *self.timers.entry(*timer).or_insert_with(random)
        };
        let highest = candidates.iter().max_by_key(priority);
        highest.copied().unwrap_or_default()
    }
}
