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

/// The numbers of two kinds.
pub(super) const READY: usize = 0;
pub(super) const RUNNING: usize = 1;

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
            Kind::Ready => READY,
            Kind::Running => RUNNING,
            Kind::Waiting(wait) => 2 + wait as usize,
        }
    }

    pub(super) fn from_index(index: usize) -> Kind {
        match index {
            READY => Kind::Ready,
            RUNNING => Kind::Running,
            _ => Kind::Waiting(WAITS.get(index - 2).copied().unwrap_or(WaitKind::Other)),
        }
    }
}

/// How many spans there are of each kind, and how many microseconds they take.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    counts: [u32; 9],
    micros: [u64; 9],
}

impl Totals {
    /// Counts one more.
    pub(super) fn add(&mut self, kind: Kind, micros: u64) {
        self.counts[kind.index()] += 1;
        self.micros[kind.index()] += micros;
    }

    /// Counts what `to` has more than `from`; none of them is nothing.
    pub(super) fn add_between(&mut self, from: Option<&Totals>, to: Option<&Totals>) {
        let none = Totals::default();
        let (from, to) = (from.unwrap_or(&none), to.unwrap_or(&none));
        for kind in 0..self.counts.len() {
            self.counts[kind] += to.counts[kind] - from.counts[kind];
            self.micros[kind] += to.micros[kind] - from.micros[kind];
        }
    }

    /// How many there are of a kind.
    pub(crate) fn count(&self, kind: Kind) -> u32 {
        self.counts[kind.index()]
    }

    /// What is drawn of them.
    pub(super) fn mix(&self) -> Mix {
        let mut longest: Option<usize> = None;
        for kind in 2..self.counts.len() {
            let is_longer = longest.is_none_or(|other| self.micros[kind] > self.micros[other]);
            if self.counts[kind] > 0 && is_longer {
                longest = Some(kind);
            }
        }
        Mix {
            wait: longest.and_then(|kind| WAITS.get(kind - 2).copied()),
            waiting: self.counts[2..].iter().sum(),
            ready: self.counts[READY],
            running: self.counts[RUNNING],
        }
    }
}

/// What is drawn of spans that share a pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Mix {
    /// What was waited for longest; of equal ones the first. None where nothing waited.
    pub(crate) wait: Option<WaitKind>,
    /// How many wait, for anything.
    pub(crate) waiting: u32,
    /// How many are ready.
    pub(crate) ready: u32,
    /// How many are running.
    pub(crate) running: u32,
}
