//! How long spans of each kind take together.

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

/// How many kinds there are.
const KINDS: usize = 2 + WAITS.len();

/// The numbers of two kinds.
const READY: usize = 0;
const RUNNING: usize = 1;

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

    /// A number below [`KINDS`].
    pub(crate) fn index(self) -> usize {
        match self {
            Kind::Ready => READY,
            Kind::Running => RUNNING,
            Kind::Waiting(wait) => 2 + wait as usize,
        }
    }

    /// The kind with this number.
    pub(crate) fn from_index(index: usize) -> Kind {
        match index {
            READY => Kind::Ready,
            RUNNING => Kind::Running,
            _ => Kind::Waiting(WAITS.get(index - 2).copied().unwrap_or(WaitKind::Other)),
        }
    }
}

/// How many microseconds spans of each kind take, and how many of them are polls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    /// By the numbers of the kinds.
    pub(crate) micros: [u64; KINDS],
    pub(crate) polls: u32,
}

/// How many microseconds spans take that wait for one kind of thing at most, and how many of them are polls.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Few {
    pub(crate) running: u64,
    pub(crate) ready: u64,
    pub(crate) waiting: u64,
    /// What they wait for.
    pub(crate) wait: Option<WaitKind>,
    pub(crate) polls: u32,
}

impl Few {
    /// The same of any spans; then it does not say what they wait for.
    pub(crate) fn of(totals: &Totals) -> Few {
        Few {
            running: totals.micros[RUNNING],
            ready: totals.micros[READY],
            waiting: totals.micros[RUNNING + 1..].iter().sum(),
            wait: None,
            polls: totals.polls,
        }
    }
}

impl Totals {
    /// Counts one more.
    #[inline]
    pub(super) fn add(&mut self, kind: usize, micros: u64) {
        self.micros[kind] += micros;
        self.polls += u32::from(kind == RUNNING);
    }

    /// Counts one less of those that are counted.
    #[inline]
    pub(super) fn take(&mut self, kind: usize, micros: u64) {
        self.micros[kind] -= micros;
        self.polls -= u32::from(kind == RUNNING);
    }

    /// Counts those fewer that are counted elsewhere, too.
    pub(super) fn take_all(&mut self, others: &Totals) {
        for (sum, other) in self.micros.iter_mut().zip(others.micros) {
            *sum -= other;
        }
        self.polls -= others.polls;
    }
}
