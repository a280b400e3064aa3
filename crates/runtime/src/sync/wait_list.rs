//! A fair wait list with cancellation, used by all primitives.

use core::task::Waker;
use std::collections::VecDeque;

/// Identifies a waiter in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticket(u64);

/// Waiters, first in, first out.
///
/// # Invariants
/// - The list is sorted by ticket, because tickets increase.
/// - A waiter that is no longer in the list, and did not remove itself, was popped: it has been notified.
#[derive(Debug, Default)]
pub(crate) struct WaitList {
    waiters: VecDeque<(Ticket, Waker)>,
    issued: u64,
}

impl WaitList {
    /// Adds a waiter at the end.
    pub(crate) fn insert(&mut self, waker: &Waker) -> Ticket {
        let ticket = Ticket(self.issued);
        self.issued += 1;
        self.waiters.push_back((ticket, waker.clone()));
        ticket
    }

    /// Whether the waiter is still in the list. If so, replaces its waker.
    pub(crate) fn is_waiting(&mut self, ticket: Ticket, waker: &Waker) -> bool {
        match self.find(ticket) {
            Some(index) => {
                self.waiters[index].1.clone_from(waker);
                true
            }
            None => false,
        }
    }

    /// Removes a waiter that stops waiting. Returns false if it was popped before. It then must pass the
    /// notification on to the next waiter, or the notification is lost.
    pub(crate) fn remove(&mut self, ticket: Ticket) -> bool {
        match self.find(ticket) {
            Some(index) => {
                self.waiters.remove(index);
                true
            }
            None => false,
        }
    }

    /// Removes the first waiter. The caller must wake it, after it has released all borrows.
    #[must_use = "the waiter waits until its waker is woken"]
    pub(crate) fn pop(&mut self) -> Option<Waker> {
        self.waiters.pop_front().map(|(_, waker)| waker)
    }

    /// Removes all waiters, in order.
    #[must_use = "the waiters wait until their wakers are woken"]
    pub(crate) fn pop_all(&mut self) -> Vec<Waker> {
        self.waiters.drain(..).map(|(_, waker)| waker).collect()
    }

    /// Number of waiters.
    pub(crate) fn len(&self) -> usize {
        self.waiters.len()
    }

    fn find(&self, ticket: Ticket) -> Option<usize> {
        self.waiters
            .binary_search_by_key(&ticket, |(ticket, _)| *ticket)
            .ok()
    }
}
