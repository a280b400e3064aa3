//! The modules that a script brings along: `python/_script_files.py` imports them.

use crate::state::EngineState;
use crate::{current, errors, packages, place};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

/// The module that imports them.
const IMPORTER: &str = "_script_files";

/// Makes the modules of the script available, in front of those of the library, as CPython does; and its packages.
pub(crate) fn install(state: &EngineState, vm: &VirtualMachine) -> PyResult<()> {
    let files = vm.ctx.new_dict();
    for (file, text) in state.files.modules() {
        errors::cache_source_lines(&file, &text, vm)?;
        files.set_item(&*file, vm.ctx.new_str(text).into(), vm)?;
    }
    let main = vm.ctx.new_str(state.files.main());
    files.set_item(place::FILE, main.into(), vm)?;
    let importer = vm.import(IMPORTER, 0)?;
    importer.get_attr("install", vm)?.call((files,), vm)?;
    packages::install(&state.wheels.borrow(), vm)
}

/// A module of the library that was loaded before the script began, and whose name a module of the script has. As
/// `import` does, returns the package for a module in one.
pub(crate) fn hidden(name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    if current::try_state()?.files.modules().is_empty() {
        return None;
    }
    let loaded = vm.sys_module.get_attr("modules", vm).ok()?;
    let importer = loaded.get_item(IMPORTER, vm).ok()?;
    let hidden = importer.get_attr("hidden", vm).ok()?;
    hidden.get_item(name.split('.').next()?, vm).ok()
}
