//! The orders of a queue, and the queue types other than [`Queue`].

use super::Queue;
use core::cmp::Reverse;
use core::ops::Deref;
use std::collections::{BinaryHeap, VecDeque};

/// A collection of items that determines the order in which a queue returns them.
pub trait Order<T>: Default {
    /// Adds an item.
    fn push(&mut self, item: T);
    /// Removes and returns the next item.
    fn pop(&mut self) -> Option<T>;
    /// Number of items.
    fn len(&self) -> usize;
    /// Whether there are no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// First in, first out.
pub struct Fifo<T>(VecDeque<T>);

/// Last in, first out.
pub struct Lifo<T>(Vec<T>);

/// The smallest item first. Equal items are returned in the order in which they were added.
pub struct Priority<T> {
    heap: BinaryHeap<Reverse<(T, u64)>>,
    pushed: u64,
}

impl<T> Default for Fifo<T> {
    fn default() -> Fifo<T> {
        Fifo(VecDeque::new())
    }
}

impl<T> Default for Lifo<T> {
    fn default() -> Lifo<T> {
        Lifo(Vec::new())
    }
}

impl<T: Ord> Default for Priority<T> {
    fn default() -> Priority<T> {
        Priority {
            heap: BinaryHeap::new(),
            pushed: 0,
        }
    }
}

impl<T> Order<T> for Fifo<T> {
    fn push(&mut self, item: T) {
        self.0.push_back(item);
    }

    fn pop(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T> Order<T> for Lifo<T> {
    fn push(&mut self, item: T) {
        self.0.push(item);
    }

    fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T: Ord> Order<T> for Priority<T> {
    fn push(&mut self, item: T) {
        self.heap.push(Reverse((item, self.pushed)));
        self.pushed += 1;
    }

    fn pop(&mut self) -> Option<T> {
        self.heap.pop().map(|Reverse((item, _))| item)
    }

    fn len(&self) -> usize {
        self.heap.len()
    }
}

// The types dereference to `Queue` on purpose, in place of asyncio's inheritance: they differ from it only in the order
// and override nothing, and forwarding would repeat each method. An alias would not do, because `Queue::new` could not
// infer the order.
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, $order:ident $(, $bound:path)?) => {
        $(#[$doc])*
        pub struct $name<T $(: $bound)?>(Queue<T, $order<T>>);

        impl<T $(: $bound)?> $name<T> {
            /// Makes a queue for at most `maxsize` items, or any number if it is 0.
            #[track_caller]
            pub fn new(maxsize: usize) -> $name<T> {
                $name(Queue::with_order(maxsize))
            }

            /// Sets the queue's name, for the timeline and for messages.
            #[must_use = "it is the same queue"]
            pub fn named(self, name: &str) -> $name<T> {
                $name(self.0.named(name))
            }
        }

        impl<T $(: $bound)?> Clone for $name<T> {
            fn clone(&self) -> $name<T> {
                $name(self.0.clone())
            }
        }

        impl<T $(: $bound)?> Deref for $name<T> {
            type Target = Queue<T, $order<T>>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    };
}

kind! {
    /// A queue that returns the item added last. It dereferences to [`Queue`] and so has its other methods, as
    /// asyncio's subclass inherits them.
    ///
    /// # asyncio
    /// `asyncio.LifoQueue`.
    ///
    /// # Examples
    /// ```
    /// use coroscope::LifoQueue;
    /// let queue = LifoQueue::new(0);
    /// queue.put_nowait('a').unwrap();
    /// queue.put_nowait('b').unwrap();
    /// assert_eq!(queue.get_nowait(), Ok('b'));
    /// ```
    LifoQueue, Lifo
}

kind! {
    /// A queue that returns the smallest item. Items are compared as a whole, so a pair of priority and payload is
    /// ordered by both. It dereferences to [`Queue`] and so has its other methods, as asyncio's subclass inherits them.
    ///
    /// # asyncio
    /// `asyncio.PriorityQueue`. In asyncio the order of equal items is not defined. Here they are returned in the
    /// order in which they were put.
    ///
    /// # Examples
    /// ```
    /// use coroscope::PriorityQueue;
    /// let queue = PriorityQueue::new(0);
    /// queue.put_nowait((2, "later")).unwrap();
    /// queue.put_nowait((1, "now")).unwrap();
    /// assert_eq!(queue.get_nowait(), Ok((1, "now")));
    /// ```
    PriorityQueue, Priority, Ord
}
