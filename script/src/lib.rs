//! Python scripts on Coroscope's loop: RustPython, with an `asyncio` over Coroscope's primitives.
//!
//! An [`Engine`] runs a script on a [`Runtime`](coroscope::Runtime) of its own. Each coroutine that the script makes a
//! task of is the body of one of Coroscope's tasks; the log tells the script's own lines as places.
//!
//! # Bounds
//! [`Options`] bounds the output, the pending tasks and the nested calls; the log bounds itself. Not bounded is what the
//! interpreter keeps: strings, lists, the items of queues, callbacks and timers, bodies of responses. A script can fill
//! the memory with them.
//!
//! # Examples
//! ```
//! use coroscope_script::{Engine, Options};
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

mod calling;
mod clean_ups;
mod clock;
mod current;
mod doubles;
mod engine;
mod errors;
mod hang;
mod library;
mod limits;
mod mistakes;
mod native;
mod output;
pub mod outside;
mod own_lines;
mod passing;
mod place;
mod ready;
mod real_clock;
mod repeats;
mod shared;
mod stepwise;
mod threads;
#[cfg(target_family = "wasm")]
pub mod web;

pub use doubles::Doubles;
pub use engine::{Engine, Options};
pub use errors::Failed;
pub use output::{Stream, Written};
pub use place::FILE;
pub use ready::Ready;
pub use shared::Progress;
