//! How queue operations fail; what could not be put comes back.

use core::fmt;

/// The queue was shut down. What was to be put comes back.
///
/// # asyncio
/// `asyncio.QueueShutDown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueShutDown<T = ()>(pub T);

/// Why an item could not be put at once; it comes back.
///
/// # asyncio
/// `asyncio.QueueFull` and `asyncio.QueueShutDown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutError<T> {
    /// There was no room.
    QueueFull(T),
    /// The queue was shut down.
    QueueShutDown(T),
}

/// Why no item could be taken at once.
///
/// # asyncio
/// `asyncio.QueueEmpty` and `asyncio.QueueShutDown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetError {
    /// There was none.
    QueueEmpty,
    /// There was none, and none can come: the queue was shut down.
    QueueShutDown,
}

/// `task_done` was called more often than items were put.
///
/// # asyncio
/// `ValueError: task_done() called too many times`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyDone;

const SHUT_DOWN: &str = "the queue is shut down";

impl<T> fmt::Display for QueueShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SHUT_DOWN)
    }
}

impl<T> fmt::Display for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PutError::QueueFull(_) => "the queue is full",
            PutError::QueueShutDown(_) => SHUT_DOWN,
        })
    }
}

impl fmt::Display for GetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            GetError::QueueEmpty => "the queue is empty",
            GetError::QueueShutDown => SHUT_DOWN,
        })
    }
}

impl fmt::Display for TooManyDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("task_done() was called more often than items were put")
    }
}

impl<T: fmt::Debug> std::error::Error for QueueShutDown<T> {}
impl<T: fmt::Debug> std::error::Error for PutError<T> {}
impl std::error::Error for GetError {}
impl std::error::Error for TooManyDone {}
