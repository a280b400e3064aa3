//! The futures of a queue. Each tries its operation, and waits in a list while it can't complete.

use super::{Fifo, GetError, Order, PutError, Queue, QueueShutDown};
use crate::sync::wait_list::Ticket;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::Op;

/// The future of [`Queue::get`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Get<'a, T, O: Order<T> = Fifo<T>> {
    queue: &'a Queue<T, O>,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl<'a, T, O: Order<T>> Get<'a, T, O> {
    #[track_caller]
    pub(super) fn new(queue: &'a Queue<T, O>) -> Get<'a, T, O> {
        Get {
            queue,
            ticket: None,
            place: Location::caller(),
        }
    }
}

impl<T, O: Order<T>> Future for Get<'_, T, O> {
    type Output = Result<T, QueueShutDown>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let queue = self.queue;
        let is_waiting = self.ticket.is_some_and(|ticket| {
            let mut state = queue.0.state.borrow_mut();
            state.getters.is_waiting(ticket, cx.waker())
        });
        if !is_waiting {
            self.ticket = None;
            match queue.get_nowait() {
                Ok(item) => return Poll::Ready(Ok(item)),
                Err(GetError::QueueShutDown) => return Poll::Ready(Err(QueueShutDown(()))),
                Err(GetError::QueueEmpty) => {}
            }
            self.ticket = Some(queue.0.state.borrow_mut().getters.insert(cx.waker()));
            queue.record_change();
        }
        queue.0.resource.record_wait(Op::Get, self.place);
        Poll::Pending
    }
}

impl<T, O: Order<T>> Drop for Get<'_, T, O> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.queue.0.state.borrow_mut();
        let was_popped = !state.getters.remove(ticket);
        let next = if was_popped && !state.items.is_empty() {
            state.getters.pop()
        } else {
            None
        };
        drop(state);
        self.queue.record_change();
        next.into_iter().for_each(Waker::wake);
    }
}

/// The future of [`Queue::put`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Put<'a, T, O: Order<T> = Fifo<T>> {
    queue: &'a Queue<T, O>,
    item: Option<T>,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl<'a, T, O: Order<T>> Put<'a, T, O> {
    #[track_caller]
    pub(super) fn new(queue: &'a Queue<T, O>, item: T) -> Put<'a, T, O> {
        Put {
            queue,
            item: Some(item),
            ticket: None,
            place: Location::caller(),
        }
    }
}

impl<T, O: Order<T>> Unpin for Put<'_, T, O> {}

impl<T, O: Order<T>> Future for Put<'_, T, O> {
    type Output = Result<(), QueueShutDown<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let queue = self.queue;
        let is_waiting = self.ticket.is_some_and(|ticket| {
            let mut state = queue.0.state.borrow_mut();
            state.putters.is_waiting(ticket, cx.waker())
        });
        if !is_waiting {
            self.ticket = None;
            let Some(item) = self.item.take() else {
                return Poll::Ready(Ok(()));
            };
            match queue.put_nowait(item) {
                Ok(()) => return Poll::Ready(Ok(())),
                Err(PutError::QueueShutDown(item)) => {
                    return Poll::Ready(Err(QueueShutDown(item)));
                }
                Err(PutError::QueueFull(item)) => self.item = Some(item),
            }
            self.ticket = Some(queue.0.state.borrow_mut().putters.insert(cx.waker()));
            queue.record_change();
        }
        queue.0.resource.record_wait(Op::Put, self.place);
        Poll::Pending
    }
}

impl<T, O: Order<T>> Drop for Put<'_, T, O> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let has_room = !self.queue.full();
        let mut state = self.queue.0.state.borrow_mut();
        let was_popped = !state.putters.remove(ticket);
        let next = if was_popped && has_room {
            state.putters.pop()
        } else {
            None
        };
        drop(state);
        self.queue.record_change();
        next.into_iter().for_each(Waker::wake);
    }
}

/// The future of [`Queue::join`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct QueueJoin<'a, T, O: Order<T> = Fifo<T>> {
    queue: &'a Queue<T, O>,
    ticket: Option<Ticket>,
    place: &'static Location<'static>,
}

impl<'a, T, O: Order<T>> QueueJoin<'a, T, O> {
    #[track_caller]
    pub(super) fn new(queue: &'a Queue<T, O>) -> QueueJoin<'a, T, O> {
        QueueJoin {
            queue,
            ticket: None,
            place: Location::caller(),
        }
    }
}

impl<T, O: Order<T>> Future for QueueJoin<'_, T, O> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let queue = self.queue;
        let mut state = queue.0.state.borrow_mut();
        let is_waiting = match self.ticket {
            Some(ticket) => state.joiners.is_waiting(ticket, cx.waker()),
            // As in asyncio, `join` returns after it was woken, even if items have been put since.
            None => false,
        };
        if !is_waiting {
            if self.ticket.take().is_some() || queue.0.unfinished.get() == 0 {
                return Poll::Ready(());
            }
            self.ticket = Some(state.joiners.insert(cx.waker()));
        }
        drop(state);
        queue.0.resource.record_wait(Op::Join, self.place);
        Poll::Pending
    }
}

impl<T, O: Order<T>> Drop for QueueJoin<'_, T, O> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.queue.0.state.borrow_mut().joiners.remove(ticket);
        }
    }
}
