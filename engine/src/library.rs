//! The Python modules that a script can import: a selection of the standard library, and our own (see `build.rs`).

use rustpython_compiler_core::frozen::{FrozenLib, FrozenModule};

static LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

/// All modules that `build.rs` compiled into the engine.
pub(crate) fn modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    FrozenLib::from_ref(LIBRARY).decode()
}
