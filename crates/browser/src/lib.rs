//! What the event loop and its programs use of a browser, in a window and in a worker.
//!
//! `driver` runs the loop on the browser's queues. `net` and `files` implement the world of programs; `in_order`
//! delivers answers on the virtual clock. `detached` runs what cannot be aborted, `refusal` words the browser's
//! errors, `current_element` attributes a panic to an element, and `console_tasks` shows tasks to DevTools.
//!
//! Natively, this crate is empty.

#![cfg(target_family = "wasm")]

pub mod console_tasks;
pub mod current_element;
pub mod detached;
pub mod driver;
pub mod files;
pub mod in_order;
pub mod net;
pub mod refusal;
