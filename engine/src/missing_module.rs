//! What a script can do about a module that it imports and that does not exist.

use crate::{library, packages};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

/// How Python's message begins.
const NO_MODULE: &str = "No module named ";
/// Programs that install packages.
const INSTALLERS: [&str; 5] = ["micropip", "pip", "piplite", "pyodide", "ensurepip"];

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
    let packages = packages::names();
    let explanation = match is_of_library {
        _ if INSTALLERS.contains(&top) => {
            format!(
                "Nothing can be installed here. These packages can be imported as they are: {packages}"
            )
        }
        true => "This module of Python's standard library is not included here".to_owned(),
        false if packages::has_module(top) && !library::is_imported(top, vm) => {
            format!(
                "The package {top} is here, but is fetched only for an import that is written out: `import {top}`"
            )
        }
        false if packages::has_module(top) => return Ok(()),
        false => format!(
            "If it is a file of yours, add a file {}.py to the script. These packages can be imported: {packages}",
            name.replace('.', "/")
        ),
    };
    let message = vm.ctx.new_str(format!("{message}. {explanation}"));
    error.set_attr("msg", message, vm)
}
