//! Total durations of spans by kind.

use super::event::WaitReason;
use super::track::SpanState;
use super::wait_kind::WaitKind;

/// The state of a span, with the kind of wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Ready, and waiting for its turn.
    Ready,
    /// Running.
    Running,
    /// Waiting.
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

/// Number of kinds.
const KINDS: usize = 2 + WAITS.len();

/// The indices of two kinds.
const READY: usize = 0;
const RUNNING: usize = 1;

impl SpanKind {
    pub(super) fn new(state: SpanState, waited: Option<WaitReason>) -> SpanKind {
        match state {
            SpanState::Ready => SpanKind::Ready,
            SpanState::Running => SpanKind::Running,
            SpanState::Waiting => SpanKind::Waiting(WaitKind::of(waited)),
        }
    }

    pub(super) fn state(self) -> SpanState {
        match self {
            SpanKind::Ready => SpanState::Ready,
            SpanKind::Running => SpanState::Running,
            SpanKind::Waiting(_) => SpanState::Waiting,
        }
    }

    /// The index of this kind in [`SpanTotals::micros`].
    pub fn index(self) -> usize {
        match self {
            SpanKind::Ready => READY,
            SpanKind::Running => RUNNING,
            SpanKind::Waiting(wait) => 2 + wait as usize,
        }
    }

    /// The kind with this index.
    pub fn from_index(index: usize) -> SpanKind {
        match index {
            READY => SpanKind::Ready,
            RUNNING => SpanKind::Running,
            _ => SpanKind::Waiting(WAITS.get(index - 2).copied().unwrap_or(WaitKind::Other)),
        }
    }
}

/// Total durations of spans by kind, in microseconds, and the number of polls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SpanTotals {
    /// By the indices of the kinds.
    pub micros: [u64; KINDS],
    /// The number of polls.
    pub polls: u32,
}

/// Total durations of spans in which all waits are of one kind, in microseconds, and the number of polls.
#[derive(Clone, Copy, Debug, Default)]
pub struct SingleWaitTotals {
    /// The time of polls.
    pub running: u64,
    /// The time in the ready queue.
    pub ready: u64,
    /// The time of waits.
    pub waiting: u64,
    /// The kind of the waits.
    pub wait: Option<WaitKind>,
    /// The number of polls.
    pub polls: u32,
}

impl SingleWaitTotals {
    /// The sums of any totals, without the kind of the waits.
    pub fn of(totals: &SpanTotals) -> SingleWaitTotals {
        SingleWaitTotals {
            running: totals.micros[RUNNING],
            ready: totals.micros[READY],
            waiting: totals.micros[RUNNING + 1..].iter().sum(),
            wait: None,
            polls: totals.polls,
        }
    }
}

impl SpanTotals {
    /// Adds a span.
    #[inline]
    pub(super) fn add(&mut self, kind: usize, micros: u64) {
        self.micros[kind] += micros;
        self.polls += u32::from(kind == RUNNING);
    }

    /// Subtracts a span that was added.
    #[inline]
    pub(super) fn subtract(&mut self, kind: usize, micros: u64) {
        self.micros[kind] -= micros;
        self.polls -= u32::from(kind == RUNNING);
    }

    /// Subtracts totals that were added.
    pub(super) fn subtract_all(&mut self, others: &SpanTotals) {
        for (sum, other) in self.micros.iter_mut().zip(others.micros) {
            *sum -= other;
        }
        self.polls -= others.polls;
    }
}
