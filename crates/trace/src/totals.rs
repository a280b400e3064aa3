//! Total durations of spans by state.

use super::task_state::{PerState, TaskState, WaitKind};

/// Total durations of spans by state, in microseconds, and the number of polls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SpanTotals {
    /// The durations.
    pub micros: PerState<u64>,
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
            running: totals.micros[TaskState::Running],
            ready: totals.micros[TaskState::Ready],
            waiting: totals.micros.waits().iter().sum(),
            wait: None,
            polls: totals.polls,
        }
    }
}

impl SpanTotals {
    /// Adds a span, given by the index of its state.
    #[inline]
    pub(super) fn add(&mut self, state: usize, micros: u64) {
        self.micros.0[state] += micros;
        self.polls += u32::from(state == TaskState::Running.index());
    }

    /// Subtracts a span that was added.
    #[inline]
    pub(super) fn subtract(&mut self, state: usize, micros: u64) {
        self.micros.0[state] -= micros;
        self.polls -= u32::from(state == TaskState::Running.index());
    }

    /// Subtracts totals that were added.
    pub(super) fn subtract_all(&mut self, others: &SpanTotals) {
        for (sum, other) in self.micros.0.iter_mut().zip(others.micros.0) {
            *sum -= other;
        }
        self.polls -= others.polls;
    }
}
