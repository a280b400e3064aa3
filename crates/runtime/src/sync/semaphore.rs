//! A fair semaphore.

use super::wait_list::{Ticket, WaitList};
use crate::runtime::{Levels, Resource};
use core::cell::RefCell;
use core::fmt;
use core::ops::Deref;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{Op, ResourceKind};
use std::rc::Rc;

/// A counting semaphore: limits the number of tasks that hold a permit at the same time. Tasks acquire permits in the
/// order in which they asked for them. Clones refer to the same semaphore.
///
/// # asyncio
/// `asyncio.Semaphore`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, Semaphore, gather, sleep, time::ms};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let two_at_a_time = Semaphore::new(2);
///     gather((0..4).map(|_| {
///         let semaphore = two_at_a_time.clone();
///         async move {
///             let _permit = semaphore.acquire().await;
///             sleep(ms(10)).await;
///             Ok(())
///         }
///     }))
///     .await
/// })
/// .unwrap();
/// assert_eq!(rt.time().elapsed(), ms(20));
/// ```
#[derive(Clone)]
pub struct Semaphore(Rc<Inner>);

struct Inner {
    resource: Resource,
    state: RefCell<State>,
}

/// # Invariants
/// - `permits`, `granted` and the permits that are held add up to the initial number, plus releases without an acquire.
/// - If there are both permits and waiters, then `granted > 0`. Each granted waiter grants the next permit when it
///   runs or is dropped, so no permit is left unused while tasks wait.
struct State {
    /// Permits that are available.
    permits: usize,
    /// Permits that were granted to waiters that have not run yet. Those waiters are no longer in `waiters`.
    granted: usize,
    waiters: WaitList,
}

/// The number of available permits of a semaphore, and of its waiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemaphoreStatistics {
    /// Number of available permits.
    pub permits: usize,
    /// Number of tasks that wait for a permit.
    pub waiters: usize,
}

impl Semaphore {
    /// Makes a semaphore with this number of permits. One made outside of a run does not appear in the log.
    #[track_caller]
    pub fn new(permits: usize) -> Semaphore {
        let semaphore = Semaphore(Rc::new(Inner {
            resource: Resource::new(ResourceKind::Semaphore, permits),
            state: RefCell::new(State {
                permits,
                granted: 0,
                waiters: WaitList::default(),
            }),
        }));
        semaphore.record_change();
        semaphore
    }

    /// Sets the semaphore's name, for the timeline and for messages.
    #[must_use = "it is the same semaphore"]
    pub fn named(self, name: &str) -> Semaphore {
        self.0.resource.set_name(name);
        self
    }

    /// Whether [`acquire`](Semaphore::acquire) would wait: no permit is available, or other tasks are waiting.
    ///
    /// # asyncio
    /// `Semaphore.locked`.
    pub fn locked(&self) -> bool {
        self.0.state.borrow().is_locked()
    }

    /// The number of available permits and of waiters.
    pub fn statistics(&self) -> SemaphoreStatistics {
        let state = self.0.state.borrow();
        SemaphoreStatistics {
            permits: state.permits,
            waiters: state.waiters.len(),
        }
    }

    /// Acquires a permit, which is held until it is dropped.
    ///
    /// # Cancel safety
    /// If it is dropped before it completes, it stops waiting. If a permit was already granted to it, the
    /// permit goes to the next waiter.
    ///
    /// # asyncio
    /// `Semaphore.acquire`.
    #[track_caller]
    pub fn acquire(&self) -> AcquirePermit<'_> {
        AcquirePermit {
            semaphore: self,
            ticket: None,
            place: Location::caller(),
        }
    }

    /// Adds a permit. If tasks are waiting, grants it to the first one.
    ///
    /// # asyncio
    /// `Semaphore.release`.
    pub fn release(&self) {
        let mut state = self.0.state.borrow_mut();
        state.permits += 1;
        let next = state.grant_next();
        drop(state);
        self.record_change();
        next.into_iter().for_each(Waker::wake);
    }

    fn record_change(&self) {
        self.0.resource.record_change(|| {
            let state = self.0.state.borrow();
            Levels {
                level: state.permits,
                takers: state.waiters.len(),
                putters: 0,
            }
        });
    }
}

impl State {
    fn is_locked(&self) -> bool {
        self.permits == 0 || self.granted > 0 || self.waiters.len() > 0
    }

    /// Grants a permit to the first waiter, if there are both. The caller must wake it.
    fn grant_next(&mut self) -> Option<Waker> {
        if self.permits == 0 {
            return None;
        }
        let next = self.waiters.pop()?;
        self.permits -= 1;
        self.granted += 1;
        Some(next)
    }
}

/// The future of [`Semaphore::acquire`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct AcquirePermit<'a> {
    semaphore: &'a Semaphore,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl Future for AcquirePermit<'_> {
    type Output = Permit;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Permit> {
        let semaphore = self.semaphore;
        let mut state = semaphore.0.state.borrow_mut();
        match self.ticket {
            Some(ticket) => {
                if !state.waiters.is_waiting(ticket, cx.waker()) {
                    self.ticket = None;
                    state.granted -= 1;
                    // Permits may have been released since this one was granted.
                    let next = state.grant_next();
                    drop(state);
                    semaphore.record_change();
                    next.into_iter().for_each(Waker::wake);
                    return Poll::Ready(Permit(Some(semaphore.clone())));
                }
                drop(state);
            }
            None if !state.is_locked() => {
                state.permits -= 1;
                drop(state);
                semaphore.record_change();
                return Poll::Ready(Permit(Some(semaphore.clone())));
            }
            None => {
                self.ticket = Some(state.waiters.insert(cx.waker()));
                drop(state);
                semaphore.record_change();
            }
        }
        semaphore.0.resource.record_wait(Op::Acquire, self.place);
        Poll::Pending
    }
}

impl Drop for AcquirePermit<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.semaphore.0.state.borrow_mut();
        let next = if state.waiters.remove(ticket) {
            None
        } else {
            state.granted -= 1;
            state.permits += 1;
            state.grant_next()
        };
        drop(state);
        self.semaphore.record_change();
        next.into_iter().for_each(Waker::wake);
    }
}

/// A permit of a [`Semaphore`]. Dropping it releases it.
#[must_use = "the permit is released when it is dropped"]
pub struct Permit(Option<Semaphore>);

impl Permit {
    /// Drops the guard, but keeps holding the permit until [`Semaphore::release`].
    pub fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(semaphore) = &self.0 {
            semaphore.release();
        }
    }
}

/// A semaphore that cannot be released more often than it was acquired.
///
/// It dereferences to [`Semaphore`] and so has its other methods. This takes the place of asyncio's inheritance on
/// purpose, because forwarding would repeat each method. But nothing is overridden: code that gets a `&Semaphore` from
/// it releases without the check.
///
/// # asyncio
/// `asyncio.BoundedSemaphore`.
///
/// # Examples
/// ```
/// use coroscope::{BoundedSemaphore, ReleasedTooOften};
/// let semaphore = BoundedSemaphore::new(1);
/// assert_eq!(semaphore.release(), Err(ReleasedTooOften));
/// ```
#[derive(Clone)]
pub struct BoundedSemaphore {
    semaphore: Semaphore,
    bound: usize,
}

/// A [`BoundedSemaphore`] was released more often than it was acquired.
///
/// # asyncio
/// `ValueError: BoundedSemaphore released too many times`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleasedTooOften;

impl fmt::Display for ReleasedTooOften {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the semaphore was released more often than it was acquired")
    }
}

impl std::error::Error for ReleasedTooOften {}

impl BoundedSemaphore {
    /// Makes a semaphore with this number of permits, which is also the maximum.
    #[track_caller]
    pub fn new(permits: usize) -> BoundedSemaphore {
        BoundedSemaphore {
            semaphore: Semaphore::new(permits),
            bound: permits,
        }
    }

    /// Releases a permit that was [kept](Permit::keep).
    ///
    /// # Errors
    /// [`ReleasedTooOften`] if all permits are available.
    pub fn release(&self) -> Result<(), ReleasedTooOften> {
        let state = self.semaphore.0.state.borrow();
        if state.permits >= self.bound {
            return Err(ReleasedTooOften);
        }
        drop(state);
        self.semaphore.release();
        Ok(())
    }
}

impl Deref for BoundedSemaphore {
    type Target = Semaphore;

    fn deref(&self) -> &Semaphore {
        &self.semaphore
    }
}
