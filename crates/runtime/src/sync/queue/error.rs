//! Errors of queue operations. They return an item that could not be put.

use core::fmt;

/// The queue was shut down. Contains the item that could not be put.
///
/// # asyncio
/// `asyncio.QueueShutDown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueShutDown<T = ()>(pub T);

/// An item could not be put immediately. Contains the item.
///
/// # asyncio
/// `asyncio.QueueFull` and `asyncio.QueueShutDown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutError<T> {
    /// The queue is full.
    QueueFull(T),
    /// The queue was shut down.
    QueueShutDown(T),
}

/// No item could be taken immediately.
///
/// # asyncio
/// `asyncio.QueueEmpty` and `asyncio.QueueShutDown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetError {
    /// The queue is empty.
    QueueEmpty,
    /// The queue is empty and was shut down, so no item can arrive.
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
