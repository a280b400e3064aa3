//! What a script can do about a module that it imports and that does not exist.

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

/// How Python's message begins.
const NO_MODULE: &str = "No module named ";

/// Adds a sentence to the message of a `ModuleNotFoundError`, unless that says what to use instead already. Other
/// exceptions stay as they are.
pub(crate) fn explain(error: &PyBaseExceptionRef, vm: &VirtualMachine) {
    if error.fast_isinstance(vm.ctx.exceptions.module_not_found_error) {
        // Without the sentence, the message is still Python's own.
        let _ = explain_missing(error, vm);
    }
}

fn explain_missing(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<()> {
    let error = error.as_object();
    let message = error.str(vm)?.to_string_lossy().into_owned();
    if !message.starts_with(NO_MODULE) {
        return Ok(());
    }
    let name = error
        .get_attr("name", vm)?
        .str(vm)?
        .to_string_lossy()
        .into_owned();
    let top = name.split('.').next().unwrap_or_default();
    let names = vm.sys_module.get_attr("stdlib_module_names", vm)?;
    let is_of_library = vm
        .call_method(&names, "__contains__", (top,))?
        .try_to_bool(vm)?;
    let explanation = match is_of_library {
        true => "This module of Python's standard library is not included here".to_owned(),
        false => format!(
            "A script is one file: it can import Python's own modules, aiohttp and aiofiles. Paste what it needs from \
             '{name}' into it"
        ),
    };
    let message = vm.ctx.new_str(format!("{message}. {explanation}"));
    error.set_attr("msg", message, vm)
}
