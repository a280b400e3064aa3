//! A queue between tasks: bounded or not, first in first out.

use super::wait_list::{Ticket, WaitList};
use crate::runtime;
use crate::trace::event::Op;
use crate::trace::{ResourceId, ResourceKind, Wait, What};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::collections::VecDeque;
use std::rc::Rc;

/// A first-in, first-out queue that tasks share. Clones are the same queue.
///
/// It does not hand items over: a getter that was woken takes what is there at its turn, so
/// [`get_nowait`](Queue::get_nowait) can be faster, and the getter then waits again at the tail.
///
/// # asyncio
/// `asyncio.Queue`.
///
/// # Examples
/// ```
/// use coroscope::{Queue, Runtime, gather};
/// # use std::pin::Pin;
/// let total = Runtime::virtual_clock().block_on(async {
///     let queue = Queue::new(2);
///     let producer = { let queue = queue.clone(); async move {
///         for n in [1, 2, 3] {
///             queue.put(Some(n)).await;
///         }
///         queue.put(None).await;
///         Ok(0)
///     }};
///     let consumer = async move {
///         let mut total = 0;
///         while let Some(n) = queue.get().await {
///             total += n;
///         }
///         Ok(total)
///     };
///     # type Boxed = Pin<Box<dyn Future<Output = coroscope::Result<i32>>>>;
///     # let [producer, consumer] = [Box::pin(producer) as Boxed, Box::pin(consumer)];
///     Ok(gather([producer, consumer]).await?[1])
/// });
/// assert_eq!(total.unwrap(), 6);
/// ```
pub struct Queue<T>(Rc<Inner<T>>);

struct Inner<T> {
    capacity: usize,
    id: Option<ResourceId>,
    state: RefCell<State<T>>,
    unfinished: Cell<usize>,
}

struct State<T> {
    items: VecDeque<T>,
    getters: WaitList,
    putters: WaitList,
    joiners: WaitList,
}

/// Nothing was in the queue.
///
/// # asyncio
/// `asyncio.QueueEmpty`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueEmpty;

/// The queue had no room; the item comes back.
///
/// # asyncio
/// `asyncio.QueueFull`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct QueueFull<T>(pub T);

/// `task_done` was called more often than items were put.
///
/// # asyncio
/// `ValueError: task_done() called too many times`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyDone;

impl fmt::Display for QueueEmpty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is empty")
    }
}

impl<T> fmt::Display for QueueFull<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is full")
    }
}

impl<T> fmt::Debug for QueueFull<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QueueFull(..)")
    }
}

impl fmt::Display for TooManyDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("task_done() was called more often than items were put")
    }
}

impl std::error::Error for QueueEmpty {}
impl<T> std::error::Error for QueueFull<T> {}
impl std::error::Error for TooManyDone {}

/// What a queue holds and who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// Items in the queue.
    pub length: usize,
    /// How many it takes at most; 0 is unbounded.
    pub capacity: usize,
    /// Items put and not yet reported done.
    pub unfinished: usize,
    /// Tasks that wait to get.
    pub getters: usize,
    /// Tasks that wait to put.
    pub putters: usize,
    /// Tasks that wait for all to be done.
    pub joiners: usize,
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Queue<T> {
        Queue(self.0.clone())
    }
}

impl<T> Queue<T> {
    /// A queue for at most `maxsize` items; 0 for any number. Made outside of a run, it is
    /// not in the log.
    ///
    /// # asyncio
    /// `asyncio.Queue(maxsize)`.
    #[track_caller]
    pub fn new(maxsize: usize) -> Queue<T> {
        let place = Location::caller();
        Queue(Rc::new(Inner {
            capacity: maxsize,
            id: runtime::with(|core| core.make_resource(ResourceKind::Queue, maxsize, place)),
            state: RefCell::new(State {
                items: VecDeque::new(),
                getters: WaitList::default(),
                putters: WaitList::default(),
                joiners: WaitList::default(),
            }),
            unfinished: Cell::new(0),
        }))
    }

    /// The queue with a name, for the timeline and for messages.
    #[must_use = "it is the same queue"]
    pub fn named(self, name: &str) -> Queue<T> {
        if let Some(resource) = self.0.id {
            runtime::with(|core| {
                core.record_with(|log| What::Labelled {
                    resource,
                    name: log.intern(name),
                });
            });
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
    pub fn statistics(&self) -> Statistics {
        let state = self.0.state.borrow();
        Statistics {
            length: state.items.len(),
            capacity: self.0.capacity,
            unfinished: self.0.unfinished.get(),
            getters: state.getters.len(),
            putters: state.putters.len(),
            joiners: state.joiners.len(),
        }
    }

    /// Puts an item at the end, waiting while the queue is full.
    ///
    /// # Cancel safety
    /// The item is in the queue if and only if the future has completed; dropped before, the item
    /// is dropped with it.
    #[track_caller]
    pub fn put(&self, item: T) -> Put<'_, T> {
        Put {
            queue: self,
            item: Some(item),
            ticket: None,
            place: Location::caller(),
        }
    }

    /// Puts an item at the end, if there is room.
    ///
    /// # Errors
    /// [`QueueFull`] with the item where there is none.
    pub fn put_nowait(&self, item: T) -> Result<(), QueueFull<T>> {
        if self.full() {
            return Err(QueueFull(item));
        }
        let mut state = self.0.state.borrow_mut();
        state.items.push_back(item);
        self.0.unfinished.set(self.0.unfinished.get() + 1);
        let getter = state.getters.call();
        drop(state);
        self.changed();
        getter.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// Takes the first item, waiting while the queue is empty.
    ///
    /// # Cancel safety
    /// No item is lost: dropped after it was woken, it passes the call to the next getter.
    #[track_caller]
    pub fn get(&self) -> Get<'_, T> {
        Get {
            queue: self,
            ticket: None,
            place: Location::caller(),
        }
    }

    /// Takes the first item, if there is one.
    ///
    /// # Errors
    /// [`QueueEmpty`] where there is none.
    pub fn get_nowait(&self) -> Result<T, QueueEmpty> {
        let mut state = self.0.state.borrow_mut();
        let item = state.items.pop_front().ok_or(QueueEmpty)?;
        let putter = state.putters.call();
        drop(state);
        self.changed();
        putter.into_iter().for_each(Waker::wake);
        Ok(item)
    }

    /// Tells that an item that was taken has been dealt with.
    ///
    /// # Errors
    /// [`TooManyDone`] where that was told for every item already.
    pub fn task_done(&self) -> Result<(), TooManyDone> {
        let left = self.0.unfinished.get().checked_sub(1).ok_or(TooManyDone)?;
        self.0.unfinished.set(left);
        if left == 0 {
            let joiners = self.0.state.borrow_mut().joiners.call_all();
            joiners.into_iter().for_each(Waker::wake);
        }
        Ok(())
    }

    /// Waits until [`task_done`](Queue::task_done) was told for every item that was put.
    ///
    /// # Cancel safety
    /// Dropping it only stops waiting.
    #[track_caller]
    pub fn join(&self) -> Join<'_, T> {
        Join {
            queue: self,
            ticket: None,
            place: Location::caller(),
        }
    }

    fn changed(&self) {
        let Some(resource) = self.0.id else { return };
        runtime::with(|core| {
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
        runtime::with(|core| {
            let on = match self.0.id {
                Some(id) => Wait::Resource(id, op),
                None => Wait::Future,
            };
            core.record_wait(on, place);
        });
    }
}

/// The future of [`Queue::get`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Get<'a, T> {
    queue: &'a Queue<T>,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl<T> Future for Get<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let queue = self.queue;
        let in_line = self.ticket.is_some_and(|ticket| {
            let mut state = queue.0.state.borrow_mut();
            state.getters.is_waiting(ticket, cx.waker())
        });
        if !in_line {
            self.ticket = None;
            if let Ok(item) = queue.get_nowait() {
                return Poll::Ready(item);
            }
            self.ticket = Some(queue.0.state.borrow_mut().getters.enter(cx.waker()));
            queue.changed();
        }
        queue.record_wait(Op::Get, self.place);
        Poll::Pending
    }
}

impl<T> Drop for Get<'_, T> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.queue.0.state.borrow_mut();
        let was_called = !state.getters.leave(ticket);
        let next = if was_called && !state.items.is_empty() {
            state.getters.call()
        } else {
            None
        };
        drop(state);
        self.queue.changed();
        next.into_iter().for_each(Waker::wake);
    }
}

/// The future of [`Queue::put`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Put<'a, T> {
    queue: &'a Queue<T>,
    item: Option<T>,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl<T> Unpin for Put<'_, T> {}

impl<T> Future for Put<'_, T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let queue = self.queue;
        let in_line = self.ticket.is_some_and(|ticket| {
            let mut state = queue.0.state.borrow_mut();
            state.putters.is_waiting(ticket, cx.waker())
        });
        if !in_line {
            self.ticket = None;
            let Some(item) = self.item.take() else {
                return Poll::Ready(());
            };
            match queue.put_nowait(item) {
                Ok(()) => return Poll::Ready(()),
                Err(QueueFull(item)) => self.item = Some(item),
            }
            self.ticket = Some(queue.0.state.borrow_mut().putters.enter(cx.waker()));
            queue.changed();
        }
        queue.record_wait(Op::Put, self.place);
        Poll::Pending
    }
}

impl<T> Drop for Put<'_, T> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let room = !self.queue.full();
        let mut state = self.queue.0.state.borrow_mut();
        let was_called = !state.putters.leave(ticket);
        let next = if was_called && room {
            state.putters.call()
        } else {
            None
        };
        drop(state);
        self.queue.changed();
        next.into_iter().for_each(Waker::wake);
    }
}

/// The future of [`Queue::join`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Join<'a, T> {
    queue: &'a Queue<T>,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl<T> Future for Join<'_, T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let queue = self.queue;
        let mut state = queue.0.state.borrow_mut();
        let in_line = match self.ticket {
            Some(ticket) => state.joiners.is_waiting(ticket, cx.waker()),
            None => false,
        };
        if !in_line {
            self.ticket = None;
            if queue.0.unfinished.get() == 0 {
                return Poll::Ready(());
            }
            self.ticket = Some(state.joiners.enter(cx.waker()));
        }
        drop(state);
        queue.record_wait(Op::Join, self.place);
        Poll::Pending
    }
}

impl<T> Drop for Join<'_, T> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.queue.0.state.borrow_mut().joiners.leave(ticket);
        }
    }
}
