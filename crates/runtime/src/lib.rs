//! An event loop for Rust futures with asyncio's operations and primitives, on any clock and queue. Records what happens.
//!
//! [`runtime`] is the loop, with its tasks and timers. [`ops`] has operations on awaitables; [`sync`] has locks and queues.
//! Everything is recorded in a [`coroscope_trace::Log`].

pub mod error;
pub mod ops;
pub mod runtime;
pub mod sync;

pub use error::{Error, Result};
pub use ops::*;
pub use runtime::{Runtime, Task, all_tasks, current_task};
pub use sync::*;
