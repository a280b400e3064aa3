//! An event: a flag that tasks can wait for.

use super::wait_list::{Ticket, WaitList};
use crate::runtime::{Levels, Resource};
use core::cell::{Cell, RefCell};
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{Op, ResourceKind};
use std::rc::Rc;

/// A flag that tasks can wait for. Clones refer to the same event.
///
/// # asyncio
/// `asyncio.Event`.
///
/// # Examples
/// ```
/// use coroscope::{Event, Runtime, spawn};
/// Runtime::virtual_clock().block_on(async {
///     let ready = Event::new();
///     let waiter = {
///         let ready = ready.clone();
///         spawn(async move { ready.wait().await; Ok(()) })
///     };
///     ready.set();
///     waiter.await
/// }).unwrap();
/// ```
#[derive(Clone)]
pub struct Event(Rc<Inner>);

/// # Invariants
/// If `set` is true, `waiters` is empty.
struct Inner {
    resource: Resource,
    set: Cell<bool>,
    waiters: RefCell<WaitList>,
}

/// Whether an event is set, and the number of its waiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventStatistics {
    /// Whether it is set.
    pub is_set: bool,
    /// Number of tasks that wait for it.
    pub waiters: usize,
}

impl Event {
    /// Makes an event that is not set. One made outside of a run does not appear in the log.
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "`Default` would lose the caller's place in the source"
    )]
    pub fn new() -> Event {
        Event(Rc::new(Inner {
            resource: Resource::new(ResourceKind::Event, 1),
            set: Cell::new(false),
            waiters: RefCell::default(),
        }))
    }

    /// Sets the event's name, for the timeline and for messages.
    #[must_use = "it is the same event"]
    pub fn named(self, name: &str) -> Event {
        self.0.resource.set_name(name);
        self
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.0.set.get()
    }

    /// Whether it is set, and the number of waiters.
    pub fn statistics(&self) -> EventStatistics {
        EventStatistics {
            is_set: self.is_set(),
            waiters: self.0.waiters.borrow().len(),
        }
    }

    /// Sets the event and wakes all tasks that wait for it. They continue even if it is cleared before they run.
    ///
    /// # asyncio
    /// `Event.set`.
    pub fn set(&self) {
        if self.0.set.replace(true) {
            return;
        }
        let waiters = self.0.waiters.borrow_mut().pop_all();
        self.record_change();
        waiters.into_iter().for_each(Waker::wake);
    }

    /// Clears the event.
    ///
    /// # asyncio
    /// `Event.clear`.
    pub fn clear(&self) {
        if self.0.set.replace(false) {
            self.record_change();
        }
    }

    /// Waits until the event is set. Returns at once, without yielding, if it is.
    ///
    /// # Cancel safety
    /// Dropping it only stops waiting.
    ///
    /// # asyncio
    /// `Event.wait`.
    #[track_caller]
    pub fn wait(&self) -> EventWait<'_> {
        EventWait {
            event: self,
            ticket: None,
            place: Location::caller(),
        }
    }

    fn record_change(&self) {
        self.0.resource.record_change(|| Levels {
            level: usize::from(self.is_set()),
            takers: self.0.waiters.borrow().len(),
            putters: 0,
        });
    }
}

/// The future of [`Event::wait`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct EventWait<'a> {
    event: &'a Event,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl Future for EventWait<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let event = self.event;
        match self.ticket {
            Some(ticket) => {
                if !event.0.waiters.borrow_mut().is_waiting(ticket, cx.waker()) {
                    self.ticket = None;
                    return Poll::Ready(());
                }
            }
            None if event.is_set() => return Poll::Ready(()),
            None => {
                self.ticket = Some(event.0.waiters.borrow_mut().insert(cx.waker()));
                event.record_change();
            }
        }
        event.0.resource.record_wait(Op::Wait, self.place);
        Poll::Pending
    }
}

impl Drop for EventWait<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket
            && self.event.0.waiters.borrow_mut().remove(ticket)
        {
            self.event.record_change();
        }
    }
}
