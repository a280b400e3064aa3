//! The Python modules that a script can import: a selection of the standard library, and our own (see `build.rs`).

use crate::modules;
use rustpython_compiler_core::frozen::{FrozenLib, FrozenModule};
use rustpython_vm::{PyResult, VirtualMachine};

static LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

/// A module of the library for the engine itself, also if the script has a module of its own with this name.
pub(crate) fn module(name: &'static str, vm: &VirtualMachine) -> PyResult {
    match modules::hidden(name, vm) {
        Some(module) => Ok(module),
        None => vm.import(name, 0),
    }
}

/// Whether a module was imported.
pub(crate) fn is_imported(name: &str, vm: &VirtualMachine) -> bool {
    let loaded = vm.sys_module.get_attr("modules", vm);
    loaded.is_ok_and(|loaded| loaded.get_item(name, vm).is_ok())
}

/// All modules that `build.rs` compiled into the engine.
pub(crate) fn modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    FrozenLib::from_ref(LIBRARY).decode()
}

/// Whether the library has a module of this name.
pub(crate) fn has(name: &str) -> bool {
    modules().any(|(known, _)| known == name)
}
