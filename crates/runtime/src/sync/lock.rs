//! A fair lock.

use super::wait_list::{Ticket, WaitList};
use crate::runtime::{self, Resource};
use core::cell::RefCell;
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{Op, ResourceKind, TaskId};
use std::rc::Rc;

/// A mutual exclusion lock for tasks. Tasks acquire it in the order in which they asked for it. Clones refer to the
/// same lock.
///
/// # asyncio
/// `asyncio.Lock`. `async with lock:` is `let guard = lock.acquire().await;` and the end of the block.
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
///             let _guard = lock.acquire().await;
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
    resource: Resource,
    state: RefCell<State>,
}

/// # Invariants
/// - If `notified` is set, `locked` is not.
/// - If neither is set, `waiters` is empty.
#[derive(Default)]
struct State {
    locked: bool,
    holder: Option<TaskId>,
    /// The first waiter was popped and woken, and has not run yet. No other task may acquire the lock before it.
    notified: bool,
    waiters: WaitList,
}

/// The holder of a lock, and the number of its waiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockStatistics {
    /// Whether it is held.
    pub locked: bool,
    /// The task that acquired it last, while it is held.
    pub holder: Option<TaskId>,
    /// Number of tasks that wait for it.
    pub waiters: usize,
}

/// [`Lock::release`] was called on a lock that is not held.
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
    /// Makes a lock that is not held. A lock made outside of a run does not appear in the log.
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "`Default` would lose the caller's place in the source"
    )]
    pub fn new() -> Lock {
        Lock(Rc::new(Inner {
            resource: Resource::new(ResourceKind::Lock, 1),
            state: RefCell::default(),
        }))
    }

    /// Sets the lock's name, for the timeline and for messages.
    #[must_use = "it is the same lock"]
    pub fn named(self, name: &str) -> Lock {
        self.0.resource.set_name(name);
        self
    }

    /// Whether it is held.
    ///
    /// # asyncio
    /// `Lock.locked`.
    pub fn locked(&self) -> bool {
        self.0.state.borrow().locked
    }

    /// The holder and the number of waiters.
    pub fn statistics(&self) -> LockStatistics {
        let state = self.0.state.borrow();
        LockStatistics {
            locked: state.locked,
            holder: state.holder,
            waiters: state.waiter_count(),
        }
    }

    /// Acquires the lock, which is held until the guard is dropped.
    ///
    /// # Cancel safety
    /// If it is dropped before it completes, it stops waiting. If the lock was already passed to it, it
    /// passes the lock on to the next waiter.
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

    /// Releases a lock that was [kept](LockGuard::keep) without a guard.
    ///
    /// # Errors
    /// [`NotHeld`] if it is not held.
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
        let next = state.notify_next();
        drop(state);
        self.record_change();
        next.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// A new guard for a lock that was [kept](LockGuard::keep) without one.
    ///
    /// # Errors
    /// [`NotHeld`] if it is not held.
    pub fn guard(&self) -> Result<LockGuard, NotHeld> {
        match self.locked() {
            true => Ok(LockGuard(Some(self.clone()))),
            false => Err(NotHeld),
        }
    }

    fn record_change(&self) {
        let state = self.0.state.borrow();
        let resource = self.0.resource;
        resource.record_holder(state.holder, state.waiter_count());
    }
}

impl State {
    /// Number of waiters. A notified waiter counts until it runs.
    fn waiter_count(&self) -> usize {
        self.waiters.len() + usize::from(self.notified)
    }

    /// Notifies the first waiter, if the lock is free. The caller must wake it.
    fn notify_next(&mut self) -> Option<Waker> {
        if self.locked || self.notified {
            return None;
        }
        let next = self.waiters.pop();
        self.notified = next.is_some();
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
            Some(ticket) => !state.waiters.is_waiting(ticket, cx.waker()),
            None => !state.locked && !state.notified && state.waiters.len() == 0,
        };
        if free {
            if self.ticket.take().is_some() {
                state.notified = false;
            }
            state.locked = true;
            state.holder = runtime::with(|core| core.current()).flatten();
            drop(state);
            lock.record_change();
            return Poll::Ready(LockGuard(Some(lock.clone())));
        }
        let is_new = self.ticket.is_none();
        if is_new {
            self.ticket = Some(state.waiters.insert(cx.waker()));
        }
        drop(state);
        if is_new {
            lock.record_change();
        }
        lock.0.resource.record_wait(Op::Acquire, self.place);
        Poll::Pending
    }
}

impl Drop for Acquire<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.lock.0.state.borrow_mut();
        let next = if state.waiters.remove(ticket) {
            None
        } else {
            state.notified = false;
            state.notify_next()
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
    /// Drops the guard, but keeps holding the lock until [`Lock::release`].
    pub fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        if let Some(lock) = &self.0 {
            // Not held if `Lock::release` was called while this guard existed.
            let _ = lock.release();
        }
    }
}
