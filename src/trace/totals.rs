//! How many spans of each kind there are, and how long those that wait take.

use super::event::Wait;
use super::track::State;
use super::wait_kind::WaitKind;

/// A span's state; of waiting ones also what kind of thing they wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ready,
    Running,
    Waiting(WaitKind),
}

const WAITS: [WaitKind; 7] = [
    WaitKind::Turn,
    WaitKind::Timer,
    WaitKind::Io,
    WaitKind::Queue,
    WaitKind::Lock,
    WaitKind::Task,
    WaitKind::Other,
];

impl Kind {
    pub(super) fn new(state: State, waited: Option<Wait>) -> Kind {
        match state {
            State::Ready => Kind::Ready,
            State::Running => Kind::Running,
            State::Waiting => Kind::Waiting(WaitKind::of(waited)),
        }
    }

    pub(super) fn state(self) -> State {
        match self {
            Kind::Ready => State::Ready,
            Kind::Running => State::Running,
            Kind::Waiting(_) => State::Waiting,
        }
    }

    /// A number below nine.
    pub(super) fn index(self) -> usize {
        match self {
            Kind::Ready => 0,
            Kind::Running => 1,
            Kind::Waiting(wait) => 2 + wait as usize,
        }
    }

    pub(super) fn from_index(index: usize) -> Kind {
        match index {
            0 => Kind::Ready,
            1 => Kind::Running,
            _ => Kind::Waiting(WAITS.get(index - 2).copied().unwrap_or(WaitKind::Other)),
        }
    }
}

/// Numbers of spans, and the times they waited.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    counts: [u32; 9],
    /// In microseconds.
    waited: [u64; 7],
}

impl Totals {
    /// Counts one more, which took so many microseconds.
    pub(super) fn add(&mut self, kind: Kind, micros: u64) {
        self.counts[kind.index()] += 1;
        if let Kind::Waiting(wait) = kind {
            self.waited[wait as usize] += micros;
        }
    }

    /// Counts one less, which was counted before.
    pub(super) fn take(&mut self, kind: Kind, micros: u64) {
        self.counts[kind.index()] -= 1;
        if let Kind::Waiting(wait) = kind {
            self.waited[wait as usize] -= micros;
        }
    }

    /// Counts what `to` has more than `from`; none of them is nothing.
    pub(super) fn add_between(&mut self, from: Option<&Totals>, to: Option<&Totals>) {
        let (none, to) = (Totals::default(), to.copied().unwrap_or_default());
        let from = from.unwrap_or(&none);
        for (index, count) in self.counts.iter_mut().enumerate() {
            *count += to.counts[index] - from.counts[index];
        }
        for (index, waited) in self.waited.iter_mut().enumerate() {
            *waited += to.waited[index] - from.waited[index];
        }
    }

    /// How many there are of a kind.
    pub(crate) fn count(&self, kind: Kind) -> u32 {
        self.counts[kind.index()]
    }

    /// How many wait, for anything.
    pub(crate) fn waiting(&self) -> u32 {
        self.counts[2..].iter().sum()
    }

    /// What was waited for longest; of equal ones the first. None where nothing waited.
    pub(crate) fn longest_wait(&self) -> Option<WaitKind> {
        let waits = WAITS
            .into_iter()
            .filter(|wait| self.count(Kind::Waiting(*wait)) > 0);
        waits.min_by_key(|wait| u64::MAX - self.waited[*wait as usize])
    }
}
