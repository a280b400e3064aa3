//! A condition variable.

use super::lock::{Lock, LockGuard, LockStatistics, NotHeld};
use super::wait_list::{Ticket, WaitList};
use crate::runtime::{self, Levels, Resource};
use core::cell::RefCell;
use core::panic::Location;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{Op, ResourceKind};
use std::rc::Rc;

/// A condition variable: tasks that hold its lock wait until another holder notifies them of a change. Clones refer to
/// the same condition.
///
/// # asyncio
/// `asyncio.Condition`.
///
/// # Examples
/// ```
/// use coroscope::{Condition, Runtime, spawn, yield_now};
/// use std::{cell::Cell, rc::Rc};
/// Runtime::virtual_clock().block_on(async {
///     let (condition, stock) = (Condition::new(), Rc::new(Cell::new(0)));
///     let buyer = {
///         let (condition, stock) = (condition.clone(), stock.clone());
///         spawn(async move {
///             let mut held = condition.acquire().await;
///             while stock.get() == 0 {
///                 held = condition.wait(held).await;
///             }
///             drop(held);
///             Ok(())
///         })
///     };
///     yield_now().await;
///     let held = condition.acquire().await;
///     stock.set(1);
///     condition.notify(1)?;
///     drop(held);
///     buyer.await
/// }).unwrap();
/// ```
#[derive(Clone)]
pub struct Condition {
    lock: Lock,
    inner: Rc<Inner>,
    keeps_lock_on_cancel: bool,
}

struct Inner {
    resource: Resource,
    waiters: RefCell<WaitList>,
}

/// The state of a condition's lock, and the number of tasks that wait for a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionStatistics {
    /// The state of its lock.
    pub lock: LockStatistics,
    /// Number of tasks that wait for a notification.
    pub waiters: usize,
}

impl Condition {
    /// Makes a condition with a new lock.
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "`Default` would lose the caller's place in the source"
    )]
    pub fn new() -> Condition {
        Condition::with_lock(Lock::new())
    }

    /// Makes a condition with an existing lock.
    #[track_caller]
    pub fn with_lock(lock: Lock) -> Condition {
        Condition {
            lock,
            inner: Rc::new(Inner {
                resource: Resource::new(ResourceKind::Condition, 0),
                waiters: RefCell::default(),
            }),
            keeps_lock_on_cancel: false,
        }
    }

    /// Makes a task that is cancelled in [`wait`](Condition::wait) [keep](LockGuard::keep) the lock that it acquires
    /// again. For tasks that handle their cancellation and then release the lock.
    #[must_use = "it is the same condition"]
    pub fn keep_lock_on_cancel(mut self) -> Condition {
        self.keeps_lock_on_cancel = true;
        self
    }

    /// Sets the condition's name, for the timeline and for messages.
    #[must_use = "it is the same condition"]
    pub fn named(self, name: &str) -> Condition {
        self.inner.resource.set_name(name);
        self
    }

    /// The condition's lock.
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Acquires the lock.
    #[track_caller]
    pub fn acquire(&self) -> super::lock::Acquire<'_> {
        self.lock.acquire()
    }

    /// Number of tasks that wait for a notification.
    pub fn waiters(&self) -> usize {
        self.inner.waiters.borrow().len()
    }

    /// The state of the lock, and the number of waiters.
    pub fn statistics(&self) -> ConditionStatistics {
        ConditionStatistics {
            lock: self.lock.statistics(),
            waiters: self.waiters(),
        }
    }

    /// Releases the lock, waits until notified, and acquires the lock again.
    ///
    /// # Cancel safety
    /// A task that is cancelled here acquires the lock again before it ends, as in asyncio. If it was
    /// notified, it passes the notification on.
    ///
    /// # asyncio
    /// `Condition.wait`.
    #[track_caller]
    pub fn wait(&self, held: LockGuard) -> impl Future<Output = LockGuard> {
        let mut waiter = Waiter {
            condition: self.clone(),
            held: Some(held),
            stage: Stage::New,
            place: Location::caller(),
        };
        async move {
            core::future::poll_fn(|cx| waiter.poll_notified(cx)).await;
            let held = waiter.condition.lock.acquire().await;
            waiter.finish();
            held
        }
    }

    /// Waits until `predicate` returns true. It is called first, and after each notification.
    ///
    /// # Cancel safety
    /// As for [`wait`](Condition::wait).
    ///
    /// # asyncio
    /// `Condition.wait_for`.
    pub async fn wait_for(
        &self,
        mut held: LockGuard,
        mut predicate: impl FnMut() -> bool,
    ) -> LockGuard {
        while !predicate() {
            held = self.wait(held).await;
        }
        held
    }

    /// Wakes at most `n` waiting tasks. Each continues after it has acquired the lock.
    ///
    /// # Errors
    /// [`NotHeld`] if the lock is not held.
    ///
    /// # asyncio
    /// `Condition.notify`.
    pub fn notify(&self, n: usize) -> Result<(), NotHeld> {
        if !self.lock.locked() {
            return Err(NotHeld);
        }
        self.wake(n);
        Ok(())
    }

    /// Wakes all waiting tasks.
    ///
    /// # Errors
    /// [`NotHeld`] if the lock is not held.
    ///
    /// # asyncio
    /// `Condition.notify_all`.
    pub fn notify_all(&self) -> Result<(), NotHeld> {
        self.notify(usize::MAX)
    }

    fn wake(&self, n: usize) {
        let mut notified = Vec::new();
        let mut waiters = self.inner.waiters.borrow_mut();
        while let Some(waker) = (notified.len() < n).then(|| waiters.pop()).flatten() {
            notified.push(waker);
        }
        drop(waiters);
        self.record_change();
        notified.into_iter().for_each(Waker::wake);
    }

    fn record_change(&self) {
        self.inner.resource.record_change(|| Levels {
            level: 0,
            takers: self.waiters(),
            putters: 0,
        });
    }
}

/// A task that waits for a notification.
struct Waiter {
    condition: Condition,
    held: Option<LockGuard>,
    stage: Stage,
    place: &'static Location<'static>,
}

enum Stage {
    New,
    Waiting(Ticket),
    /// Notified, and waiting for the lock.
    Notified,
    Done,
}

impl Waiter {
    fn finish(&mut self) {
        self.stage = Stage::Done;
    }

    fn poll_notified(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let inner = self.condition.inner.clone();
        match self.stage {
            Stage::New => {
                self.stage = Stage::Waiting(inner.waiters.borrow_mut().insert(cx.waker()));
                self.condition.record_change();
                self.held = None;
            }
            Stage::Waiting(ticket) => {
                if !inner.waiters.borrow_mut().is_waiting(ticket, cx.waker()) {
                    self.stage = Stage::Notified;
                    return Poll::Ready(());
                }
            }
            Stage::Notified | Stage::Done => return Poll::Ready(()),
        }
        inner.resource.record_wait(Op::Wait, self.place);
        Poll::Pending
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let was_notified = match self.stage {
            Stage::New | Stage::Done => return,
            Stage::Waiting(ticket) => !self.condition.inner.waiters.borrow_mut().remove(ticket),
            Stage::Notified => true,
        };
        self.condition.record_change();
        if runtime::is_cancelling() {
            let condition = self.condition.clone();
            runtime::defer_cleanup(Box::pin(async move {
                let held = condition.lock.acquire().await;
                if was_notified {
                    condition.wake(1);
                }
                if condition.keeps_lock_on_cancel {
                    held.keep();
                }
                Ok(())
            }));
        } else if was_notified {
            self.condition.wake(1);
        }
    }
}
