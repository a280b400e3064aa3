//! Queues between tasks: first in, first out; last in, first out; and by priority.

mod error;
mod futures;
mod kinds;
mod statistics;

pub use error::{GetError, PutError, QueueShutDown, TooManyDone};
pub use futures::{Get, Put, QueueJoin};
pub use kinds::{Fifo, Lifo, LifoQueue, Order, Priority, PriorityQueue};
pub use statistics::QueueStatistics;

use super::wait_list::WaitList;
use crate::runtime::{Levels, Resource};
use core::cell::{Cell, RefCell};
use core::task::Waker;
use coroscope_trace::ResourceKind;
use std::rc::Rc;

/// A queue, first in, first out, or with another [`Order`]. Clones refer to the same queue.
///
/// Items are not assigned to waiting tasks: a getter that was woken takes an item when it runs. If
/// [`get_nowait`](Queue::get_nowait) has taken it before, the getter waits again at the end of the list.
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
    resource: Resource,
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
    /// Makes a queue for at most `maxsize` items, or any number if it is 0. One made outside of a run does not
    /// appear in the log.
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
        Queue(Rc::new(Inner {
            capacity: maxsize,
            resource: Resource::new(ResourceKind::Queue, maxsize),
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

    /// Sets the queue's name, for the timeline and for messages.
    #[must_use = "it is the same queue"]
    pub fn named(self, name: &str) -> Queue<T, O> {
        self.0.resource.set_name(name);
        self
    }

    /// Number of items in the queue.
    pub fn qsize(&self) -> usize {
        self.0.state.borrow().items.len()
    }

    /// Whether the queue is empty.
    pub fn empty(&self) -> bool {
        self.qsize() == 0
    }

    /// Whether the queue is full. An unbounded queue is never full.
    pub fn full(&self) -> bool {
        self.0.capacity > 0 && self.qsize() >= self.0.capacity
    }

    /// Maximum number of items; 0 if unbounded.
    pub fn maxsize(&self) -> usize {
        self.0.capacity
    }

    /// The numbers of items and of waiting tasks.
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

    /// Puts an item. Waits while the queue is full.
    ///
    /// # Errors
    /// [`QueueShutDown`] with the item, if the queue is shut down.
    ///
    /// # Cancel safety
    /// The item is in the queue if and only if the future has completed. If the future is dropped before
    /// that, the item is dropped too.
    ///
    /// # asyncio
    /// `Queue.put`.
    #[track_caller]
    pub fn put(&self, item: T) -> Put<'_, T, O> {
        Put::new(self, item)
    }

    /// Puts an item without waiting.
    ///
    /// # Errors
    /// [`PutError`] with the item, if the queue is full or shut down.
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
        let getter = state.getters.pop();
        drop(state);
        self.record_change();
        getter.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// Removes and returns an item. Waits while the queue is empty.
    ///
    /// # Errors
    /// [`QueueShutDown`] if the queue is shut down and empty.
    ///
    /// # Cancel safety
    /// No item is lost. If it is dropped after it was woken, it wakes the next getter instead.
    ///
    /// # asyncio
    /// `Queue.get`.
    #[track_caller]
    pub fn get(&self) -> Get<'_, T, O> {
        Get::new(self)
    }

    /// Removes and returns an item without waiting.
    ///
    /// # Errors
    /// [`GetError`] if the queue is empty. It also says whether the queue was shut down.
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
        let putter = state.putters.pop();
        drop(state);
        self.record_change();
        putter.into_iter().for_each(Waker::wake);
        Ok(item)
    }

    /// Reports that the processing of an item is complete.
    ///
    /// # Errors
    /// [`TooManyDone`] if it was called more often than items were put.
    ///
    /// # asyncio
    /// `Queue.task_done`.
    pub fn task_done(&self) -> Result<(), TooManyDone> {
        let unfinished = self.0.unfinished.get();
        self.set_unfinished(unfinished.checked_sub(1).ok_or(TooManyDone)?);
        Ok(())
    }

    /// Waits until [`task_done`](Queue::task_done) was called for each item that was put.
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

    /// Shuts the queue down: no more items can be put, and tasks that wait to put get an error. Items in the queue
    /// can still be taken. With `immediate` they are removed instead, and count as done.
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
        let mut removed = Vec::new();
        let mut state = self.0.state.borrow_mut();
        while let Some(item) = immediate.then(|| state.items.pop()).flatten() {
            removed.push(item);
        }
        let getters = state.getters.pop_all();
        let putters = state.putters.pop_all();
        drop(state);
        self.record_change();
        let unfinished = self.0.unfinished.get();
        if !removed.is_empty() {
            self.set_unfinished(unfinished.saturating_sub(removed.len()));
        }
        getters.into_iter().chain(putters).for_each(Waker::wake);
    }

    fn set_unfinished(&self, unfinished: usize) {
        self.0.unfinished.set(unfinished);
        if unfinished == 0 {
            let joiners = self.0.state.borrow_mut().joiners.pop_all();
            joiners.into_iter().for_each(Waker::wake);
        }
    }

    fn record_change(&self) {
        self.0.resource.record_change(|| {
            let state = self.0.state.borrow();
            Levels {
                level: state.items.len(),
                takers: state.getters.len(),
                putters: state.putters.len(),
            }
        });
    }
}
