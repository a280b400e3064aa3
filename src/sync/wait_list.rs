//! The wait list under every primitive: fair, and safe to leave at any moment.

use core::task::Waker;
use std::collections::VecDeque;

/// A waiter's place in line. Tickets rise, so the line is sorted by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticket(u64);

/// Who waits, first come first served. Whoever is no longer in line has been called.
#[derive(Debug, Default)]
pub(crate) struct WaitList {
    line: VecDeque<(Ticket, Waker)>,
    issued: u64,
}

impl WaitList {
    /// Joins the line at its end.
    pub(crate) fn enter(&mut self, waker: &Waker) -> Ticket {
        let ticket = Ticket(self.issued);
        self.issued += 1;
        self.line.push_back((ticket, waker.clone()));
        ticket
    }

    /// Whether the holder of the ticket is still in line; if so, the call will wake `waker`.
    pub(crate) fn is_waiting(&mut self, ticket: Ticket, waker: &Waker) -> bool {
        match self.find(ticket) {
            Some(index) => {
                self.line[index].1.clone_from(waker);
                true
            }
            None => false,
        }
    }

    /// Leaves the line. False where the holder had been called: then it has to pass the call on,
    /// or what it was called for is lost.
    pub(crate) fn leave(&mut self, ticket: Ticket) -> bool {
        match self.find(ticket) {
            Some(index) => {
                self.line.remove(index);
                true
            }
            None => false,
        }
    }

    /// Takes the first out of line; waking it is the caller's to do, once nothing is borrowed.
    #[must_use = "the first in line waits until its waker is woken"]
    pub(crate) fn call(&mut self) -> Option<Waker> {
        self.line.pop_front().map(|(_, waker)| waker)
    }

    /// Takes everyone out of line, in order.
    #[must_use = "they wait until their wakers are woken"]
    pub(crate) fn call_all(&mut self) -> Vec<Waker> {
        self.line.drain(..).map(|(_, waker)| waker).collect()
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.line.len()
    }

    fn find(&self, ticket: Ticket) -> Option<usize> {
        self.line
            .binary_search_by_key(&ticket, |(ticket, _)| *ticket)
            .ok()
    }
}
