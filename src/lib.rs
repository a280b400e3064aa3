//! Coroscope: asyncio's vocabulary for Rust futures, every run recorded and drawn.

extern crate self as coroscope;

pub mod error;
pub mod lessons;
pub mod ops;
pub mod runtime;
pub mod sync;
pub mod time;
pub mod timeline;
pub mod trace;
#[cfg(target_family = "wasm")]
pub mod web;

pub use error::{Error, Result};
pub use ops::*;
pub use runtime::{Runtime, Task, all_tasks, current_task};
pub use sync::*;
