//! The Python modules that a script can import: chosen ones of Python's library, and our own (`build.rs`).

use rustpython_compiler_core::frozen::{FrozenLib, FrozenModule};

static LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

/// All modules that are compiled into the engine.
pub(crate) fn modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    FrozenLib::from_ref(LIBRARY).decode()
}
