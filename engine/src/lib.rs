//! Python scripts on Coroscope's event loop: RustPython, with an `asyncio` over Coroscope's primitives.
//!
//! An [`Engine`] runs a script on its own [`Runtime`](coroscope_runtime::Runtime). Each task of the script is a Coroscope task
//! whose body drives the script's coroutine. Places in the log are lines of the script.
//!
//! # Bounds
//! [`Options`] limits the output, the pending tasks and the nested calls; the log limits its own size. The memory of the
//! interpreter is not limited: strings, lists, items of queues, callbacks, timers and response bodies can fill it.
//!
//! # Examples
//! ```
//! use coroscope_engine::{Engine, Options};
//! let engine = Engine::new(Options::default());
//! let ended = engine.run(r#"
//! import asyncio
//!
//! async def main():
//!     await asyncio.sleep(3600)
//!     print("an hour later")
//!
//! asyncio.run(main())
//! "#);
//! assert!(ended.is_ok());
//! assert_eq!(engine.take_output()[0].text, "an hour later\n");
//! ```

#[macro_use]
extern crate rustpython_derive;

mod abstract_classes;
mod attribution;
mod clock;
mod current;
mod dependent_awaits;
mod doubles;
mod elapse;
mod engine;
mod errors;
mod exit;
mod files;
mod guarded_yields;
mod hang;
pub mod host;
mod imports;
mod library;
mod limits;
mod memory;
mod missing_module;
mod mistakes;
mod modules;
mod native;
mod nesting;
mod options;
mod os_errors;
mod output;
mod packages;
mod place;
mod prepared;
mod real_clock;
mod responses;
mod running_loop;
mod shadowed_module;
mod stack;
mod start;
mod state;
mod stepwise;
mod threads;
mod top_level;
#[cfg(target_family = "wasm")]
pub mod web;

pub use doubles::Doubles;
pub use engine::Engine;
pub use errors::ScriptError;
pub use options::Options;
pub use output::{Stream, Written};
pub use packages::{Package, Wheels, needed as needed_packages};
pub use place::FILE;
pub use prepared::PreparedInterpreter;
pub use state::Progress;
