//! A barrier: tasks wait for each other until so many are there.

use super::wait_list::{Ticket, WaitList};
use crate::runtime;
use crate::trace::{Op, ResourceId, ResourceKind, Wait, What};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

/// Holds tasks back until so many of them have come. Can be used again and again. Clones are the
/// same barrier.
///
/// # asyncio
/// `asyncio.Barrier`.
///
/// # Examples
/// ```
/// use coroscope::{Barrier, Runtime, gather};
/// let places = Runtime::virtual_clock().block_on(async {
///     let barrier = Barrier::new(3);
///     gather((0..3).map(|_| {
///         let barrier = barrier.clone();
///         async move { Ok(barrier.wait().await?) }
///     }))
///     .await
/// });
/// assert_eq!(places.unwrap(), [0, 1, 2]);
/// ```
#[derive(Clone)]
pub struct Barrier(Rc<Inner>);

struct Inner {
    parties: usize,
    id: Option<ResourceId>,
    state: Cell<State>,
    /// Tasks that have come and not gone yet.
    count: Cell<usize>,
    /// Those who wait for the others.
    line: RefCell<WaitList>,
    /// Those who came while the others were leaving.
    outside: RefCell<WaitList>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Filling,
    Draining,
    Resetting,
    Broken,
}

/// How many have come to a barrier, and whether it is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarrierStatistics {
    /// How many tasks it is for.
    pub parties: usize,
    /// Tasks that have come and not gone yet.
    pub inside: usize,
    /// Tasks that came while the others were leaving, and wait to come in.
    pub outside: usize,
    /// Whether it was aborted.
    pub broken: bool,
}

/// The barrier was [aborted](Barrier::abort), or [reset](Barrier::reset) while the task waited.
///
/// # asyncio
/// `asyncio.BrokenBarrierError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenBarrier;

impl fmt::Display for BrokenBarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the barrier is broken")
    }
}

impl std::error::Error for BrokenBarrier {}

impl Barrier {
    /// A barrier for so many tasks.
    ///
    /// # Panics
    /// Where `parties` is zero.
    #[track_caller]
    pub fn new(parties: usize) -> Barrier {
        assert!(parties > 0, "a barrier is for at least one task");
        let place = Location::caller();
        Barrier(Rc::new(Inner {
            parties,
            id: runtime::with(|core| core.make_resource(ResourceKind::Barrier, parties, place)),
            state: Cell::new(State::Filling),
            count: Cell::new(0),
            line: RefCell::default(),
            outside: RefCell::default(),
        }))
    }

    /// The barrier with a name, for the timeline and for messages.
    #[must_use = "it is the same barrier"]
    pub fn named(self, name: &str) -> Barrier {
        if let Some(id) = self.0.id {
            runtime::with(|core| core.label_resource(id, name));
        }
        self
    }

    /// How many tasks it is for.
    pub fn parties(&self) -> usize {
        self.0.parties
    }

    /// How many wait for the others.
    pub fn n_waiting(&self) -> usize {
        match self.0.state.get() {
            State::Filling => self.0.count.get(),
            _ => 0,
        }
    }

    /// Whether it was aborted.
    pub fn broken(&self) -> bool {
        self.0.state.get() == State::Broken
    }

    /// How many have come, and whether it is broken.
    pub fn statistics(&self) -> BarrierStatistics {
        BarrierStatistics {
            parties: self.0.parties,
            inside: self.0.count.get(),
            outside: self.0.outside.borrow().len(),
            broken: self.broken(),
        }
    }

    /// Waits until all have come. Gives the number of those who had come before.
    ///
    /// # Errors
    /// [`BrokenBarrier`] where it is or becomes broken, or is reset meanwhile.
    ///
    /// # Cancel safety
    /// Dropped before all have come, it takes this task out of the count.
    ///
    /// # asyncio
    /// `Barrier.wait`.
    #[track_caller]
    pub fn wait(&self) -> BarrierWait<'_> {
        BarrierWait {
            barrier: self,
            stage: Stage::New,
            place: Location::caller(),
        }
    }

    /// Sends those who wait away with [`BrokenBarrier`], and begins anew.
    ///
    /// # asyncio
    /// `Barrier.reset`.
    pub fn reset(&self) {
        if self.0.count.get() == 0 {
            self.0.state.set(State::Filling);
            return self.call(&self.0.outside);
        }
        if self.0.state.replace(State::Resetting) != State::Resetting {
            self.call(&self.0.line);
        }
    }

    /// Breaks it: all who wait, and who come, get [`BrokenBarrier`], until it is reset.
    ///
    /// # asyncio
    /// `Barrier.abort`.
    pub fn abort(&self) {
        self.0.state.set(State::Broken);
        self.call(&self.0.line);
        self.call(&self.0.outside);
    }

    fn call(&self, line: &RefCell<WaitList>) {
        let called = line.borrow_mut().call_all();
        self.record_change();
        called.into_iter().for_each(Waker::wake);
    }

    fn go(&self) {
        self.0.count.set(self.0.count.get() - 1);
        let leaving = matches!(self.0.state.get(), State::Draining | State::Resetting);
        if self.0.count.get() == 0 && leaving {
            self.0.state.set(State::Filling);
            return self.call(&self.0.outside);
        }
        self.record_change();
    }

    fn record_change(&self) {
        let Some(resource) = self.0.id else { return };
        let outside = self.0.outside.borrow().len();
        runtime::with(|core| {
            core.record(What::Changed {
                resource,
                level: u32::try_from(self.0.count.get()).unwrap_or(u32::MAX),
                takers: u16::try_from(self.0.line.borrow().len()).unwrap_or(u16::MAX),
                putters: u16::try_from(outside).unwrap_or(u16::MAX),
            });
        });
    }
}

/// The future of [`Barrier::wait`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct BarrierWait<'a> {
    barrier: &'a Barrier,
    stage: Stage,
    place: &'static Location<'static>,
}

enum Stage {
    New,
    Outside(Ticket),
    /// One of those who wait, with the number of those who came before.
    Inside(Ticket, usize),
    Over,
}

impl BarrierWait<'_> {
    /// Comes in, where that is possible now.
    fn come(&mut self, cx: &mut Context<'_>) -> Poll<Result<usize, BrokenBarrier>> {
        let inner = &self.barrier.0;
        match inner.state.get() {
            State::Broken => {
                self.stage = Stage::Over;
                return Poll::Ready(Err(BrokenBarrier));
            }
            State::Draining | State::Resetting => {
                self.stage = Stage::Outside(inner.outside.borrow_mut().enter(cx.waker()));
                self.barrier.record_change();
                return Poll::Pending;
            }
            State::Filling => {}
        }
        let before = inner.count.get();
        inner.count.set(before + 1);
        if before + 1 < inner.parties {
            self.stage = Stage::Inside(inner.line.borrow_mut().enter(cx.waker()), before);
            self.barrier.record_change();
            return Poll::Pending;
        }
        self.stage = Stage::Over;
        inner.state.set(State::Draining);
        self.barrier.call(&inner.line);
        self.barrier.go();
        Poll::Ready(Ok(before))
    }

    fn advance(&mut self, cx: &mut Context<'_>) -> Poll<Result<usize, BrokenBarrier>> {
        let inner = &self.barrier.0;
        match self.stage {
            Stage::New => self.come(cx),
            Stage::Outside(ticket) => {
                if inner.outside.borrow_mut().is_waiting(ticket, cx.waker()) {
                    return Poll::Pending;
                }
                self.come(cx)
            }
            Stage::Inside(ticket, before) => {
                if inner.line.borrow_mut().is_waiting(ticket, cx.waker()) {
                    return Poll::Pending;
                }
                self.stage = Stage::Over;
                let result = match inner.state.get() {
                    State::Resetting | State::Broken => Err(BrokenBarrier),
                    State::Filling | State::Draining => Ok(before),
                };
                self.barrier.go();
                Poll::Ready(result)
            }
            Stage::Over => Poll::Ready(Err(BrokenBarrier)),
        }
    }
}

impl Future for BarrierWait<'_> {
    type Output = Result<usize, BrokenBarrier>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = self.advance(cx);
        if polled.is_pending() {
            let on = match self.barrier.0.id {
                Some(id) => Wait::Resource(id, Op::Wait),
                None => Wait::Future,
            };
            runtime::with(|core| core.record_wait(on, self.place));
        }
        polled
    }
}

impl Drop for BarrierWait<'_> {
    fn drop(&mut self) {
        match self.stage {
            Stage::New | Stage::Over => {}
            Stage::Outside(ticket) => {
                self.barrier.0.outside.borrow_mut().leave(ticket);
                self.barrier.record_change();
            }
            Stage::Inside(ticket, _) => {
                self.barrier.0.line.borrow_mut().leave(ticket);
                self.barrier.go();
            }
        }
    }
}
