//! An event: tasks wait until somebody sets it.

use super::wait_list::{Ticket, WaitList};
use crate::runtime;
use crate::trace::{Op, ResourceId, ResourceKind, Wait, What};
use core::cell::{Cell, RefCell};
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

/// A flag that tasks can wait for. Clones are the same event.
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

struct Inner {
    id: Option<ResourceId>,
    set: Cell<bool>,
    line: RefCell<WaitList>,
}

/// Whether an event is set and who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventStatistics {
    /// Whether it is set.
    pub is_set: bool,
    /// How many tasks wait for it.
    pub waiters: usize,
}

impl Event {
    /// An event that is not set. One made outside of a run is not in the log.
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "it would lose the place in the source"
    )]
    pub fn new() -> Event {
        let place = Location::caller();
        Event(Rc::new(Inner {
            id: runtime::with(|core| core.make_resource(ResourceKind::Event, 1, place)),
            set: Cell::new(false),
            line: RefCell::default(),
        }))
    }

    /// The event with a name, for the timeline and for messages.
    #[must_use = "it is the same event"]
    pub fn named(self, name: &str) -> Event {
        if let Some(id) = self.0.id {
            runtime::with(|core| core.label_resource(id, name));
        }
        self
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.0.set.get()
    }

    /// Whether it is set and who waits.
    pub fn statistics(&self) -> EventStatistics {
        EventStatistics {
            is_set: self.is_set(),
            waiters: self.0.line.borrow().len(),
        }
    }

    /// Sets it and wakes everyone who waits at this moment, whatever becomes of it afterwards.
    ///
    /// # asyncio
    /// `Event.set`.
    pub fn set(&self) {
        if self.0.set.replace(true) {
            return;
        }
        let waiters = self.0.line.borrow_mut().call_all();
        self.record_change();
        waiters.into_iter().for_each(Waker::wake);
    }

    /// Unsets it.
    ///
    /// # asyncio
    /// `Event.clear`.
    pub fn clear(&self) {
        if self.0.set.replace(false) {
            self.record_change();
        }
    }

    /// Waits until it is set; does not yield where it is.
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
        let Some(resource) = self.0.id else { return };
        let waiters = self.0.line.borrow().len();
        runtime::with(|core| {
            core.record(What::Changed {
                resource,
                level: u32::from(self.is_set()),
                takers: u16::try_from(waiters).unwrap_or(u16::MAX),
                putters: 0,
            });
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
                if !event.0.line.borrow_mut().is_waiting(ticket, cx.waker()) {
                    self.ticket = None;
                    return Poll::Ready(());
                }
            }
            None if event.is_set() => return Poll::Ready(()),
            None => {
                self.ticket = Some(event.0.line.borrow_mut().enter(cx.waker()));
                event.record_change();
            }
        }
        let on = match event.0.id {
            Some(id) => Wait::Resource(id, Op::Wait),
            None => Wait::Future,
        };
        runtime::with(|core| core.record_wait(on, self.place));
        Poll::Pending
    }
}

impl Drop for EventWait<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket
            && self.event.0.line.borrow_mut().leave(ticket)
        {
            self.event.record_change();
        }
    }
}
