//! A condition: tasks that hold a lock wait for a change that another holder tells of.

use super::lock::{Lock, LockGuard, LockStatistics, NotHeld};
use super::wait_list::{Ticket, WaitList};
use crate::runtime;
use crate::trace::{Op, ResourceId, ResourceKind, Wait, What};
use core::cell::RefCell;
use core::panic::Location;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

/// Waiting for a change of what a lock guards. Clones are the same condition.
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
    keeps: bool,
}

struct Inner {
    id: Option<ResourceId>,
    line: RefCell<WaitList>,
}

/// Whether a condition's lock is held and who waits to be notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionStatistics {
    /// Its lock.
    pub lock: LockStatistics,
    /// How many tasks wait to be notified.
    pub waiters: usize,
}

impl Condition {
    /// A condition with a lock of its own.
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "it would lose the place in the source"
    )]
    pub fn new() -> Condition {
        Condition::with_lock(Lock::new())
    }

    /// A condition on a lock that guards other things, too.
    #[track_caller]
    pub fn with_lock(lock: Lock) -> Condition {
        let place = Location::caller();
        Condition {
            lock,
            inner: Rc::new(Inner {
                id: runtime::with(|core| core.make_resource(ResourceKind::Condition, 0, place)),
                line: RefCell::default(),
            }),
            keeps: false,
        }
    }

    /// The condition for tasks that are told of a cancellation: one that is cancelled in
    /// [`wait`](Condition::wait) has the lock again, [kept](LockGuard::keep), and releases it itself.
    #[must_use = "it is the same condition"]
    pub fn keeping_its_lock(mut self) -> Condition {
        self.keeps = true;
        self
    }

    /// The condition with a name, for the timeline and for messages.
    #[must_use = "it is the same condition"]
    pub fn named(self, name: &str) -> Condition {
        if let Some(id) = self.inner.id {
            runtime::with(|core| core.label_resource(id, name));
        }
        self
    }

    /// The lock.
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Acquires the lock.
    #[track_caller]
    pub fn acquire(&self) -> super::lock::Acquire<'_> {
        self.lock.acquire()
    }

    /// How many tasks wait to be notified.
    pub fn waiters(&self) -> usize {
        self.inner.line.borrow().len()
    }

    /// Who holds the lock, and who waits.
    pub fn statistics(&self) -> ConditionStatistics {
        ConditionStatistics {
            lock: self.lock.statistics(),
            waiters: self.waiters(),
        }
    }

    /// Releases the lock, waits until notified, and acquires the lock again.
    ///
    /// # Cancel safety
    /// A task that is cancelled here acquires the lock again before it ends, as in asyncio; a
    /// notification that it had is passed on.
    ///
    /// # asyncio
    /// `Condition.wait`.
    #[track_caller]
    pub fn wait(&self, held: LockGuard) -> impl Future<Output = LockGuard> {
        let mut waiting = Waiting {
            condition: self.clone(),
            held: Some(held),
            stage: Stage::New,
            place: Location::caller(),
        };
        async move {
            core::future::poll_fn(|cx| waiting.poll_notified(cx)).await;
            let held = waiting.condition.lock.acquire().await;
            waiting.finish();
            held
        }
    }

    /// Waits until `predicate` is true, looking again after each notification.
    ///
    /// # Cancel safety
    /// That of [`wait`](Condition::wait).
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

    /// Wakes up to `n` who wait. They go on when they have the lock.
    ///
    /// # Errors
    /// [`NotHeld`] where nobody holds the lock.
    ///
    /// # asyncio
    /// `Condition.notify`.
    pub fn notify(&self, n: usize) -> Result<(), NotHeld> {
        if !self.lock.locked() {
            return Err(NotHeld);
        }
        self.call(n);
        Ok(())
    }

    /// Wakes all who wait.
    ///
    /// # Errors
    /// [`NotHeld`] where nobody holds the lock.
    ///
    /// # asyncio
    /// `Condition.notify_all`.
    pub fn notify_all(&self) -> Result<(), NotHeld> {
        self.notify(usize::MAX)
    }

    fn call(&self, n: usize) {
        let mut called = Vec::new();
        let mut line = self.inner.line.borrow_mut();
        while let Some(waker) = (called.len() < n).then(|| line.call()).flatten() {
            called.push(waker);
        }
        drop(line);
        self.record_change();
        called.into_iter().for_each(Waker::wake);
    }

    fn record_change(&self) {
        let Some(resource) = self.inner.id else {
            return;
        };
        let waiters = self.waiters();
        runtime::with(|core| {
            core.record(What::Changed {
                resource,
                level: 0,
                takers: u16::try_from(waiters).unwrap_or(u16::MAX),
                putters: 0,
            });
        });
    }
}

/// A task that waits on a condition.
struct Waiting {
    condition: Condition,
    held: Option<LockGuard>,
    stage: Stage,
    place: &'static Location<'static>,
}

enum Stage {
    New,
    InLine(Ticket),
    /// Notified, and not yet in possession of the lock.
    Notified,
    Over,
}

impl Waiting {
    fn finish(&mut self) {
        self.stage = Stage::Over;
    }

    fn poll_notified(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let inner = self.condition.inner.clone();
        match self.stage {
            Stage::New => {
                self.stage = Stage::InLine(inner.line.borrow_mut().enter(cx.waker()));
                self.condition.record_change();
                self.held = None;
            }
            Stage::InLine(ticket) => {
                if !inner.line.borrow_mut().is_waiting(ticket, cx.waker()) {
                    self.stage = Stage::Notified;
                    return Poll::Ready(());
                }
            }
            Stage::Notified | Stage::Over => return Poll::Ready(()),
        }
        let on = match inner.id {
            Some(id) => Wait::Resource(id, Op::Wait),
            None => Wait::Future,
        };
        runtime::with(|core| core.record_wait(on, self.place));
        Poll::Pending
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let was_notified = match self.stage {
            Stage::New | Stage::Over => return,
            Stage::InLine(ticket) => !self.condition.inner.line.borrow_mut().leave(ticket),
            Stage::Notified => true,
        };
        self.condition.record_change();
        if runtime::is_cancelling() {
            let condition = self.condition.clone();
            runtime::leave(Box::pin(async move {
                let held = condition.lock.acquire().await;
                if was_notified {
                    condition.call(1);
                }
                if condition.keeps {
                    held.keep();
                }
                Ok(())
            }));
        } else if was_notified {
            self.condition.call(1);
        }
    }
}
