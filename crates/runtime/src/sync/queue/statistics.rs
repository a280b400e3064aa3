//! The statistics of a queue.

/// The numbers of items in a queue and of tasks that wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueStatistics {
    /// Number of items in the queue.
    pub length: usize,
    /// Maximum number of items; 0 if unbounded.
    pub capacity: usize,
    /// Number of items for which [`task_done`](super::Queue::task_done) was not called yet.
    pub unfinished: usize,
    /// Number of tasks that wait to get.
    pub getters: usize,
    /// Number of tasks that wait to put.
    pub putters: usize,
    /// Number of tasks that wait in [`join`](super::Queue::join).
    pub joiners: usize,
}
