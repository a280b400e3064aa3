//! Queues between tasks: bounded or not, in three orders.

mod error;
mod futures;
mod kinds;
mod statistics;

pub use error::{GetError, PutError, QueueShutDown, TooManyDone};
pub use futures::{Get, Put, QueueJoin};
pub use kinds::{Fifo, Lifo, LifoQueue, Order, Priority, PriorityQueue};
pub use statistics::QueueStatistics;

use super::wait_list::WaitList;
use crate::runtime;
use crate::trace::{Op, ResourceId, ResourceKind, Wait, What};
use core::cell::{Cell, RefCell};
use core::panic::Location;
use core::task::Waker;
use std::rc::Rc;

/// A queue that tasks share; first in, first out, unless it is of another [`Order`]. Clones are the
/// same queue.
///
/// It does not hand items over: a getter that was woken takes what is there at its turn, so
/// [`get_nowait`](Queue::get_nowait) can be faster, and the getter then waits again at the tail.
///
/// # asyncio
/// `asyncio.Queue`.
///
/// # Examples
/// ```
/// use coroscope::{Queue, Runtime, spawn};
/// let total = Runtime::virtual_clock().block_on(async {
///     let queue = Queue::new(2);
///     let consumer = {
///         let queue = queue.clone();
///         spawn(async move {
///             let mut total = 0;
///             while let Some(n) = queue.get().await? {
///                 total += n;
///             }
///             Ok(total)
///         })
///     };
///     for item in [Some(1), Some(2), Some(3), None] {
///         queue.put(item).await?;
///     }
///     consumer.await
/// });
/// assert_eq!(total.unwrap(), 6);
/// ```
pub struct Queue<T, O = Fifo<T>>(Rc<Inner<T, O>>)
where
    O: Order<T>;

struct Inner<T, O> {
    capacity: usize,
    id: Option<ResourceId>,
    state: RefCell<State<O>>,
    unfinished: Cell<usize>,
    shut_down: Cell<bool>,
    item: core::marker::PhantomData<T>,
}

struct State<O> {
    items: O,
    getters: WaitList,
    putters: WaitList,
    joiners: WaitList,
}

impl<T, O: Order<T>> Clone for Queue<T, O> {
    fn clone(&self) -> Queue<T, O> {
        Queue(self.0.clone())
    }
}

impl<T> Queue<T> {
    /// A queue for at most `maxsize` items; 0 for any number. One made outside of a run is
    /// not in the log.
    ///
    /// # asyncio
    /// `asyncio.Queue(maxsize)`.
    #[track_caller]
    pub fn new(maxsize: usize) -> Queue<T> {
        Queue::with_order(maxsize)
    }
}

impl<T, O: Order<T>> Queue<T, O> {
    #[track_caller]
    fn with_order(maxsize: usize) -> Queue<T, O> {
        let place = Location::caller();
        Queue(Rc::new(Inner {
            capacity: maxsize,
            id: runtime::with(|core| core.make_resource(ResourceKind::Queue, maxsize, place)),
            state: RefCell::new(State {
                items: O::default(),
                getters: WaitList::default(),
                putters: WaitList::default(),
                joiners: WaitList::default(),
            }),
            unfinished: Cell::new(0),
            shut_down: Cell::new(false),
            item: core::marker::PhantomData,
        }))
    }

    /// The queue with a name, for the timeline and for messages.
    #[must_use = "it is the same queue"]
    pub fn named(self, name: &str) -> Queue<T, O> {
        if let Some(id) = self.0.id {
            runtime::with(|core| core.label_resource(id, name));
        }
        self
    }

    /// How many items are in the queue.
    pub fn qsize(&self) -> usize {
        self.0.state.borrow().items.len()
    }

    /// Whether the queue is empty.
    pub fn empty(&self) -> bool {
        self.qsize() == 0
    }

    /// Whether the queue has no room. One without bound is never full.
    pub fn full(&self) -> bool {
        self.0.capacity > 0 && self.qsize() >= self.0.capacity
    }

    /// How many items it takes at most; 0 is unbounded.
    pub fn maxsize(&self) -> usize {
        self.0.capacity
    }

    /// What it holds and who waits.
    pub fn statistics(&self) -> QueueStatistics {
        let state = self.0.state.borrow();
        QueueStatistics {
            length: state.items.len(),
            capacity: self.0.capacity,
            unfinished: self.0.unfinished.get(),
            getters: state.getters.len(),
            putters: state.putters.len(),
            joiners: state.joiners.len(),
        }
    }

    /// Puts an item, waiting while the queue is full.
    ///
    /// # Errors
    /// [`QueueShutDown`] with the item, once the queue is shut down.
    ///
    /// # Cancel safety
    /// The item is in the queue if and only if the future has completed; dropped before, the item
    /// is dropped with it.
    ///
    /// # asyncio
    /// `Queue.put`.
    #[track_caller]
    pub fn put(&self, item: T) -> Put<'_, T, O> {
        Put::new(self, item)
    }

    /// Puts an item, if there is room.
    ///
    /// # Errors
    /// [`PutError`] with the item where there is none, or the queue is shut down.
    ///
    /// # asyncio
    /// `Queue.put_nowait`.
    pub fn put_nowait(&self, item: T) -> Result<(), PutError<T>> {
        if self.0.shut_down.get() {
            return Err(PutError::QueueShutDown(item));
        }
        if self.full() {
            return Err(PutError::QueueFull(item));
        }
        let mut state = self.0.state.borrow_mut();
        state.items.push(item);
        self.0.unfinished.set(self.0.unfinished.get() + 1);
        let getter = state.getters.call();
        drop(state);
        self.record_change();
        getter.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// Takes an item, waiting while the queue is empty.
    ///
    /// # Errors
    /// [`QueueShutDown`] once the queue is shut down and empty.
    ///
    /// # Cancel safety
    /// No item is lost: dropped after it was woken, it passes the call to the next getter.
    ///
    /// # asyncio
    /// `Queue.get`.
    #[track_caller]
    pub fn get(&self) -> Get<'_, T, O> {
        Get::new(self)
    }

    /// Takes an item, if there is one.
    ///
    /// # Errors
    /// [`GetError`] where there is none, and whether one can still come.
    ///
    /// # asyncio
    /// `Queue.get_nowait`.
    pub fn get_nowait(&self) -> Result<T, GetError> {
        let mut state = self.0.state.borrow_mut();
        let item = match state.items.pop() {
            Some(item) => item,
            None if self.0.shut_down.get() => return Err(GetError::QueueShutDown),
            None => return Err(GetError::QueueEmpty),
        };
        let putter = state.putters.call();
        drop(state);
        self.record_change();
        putter.into_iter().for_each(Waker::wake);
        Ok(item)
    }

    /// Tells that an item that was taken has been dealt with.
    ///
    /// # Errors
    /// [`TooManyDone`] where that was told for every item already.
    ///
    /// # asyncio
    /// `Queue.task_done`.
    pub fn task_done(&self) -> Result<(), TooManyDone> {
        let unfinished = self.0.unfinished.get();
        self.set_unfinished(unfinished.checked_sub(1).ok_or(TooManyDone)?);
        Ok(())
    }

    /// Waits until [`task_done`](Queue::task_done) was told for every item that was put.
    ///
    /// # Cancel safety
    /// Dropping it only stops waiting.
    ///
    /// # asyncio
    /// `Queue.join`.
    #[track_caller]
    pub fn join(&self) -> QueueJoin<'_, T, O> {
        QueueJoin::new(self)
    }

    /// Ends the queue: no more items can be put, and who waits to put is told. What is in the queue
    /// can still be taken; with `immediate` it is thrown away, and counts as done.
    ///
    /// # asyncio
    /// `Queue.shutdown` (3.13).
    ///
    /// # Examples
    /// ```
    /// use coroscope::{GetError, Queue, PutError};
    /// let queue = Queue::new(0);
    /// queue.put_nowait(1).unwrap();
    /// queue.shutdown(false);
    /// assert_eq!(queue.put_nowait(2), Err(PutError::QueueShutDown(2)));
    /// assert_eq!(queue.get_nowait(), Ok(1));
    /// assert_eq!(queue.get_nowait(), Err(GetError::QueueShutDown));
    /// ```
    pub fn shutdown(&self, immediate: bool) {
        self.0.shut_down.set(true);
        let mut thrown_away = Vec::new();
        let mut state = self.0.state.borrow_mut();
        while let Some(item) = immediate.then(|| state.items.pop()).flatten() {
            thrown_away.push(item);
        }
        let getters = state.getters.call_all();
        let putters = state.putters.call_all();
        drop(state);
        self.record_change();
        let unfinished = self.0.unfinished.get();
        if !thrown_away.is_empty() {
            self.set_unfinished(unfinished.saturating_sub(thrown_away.len()));
        }
        getters.into_iter().chain(putters).for_each(Waker::wake);
    }

    fn set_unfinished(&self, unfinished: usize) {
        self.0.unfinished.set(unfinished);
        if unfinished == 0 {
            let joiners = self.0.state.borrow_mut().joiners.call_all();
            joiners.into_iter().for_each(Waker::wake);
        }
    }

    fn record_change(&self) {
        let Some(resource) = self.0.id else { return };
        runtime::with(|core| {
            if !core.is_recording() {
                return;
            }
            let state = self.0.state.borrow();
            core.record(What::Changed {
                resource,
                level: u32::try_from(state.items.len()).unwrap_or(u32::MAX),
                takers: u16::try_from(state.getters.len()).unwrap_or(u16::MAX),
                putters: u16::try_from(state.putters.len()).unwrap_or(u16::MAX),
            });
        });
    }

    fn record_wait(&self, op: Op, place: &'static Location<'static>) {
        let on = match self.0.id {
            Some(id) => Wait::Resource(id, op),
            None => Wait::Future,
        };
        runtime::with(|core| core.record_wait(on, place));
    }
}
