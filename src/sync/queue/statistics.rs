//! What a queue tells of itself.

/// What a queue holds and who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueStatistics {
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
