//! A semaphore: at most so many at a time.

use super::wait_list::{Ticket, WaitList};
use crate::runtime;
use crate::trace::{Op, ResourceId, ResourceKind, Wait, What};
use core::cell::RefCell;
use core::fmt;
use core::ops::Deref;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

/// Lets at most so many tasks through at a time, in the order in which they asked. Clones are the
/// same semaphore.
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
    id: Option<ResourceId>,
    state: RefCell<State>,
}

struct State {
    permits: usize,
    /// Permits that were handed to waiters who have not had their turn yet.
    handed: usize,
    line: WaitList,
}

/// What a semaphore has left and who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemaphoreStatistics {
    /// Permits to be had.
    pub permits: usize,
    /// How many tasks wait for one.
    pub waiters: usize,
}

impl Semaphore {
    /// A semaphore with so many permits. One made outside of a run is not in the log.
    #[track_caller]
    pub fn new(permits: usize) -> Semaphore {
        let place = Location::caller();
        let id = runtime::with(|core| core.make_resource(ResourceKind::Semaphore, permits, place));
        let semaphore = Semaphore(Rc::new(Inner {
            id,
            state: RefCell::new(State {
                permits,
                handed: 0,
                line: WaitList::default(),
            }),
        }));
        semaphore.record_change();
        semaphore
    }

    /// The semaphore with a name, for the timeline and for messages.
    #[must_use = "it is the same semaphore"]
    pub fn named(self, name: &str) -> Semaphore {
        if let Some(id) = self.0.id {
            runtime::with(|core| core.label_resource(id, name));
        }
        self
    }

    /// Whether whoever asks now has to wait: there is no permit, or others were first.
    ///
    /// # asyncio
    /// `Semaphore.locked`.
    pub fn locked(&self) -> bool {
        self.0.state.borrow().is_locked()
    }

    /// What is left and who waits.
    pub fn statistics(&self) -> SemaphoreStatistics {
        let state = self.0.state.borrow();
        SemaphoreStatistics {
            permits: state.permits,
            waiters: state.line.len(),
        }
    }

    /// Waits for a permit and holds it until it is dropped.
    ///
    /// # Cancel safety
    /// Dropped before it completes, it leaves the line; a permit that it was handed already goes to
    /// the next.
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

    /// Adds a permit, and hands it to the first who waits.
    ///
    /// # asyncio
    /// `Semaphore.release`.
    pub fn release(&self) {
        let mut state = self.0.state.borrow_mut();
        state.permits += 1;
        let next = state.hand_on();
        drop(state);
        self.record_change();
        next.into_iter().for_each(Waker::wake);
    }

    fn record_change(&self) {
        let Some(resource) = self.0.id else { return };
        let state = self.0.state.borrow();
        runtime::with(|core| {
            core.record(What::Changed {
                resource,
                level: u32::try_from(state.permits).unwrap_or(u32::MAX),
                takers: u16::try_from(state.line.len()).unwrap_or(u16::MAX),
                putters: 0,
            });
        });
    }
}

impl State {
    fn is_locked(&self) -> bool {
        self.permits == 0 || self.handed > 0 || self.line.len() > 0
    }

    fn hand_on(&mut self) -> Option<Waker> {
        if self.permits == 0 {
            return None;
        }
        let next = self.line.call()?;
        self.permits -= 1;
        self.handed += 1;
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
                if !state.line.is_waiting(ticket, cx.waker()) {
                    self.ticket = None;
                    state.handed -= 1;
                    // Permits that came while this one was on its way.
                    let next = state.hand_on();
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
                self.ticket = Some(state.line.enter(cx.waker()));
                drop(state);
                semaphore.record_change();
            }
        }
        let on = match semaphore.0.id {
            Some(id) => Wait::Resource(id, Op::Acquire),
            None => Wait::Future,
        };
        runtime::with(|core| core.record_wait(on, self.place));
        Poll::Pending
    }
}

impl Drop for AcquirePermit<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.semaphore.0.state.borrow_mut();
        let next = if state.line.leave(ticket) {
            None
        } else {
            state.handed -= 1;
            state.permits += 1;
            state.hand_on()
        };
        drop(state);
        self.semaphore.record_change();
        next.into_iter().for_each(Waker::wake);
    }
}

/// A permit. Dropping it gives it back.
#[must_use = "the permit is given back when it is dropped"]
pub struct Permit(Option<Semaphore>);

impl Permit {
    /// Keeps the permit without this guard, until [`Semaphore::release`].
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

/// A semaphore that cannot be released more often than it was acquired; all else is
/// [`Semaphore`]'s.
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
    /// A semaphore with so many permits, and never more.
    #[track_caller]
    pub fn new(permits: usize) -> BoundedSemaphore {
        BoundedSemaphore {
            semaphore: Semaphore::new(permits),
            bound: permits,
        }
    }

    /// Gives a [kept](Permit::keep) permit back.
    ///
    /// # Errors
    /// [`ReleasedTooOften`] where all permits are there already.
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
