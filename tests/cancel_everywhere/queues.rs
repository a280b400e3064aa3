//! The queues of a program, their expected contents, and the operations on them.

use super::bookkeeping::At;
use super::world::World;
use core::cell::{Cell, RefCell};
use core::cmp::Ordering;
use coroscope::{
    GetError, LifoQueue, PriorityQueue, PutError, Queue, QueueShutDown, QueueStatistics,
};
use std::rc::Rc;

/// An item. Only its key is compared, so that some items are equal.
pub struct Item {
    key: u8,
    number: u64,
    _alive: Rc<()>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Item) -> bool {
        self.key == other.key
    }
}

impl Eq for Item {}

impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Item) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Item {
    fn cmp(&self, other: &Item) -> Ordering {
        self.key.cmp(&other.key)
    }
}

pub enum AnyQueue {
    Fifo(Queue<Item>),
    Lifo(LifoQueue<Item>),
    Priority(PriorityQueue<Item>),
}

macro_rules! each {
    ($any:expr, $queue:ident => $call:expr) => {
        match $any {
            AnyQueue::Fifo($queue) => $call,
            AnyQueue::Lifo($queue) => $call,
            AnyQueue::Priority($queue) => $call,
        }
    };
}

impl AnyQueue {
    pub fn fifo(capacity: usize) -> AnyQueue {
        AnyQueue::Fifo(Queue::new(capacity))
    }

    pub fn lifo(capacity: usize) -> AnyQueue {
        AnyQueue::Lifo(LifoQueue::new(capacity))
    }

    pub fn priority(capacity: usize) -> AnyQueue {
        AnyQueue::Priority(PriorityQueue::new(capacity))
    }

    pub fn statistics(&self) -> QueueStatistics {
        each!(self, queue => queue.statistics())
    }
}

/// The expected contents of a queue.
#[derive(Default)]
pub struct ExpectedQueue {
    /// Key and number of each item, in the order in which they were put.
    items: RefCell<Vec<(u8, u64)>>,
    made: Cell<u64>,
    unfinished: Cell<usize>,
    /// How often the number of unfinished items became zero.
    pub all_done: Cell<u64>,
    pub shut_down: Cell<bool>,
}

impl ExpectedQueue {
    pub fn length(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn unfinished(&self) -> usize {
        self.unfinished.get()
    }

    fn note_put(&self, key: u8, number: u64) {
        self.items.borrow_mut().push((key, number));
        self.unfinished.set(self.unfinished.get() + 1);
    }

    fn note_done(&self, count: usize) {
        self.unfinished.set(self.unfinished.get() - count);
        if count > 0 && self.unfinished.get() == 0 {
            self.all_done.set(self.all_done.get() + 1);
        }
    }

    /// Removes the item that the queue must return next.
    fn take(&self, queue: &AnyQueue) -> Option<u64> {
        let mut items = self.items.borrow_mut();
        let (last, all) = (items.len().checked_sub(1)?, 0..items.len());
        let index = match queue {
            AnyQueue::Fifo(_) => 0,
            AnyQueue::Lifo(_) => last,
            AnyQueue::Priority(_) => all.min_by_key(|n| items[*n])?,
        };
        Some(items.remove(index).1)
    }
}

impl World {
    fn make_item(&self, q: usize) -> (Item, u8, u64) {
        let number = self.expected_queues[q].made.get();
        self.expected_queues[q].made.set(number + 1);
        let key = u8::from(number.is_multiple_of(3));
        let item = Item {
            key,
            number,
            _alive: self.item.clone(),
        };
        (item, key, number)
    }

    fn note_got(&self, q: usize, item: &Item) {
        let expected = self.expected_queues[q].take(&self.queues[q]);
        if expected != Some(item.number) {
            let number = item.number;
            self.fail(format!("got item {number} instead of {expected:?}"));
        }
    }

    pub async fn put(self: &Rc<World>, q: usize) {
        let (item, key, number) = self.make_item(q);
        let place = self.enter(At::Put(q), 0);
        let result = each!(&self.queues[q], queue => queue.put(item).await);
        drop(place);
        match result {
            Ok(()) => self.expected_queues[q].note_put(key, number),
            Err(QueueShutDown(item)) => {
                self.expect(item.number == number, "put returned another item");
                let shut_down = self.expected_queues[q].shut_down.get();
                self.expect(
                    shut_down,
                    "put failed with QueueShutDown, but the queue is not shut down",
                );
            }
        }
    }

    pub fn put_nowait(&self, q: usize) {
        let (item, key, number) = self.make_item(q);
        let was = self.queues[q].statistics();
        match each!(&self.queues[q], queue => queue.put_nowait(item)) {
            Ok(()) => self.expected_queues[q].note_put(key, number),
            Err(PutError::QueueFull(_)) => self.expect(
                was.capacity > 0 && was.length >= was.capacity,
                "put_nowait failed with QueueFull, but the queue is not full",
            ),
            Err(PutError::QueueShutDown(_)) => self.expect(
                self.expected_queues[q].shut_down.get(),
                "put_nowait failed with QueueShutDown, but the queue is not shut down",
            ),
        }
    }

    pub async fn get(self: &Rc<World>, q: usize) {
        let place = self.enter(At::Get(q), 0);
        let result = each!(&self.queues[q], queue => queue.get().await);
        drop(place);
        match result {
            Ok(item) => self.note_got(q, &item),
            Err(QueueShutDown(())) => self.expect(
                self.expected_queues[q].shut_down.get() && self.expected_queues[q].length() == 0,
                "get failed with QueueShutDown, but the queue is not shut down or has items",
            ),
        }
    }

    pub fn get_nowait(&self, q: usize) {
        match each!(&self.queues[q], queue => queue.get_nowait()) {
            Ok(item) => self.note_got(q, &item),
            Err(GetError::QueueEmpty | GetError::QueueShutDown) => {
                self.expect(
                    self.expected_queues[q].length() == 0,
                    "get_nowait failed, but the queue has items",
                );
            }
        }
    }

    pub fn task_done(&self, q: usize) {
        let result = each!(&self.queues[q], queue => queue.task_done());
        let was = self.expected_queues[q].unfinished();
        self.expect(
            result.is_ok() == (was > 0),
            "task_done has a different count",
        );
        self.expected_queues[q].note_done(was.min(1));
    }

    pub async fn join(self: &Rc<World>, q: usize) {
        let place = self.enter(At::Join(q), self.expected_queues[q].all_done.get());
        each!(&self.queues[q], queue => queue.join().await);
        drop(place);
    }

    pub fn shutdown(&self, q: usize, immediate: bool) {
        each!(&self.queues[q], queue => queue.shutdown(immediate));
        let expected = &self.expected_queues[q];
        expected.shut_down.set(true);
        if immediate {
            let removed = expected.items.take().len();
            expected.note_done(removed.min(expected.unfinished()));
        }
    }
}
