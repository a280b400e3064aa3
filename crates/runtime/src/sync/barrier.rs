//! A barrier: tasks wait until a given number of them have arrived.

use super::wait_list::{Ticket, WaitList};
use crate::runtime::{Levels, Resource};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{Op, ResourceKind};
use std::rc::Rc;

/// A reusable barrier: tasks wait until a given number of them have arrived. Clones refer to the same barrier.
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

/// # Invariants
/// - In the states `Draining` and `Resetting`, `count > 0`: the last task that leaves sets `Filling`.
/// - In the states `Filling` and `Broken`, `outside` is empty.
struct Inner {
    parties: usize,
    resource: Resource,
    state: Cell<BarrierState>,
    /// Number of tasks that have arrived and not left yet.
    count: Cell<usize>,
    /// Tasks that wait for the others.
    waiters: RefCell<WaitList>,
    /// Tasks that arrived while others were leaving.
    outside: RefCell<WaitList>,
}

/// What a barrier does.
///
/// # asyncio
/// What the `repr` of an `asyncio.Barrier` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarrierState {
    /// Tasks wait for others.
    Filling,
    /// All tasks have arrived, and some have not left yet.
    Draining,
    /// It was reset, and some tasks have not left yet.
    Resetting,
    /// It was aborted.
    Broken,
}

/// The number of tasks at a barrier, and whether it is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarrierStatistics {
    /// Number of tasks that it waits for.
    pub parties: usize,
    /// Number of tasks that have arrived and not left yet.
    pub inside: usize,
    /// Number of tasks that arrived while others were leaving, and wait to enter.
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
    /// Makes a barrier for `parties` tasks.
    ///
    /// # Panics
    /// If `parties` is zero.
    #[track_caller]
    pub fn new(parties: usize) -> Barrier {
        assert!(parties > 0, "a barrier is for at least one task");
        Barrier(Rc::new(Inner {
            parties,
            resource: Resource::new(ResourceKind::Barrier, parties),
            state: Cell::new(BarrierState::Filling),
            count: Cell::new(0),
            waiters: RefCell::default(),
            outside: RefCell::default(),
        }))
    }

    /// Sets the barrier's name, for the timeline and for messages.
    #[must_use = "it is the same barrier"]
    pub fn named(self, name: &str) -> Barrier {
        self.0.resource.set_name(name);
        self
    }

    /// Number of tasks that it waits for.
    pub fn parties(&self) -> usize {
        self.0.parties
    }

    /// Number of tasks that wait for the others.
    pub fn n_waiting(&self) -> usize {
        match self.0.state.get() {
            BarrierState::Filling => self.0.count.get(),
            _ => 0,
        }
    }

    /// What it does at the moment.
    pub fn state(&self) -> BarrierState {
        self.0.state.get()
    }

    /// Whether it was aborted.
    pub fn broken(&self) -> bool {
        self.0.state.get() == BarrierState::Broken
    }

    /// The number of tasks at the barrier, and whether it is broken.
    pub fn statistics(&self) -> BarrierStatistics {
        BarrierStatistics {
            parties: self.0.parties,
            inside: self.0.count.get(),
            outside: self.0.outside.borrow().len(),
            broken: self.broken(),
        }
    }

    /// Waits until all tasks have arrived. Returns how many had arrived before this one.
    ///
    /// # Errors
    /// [`BrokenBarrier`] if the barrier is broken, or is aborted or reset meanwhile.
    ///
    /// # Cancel safety
    /// If it is dropped before all tasks have arrived, this task no longer counts.
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

    /// Returns the barrier to its initial state. Tasks that are waiting get [`BrokenBarrier`].
    ///
    /// # asyncio
    /// `Barrier.reset`.
    pub fn reset(&self) {
        if self.0.count.get() == 0 {
            self.0.state.set(BarrierState::Filling);
            return self.wake_all(&self.0.outside);
        }
        if self.0.state.replace(BarrierState::Resetting) != BarrierState::Resetting {
            self.wake_all(&self.0.waiters);
        }
    }

    /// Breaks the barrier: tasks that are waiting, and those that arrive later, get [`BrokenBarrier`] until it is
    /// reset.
    ///
    /// # asyncio
    /// `Barrier.abort`.
    pub fn abort(&self) {
        self.0.state.set(BarrierState::Broken);
        self.wake_all(&self.0.waiters);
        self.wake_all(&self.0.outside);
    }

    fn wake_all(&self, list: &RefCell<WaitList>) {
        let waiters = list.borrow_mut().pop_all();
        self.record_change();
        waiters.into_iter().for_each(Waker::wake);
    }

    /// Called by each task that leaves.
    fn leave(&self) {
        self.0.count.set(self.0.count.get() - 1);
        let leaving = matches!(
            self.0.state.get(),
            BarrierState::Draining | BarrierState::Resetting
        );
        if self.0.count.get() == 0 && leaving {
            self.0.state.set(BarrierState::Filling);
            return self.wake_all(&self.0.outside);
        }
        self.record_change();
    }

    fn record_change(&self) {
        self.0.resource.record_change(|| Levels {
            level: self.0.count.get(),
            takers: self.0.waiters.borrow().len(),
            putters: self.0.outside.borrow().len(),
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
    /// Waiting, with the number of tasks that had arrived before.
    Inside(Ticket, usize),
    Done,
}

impl BarrierWait<'_> {
    /// Enters the barrier, or waits outside while others are leaving.
    fn enter(&mut self, cx: &mut Context<'_>) -> Poll<Result<usize, BrokenBarrier>> {
        let inner = &self.barrier.0;
        match inner.state.get() {
            BarrierState::Broken => {
                self.stage = Stage::Done;
                return Poll::Ready(Err(BrokenBarrier));
            }
            BarrierState::Draining | BarrierState::Resetting => {
                self.stage = Stage::Outside(inner.outside.borrow_mut().insert(cx.waker()));
                self.barrier.record_change();
                return Poll::Pending;
            }
            BarrierState::Filling => {}
        }
        let before = inner.count.get();
        inner.count.set(before + 1);
        if before + 1 < inner.parties {
            self.stage = Stage::Inside(inner.waiters.borrow_mut().insert(cx.waker()), before);
            self.barrier.record_change();
            return Poll::Pending;
        }
        self.stage = Stage::Done;
        inner.state.set(BarrierState::Draining);
        self.barrier.wake_all(&inner.waiters);
        self.barrier.leave();
        Poll::Ready(Ok(before))
    }

    fn advance(&mut self, cx: &mut Context<'_>) -> Poll<Result<usize, BrokenBarrier>> {
        let inner = &self.barrier.0;
        match self.stage {
            Stage::New => self.enter(cx),
            Stage::Outside(ticket) => {
                if inner.outside.borrow_mut().is_waiting(ticket, cx.waker()) {
                    return Poll::Pending;
                }
                self.enter(cx)
            }
            Stage::Inside(ticket, before) => {
                if inner.waiters.borrow_mut().is_waiting(ticket, cx.waker()) {
                    return Poll::Pending;
                }
                self.stage = Stage::Done;
                let result = match inner.state.get() {
                    BarrierState::Resetting | BarrierState::Broken => Err(BrokenBarrier),
                    BarrierState::Filling | BarrierState::Draining => Ok(before),
                };
                self.barrier.leave();
                Poll::Ready(result)
            }
            Stage::Done => Poll::Ready(Err(BrokenBarrier)),
        }
    }
}

impl Future for BarrierWait<'_> {
    type Output = Result<usize, BrokenBarrier>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = self.advance(cx);
        if polled.is_pending() {
            self.barrier.0.resource.record_wait(Op::Wait, self.place);
        }
        polled
    }
}

impl Drop for BarrierWait<'_> {
    fn drop(&mut self) {
        match self.stage {
            Stage::New | Stage::Done => {}
            Stage::Outside(ticket) => {
                self.barrier.0.outside.borrow_mut().remove(ticket);
                self.barrier.record_change();
            }
            Stage::Inside(ticket, _) => {
                self.barrier.0.waiters.borrow_mut().remove(ticket);
                self.barrier.leave();
            }
        }
    }
}
