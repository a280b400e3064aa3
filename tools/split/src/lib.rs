//! Divides a WebAssembly module into parts: the first is instantiated at once, the others when they have arrived.
//!
//! Every part but the first imports memory, table, globals and functions from the first. A function of a later part that
//! others call has a slot in the table of functions. Until its part is there, the slot holds a stub, which has the part
//! loaded and then calls what is in the slot. When a part is instantiated, its element segments overwrite the slots. So
//! whatever part a function is in, the program is correct; it only waits longer if a part is missing.
//!
//! `examples/by_hand.rs` applies this to a module. The builds do not use it yet.

mod instrument;
mod link;
mod names;
mod parts;
#[cfg(test)]
mod tests;

pub use instrument::{MARK, count_calls};
pub use names::readable;
pub use parts::{LOADER, ORIGIN, split};
