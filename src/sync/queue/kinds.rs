//! The orders in which a queue gives its items back.

use super::Queue;
use core::cmp::Reverse;
use core::ops::Deref;
use std::collections::{BinaryHeap, VecDeque};

/// Which item comes out next.
pub trait Order<T>: Default {
    /// Takes an item in.
    fn push(&mut self, item: T);
    /// Gives the next item out.
    fn pop(&mut self) -> Option<T>;
    /// How many there are.
    fn len(&self) -> usize;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// First in, first out.
pub struct Fifo<T>(VecDeque<T>);

/// Last in, first out.
pub struct Lifo<T>(Vec<T>);

/// The smallest first; of equal ones, the first that came.
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

macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, $order:ident $(, $bound:path)?) => {
        $(#[$doc])*
        pub struct $name<T $(: $bound)?>(Queue<T, $order<T>>);

        impl<T $(: $bound)?> $name<T> {
            /// A queue for at most `maxsize` items; 0 for any number.
            #[track_caller]
            pub fn new(maxsize: usize) -> $name<T> {
                $name(Queue::with_order(maxsize))
            }

            /// The queue with a name, for the timeline and for messages.
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
    /// A queue whose last item comes out first; all else is [`Queue`]'s.
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
    /// A queue whose smallest item comes out first; all else is [`Queue`]'s. Items are compared
    /// whole, so a pair of priority and payload is ordered by both.
    ///
    /// # asyncio
    /// `asyncio.PriorityQueue`. There, equal items come out in no particular order; here, in the
    /// order they came.
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
