//! A lock: one holder at a time, in the order of asking.

use super::wait_list::{Ticket, WaitList};
use crate::runtime;
use crate::trace::{Op, ResourceId, ResourceKind, TaskId, Wait, What};
use core::cell::RefCell;
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

/// Lets one task at a time through, in the order in which they asked. Clones are the same lock.
///
/// # asyncio
/// `asyncio.Lock`. `async with lock:` is `let held = lock.acquire().await;` and the end of the block.
///
/// # Examples
/// ```
/// use coroscope::{Lock, Runtime, gather, yield_now};
/// use std::{cell::Cell, rc::Rc};
/// let total = Rc::new(Cell::new(0));
/// let sum = total.clone();
/// Runtime::virtual_clock().block_on(async move {
///     let lock = Lock::new();
///     gather((1..=3).map(|n| {
///         let (lock, sum) = (lock.clone(), sum.clone());
///         async move {
///             let _held = lock.acquire().await;
///             let before = sum.get();
///             yield_now().await;
///             sum.set(before + n);
///             Ok(())
///         }
///     }))
///     .await
/// })
/// .unwrap();
/// assert_eq!(total.get(), 6);
/// ```
#[derive(Clone)]
pub struct Lock(Rc<Inner>);

struct Inner {
    id: Option<ResourceId>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    locked: bool,
    holder: Option<TaskId>,
    /// The first in line was called and has not had its turn yet; nobody may overtake it.
    called: bool,
    line: WaitList,
}

/// Who holds a lock and who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockStatistics {
    /// Whether it is held.
    pub locked: bool,
    /// The task that acquired it last, while it is held.
    pub holder: Option<TaskId>,
    /// How many tasks wait for it.
    pub waiters: usize,
}

/// [`Lock::release`] was called on a lock that nobody holds.
///
/// # asyncio
/// `RuntimeError: Lock is not acquired.`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHeld;

impl fmt::Display for NotHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the lock is not held")
    }
}

impl std::error::Error for NotHeld {}

impl Lock {
    /// A lock that nobody holds. One made outside of a run is not in the log.
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "it would lose the place in the source"
    )]
    pub fn new() -> Lock {
        let place = Location::caller();
        Lock(Rc::new(Inner {
            id: runtime::with(|core| core.make_resource(ResourceKind::Lock, 1, place)),
            state: RefCell::default(),
        }))
    }

    /// The lock with a name, for the timeline and for messages.
    #[must_use = "it is the same lock"]
    pub fn named(self, name: &str) -> Lock {
        if let Some(id) = self.0.id {
            runtime::with(|core| core.label_resource(id, name));
        }
        self
    }

    /// Whether it is held.
    ///
    /// # asyncio
    /// `Lock.locked`.
    pub fn locked(&self) -> bool {
        self.0.state.borrow().locked
    }

    /// Who holds it and who waits.
    pub fn statistics(&self) -> LockStatistics {
        let state = self.0.state.borrow();
        LockStatistics {
            locked: state.locked,
            holder: state.holder,
            waiters: state.waiters(),
        }
    }

    /// Waits for the lock and holds it until the guard is dropped.
    ///
    /// # Cancel safety
    /// Dropped before it completes, it leaves the line; called already, it passes the call on.
    ///
    /// # asyncio
    /// `Lock.acquire`.
    #[track_caller]
    pub fn acquire(&self) -> Acquire<'_> {
        Acquire {
            lock: self,
            ticket: None,
            place: Location::caller(),
        }
    }

    /// Releases a lock whose guard was [kept](LockGuard::keep).
    ///
    /// # Errors
    /// [`NotHeld`] where nobody holds it.
    ///
    /// # asyncio
    /// `Lock.release`.
    pub fn release(&self) -> Result<(), NotHeld> {
        let mut state = self.0.state.borrow_mut();
        if !state.locked {
            return Err(NotHeld);
        }
        state.locked = false;
        state.holder = None;
        let next = state.call_next();
        drop(state);
        self.record_change();
        next.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// The guard of a lock whose guard was [kept](LockGuard::keep).
    ///
    /// # Errors
    /// [`NotHeld`] where nobody holds it.
    pub fn kept(&self) -> Result<LockGuard, NotHeld> {
        match self.locked() {
            true => Ok(LockGuard(Some(self.clone()))),
            false => Err(NotHeld),
        }
    }

    fn record_change(&self) {
        let Some(resource) = self.0.id else { return };
        let state = self.0.state.borrow();
        runtime::with(|core| {
            core.record(What::Held {
                resource,
                by: state.holder,
                waiters: u32::try_from(state.waiters()).unwrap_or(u32::MAX),
            });
        });
    }
}

impl State {
    /// Who was called waits, too, until its turn comes.
    fn waiters(&self) -> usize {
        self.line.len() + usize::from(self.called)
    }

    fn call_next(&mut self) -> Option<Waker> {
        if self.locked || self.called {
            return None;
        }
        let next = self.line.call();
        self.called = next.is_some();
        next
    }
}

/// The future of [`Lock::acquire`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Acquire<'a> {
    lock: &'a Lock,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl Future for Acquire<'_> {
    type Output = LockGuard;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<LockGuard> {
        let lock = self.lock;
        let mut state = lock.0.state.borrow_mut();
        let free = match self.ticket {
            Some(ticket) => !state.line.is_waiting(ticket, cx.waker()),
            None => !state.locked && !state.called && state.line.len() == 0,
        };
        if free {
            if self.ticket.take().is_some() {
                state.called = false;
            }
            state.locked = true;
            state.holder = runtime::with(|core| core.current()).flatten();
            drop(state);
            lock.record_change();
            return Poll::Ready(LockGuard(Some(lock.clone())));
        }
        let is_new = self.ticket.is_none();
        if is_new {
            self.ticket = Some(state.line.enter(cx.waker()));
        }
        drop(state);
        if is_new {
            lock.record_change();
        }
        let on = match lock.0.id {
            Some(id) => Wait::Resource(id, Op::Acquire),
            None => Wait::Future,
        };
        runtime::with(|core| core.record_wait(on, self.place));
        Poll::Pending
    }
}

impl Drop for Acquire<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.lock.0.state.borrow_mut();
        let next = if state.line.leave(ticket) {
            None
        } else {
            state.called = false;
            state.call_next()
        };
        drop(state);
        self.lock.record_change();
        next.into_iter().for_each(Waker::wake);
    }
}

/// A held lock. Dropping it releases the lock.
#[must_use = "the lock is released when the guard is dropped"]
pub struct LockGuard(Option<Lock>);

impl LockGuard {
    /// Holds on without the guard, until [`Lock::release`].
    pub fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        if let Some(lock) = &self.0 {
            // A kept guard's `release` may have been called for this one; there is nothing left to release then.
            let _ = lock.release();
        }
    }
}
