//! Primitives that tasks share, all over one fair, cancellable wait list.

mod queue;
mod wait_list;

pub use queue::{
    Get, Join as QueueJoin, Put, Queue, QueueEmpty, QueueFull, Statistics as QueueStatistics,
    TooManyDone,
};
