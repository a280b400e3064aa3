//! A hint for a file of the script that has the name of a module of the library, which then can't be imported.

use crate::current;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

/// Adds CPython's hint to the message of an exception about a name that such a file does not have. The interpreter itself
/// adds it only where there are folders.
pub(crate) fn explain(error: &PyBaseExceptionRef, vm: &VirtualMachine) {
    let exceptions = &vm.ctx.exceptions;
    if error.fast_isinstance(exceptions.attribute_error)
        || error.fast_isinstance(exceptions.import_error)
    {
        // Without the hint, the message is still Python's own.
        let _ = add_hint(error, vm);
    }
}

fn add_hint(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<()> {
    let object = error.as_object();
    let message = object.str(vm)?.to_string_lossy().into_owned();
    let Some((problem, module)) = module_in(&message) else {
        return Ok(());
    };
    let files = [format!("{module}.py"), format!("{module}/__init__.py")];
    let state = current::state();
    let Some(file) = files.iter().find(|file| state.files.has_module(file)) else {
        return Ok(());
    };
    let names = vm.sys_module.get_attr("stdlib_module_names", vm)?;
    let is_of_library = vm.call_method(&names, "__contains__", (module,))?;
    if !is_of_library.try_to_bool(vm)? {
        return Ok(());
    }
    let message = format!(
        "{problem} (consider renaming '{file}' since it has the same name as the standard library module named '{module}' \
         and prevents importing that standard library module)"
    );
    let message = vm.ctx.new_str(message);
    match error.fast_isinstance(vm.ctx.exceptions.import_error) {
        true => object.set_attr("msg", message, vm),
        false => object.set_attr("args", vm.ctx.new_tuple(vec![message.into()]), vm),
    }
}

/// The beginning of the message that stays, and the module that it is about.
fn module_in(message: &str) -> Option<(&str, &str)> {
    let (rest, is_import) = match message.strip_prefix("cannot import name ") {
        Some(rest) => (rest.split_once(" from ")?.1, true),
        None => (
            message
                .strip_prefix("partially initialized ")
                .unwrap_or(message),
            false,
        ),
    };
    let rest = rest.strip_prefix("partially initialized ").unwrap_or(rest);
    let rest = match is_import {
        true => rest.strip_prefix("module ").unwrap_or(rest),
        false => rest.strip_prefix("module ")?,
    };
    let (module, _) = rest.strip_prefix('\'')?.split_once('\'')?;
    let problem = message.split(" (").next()?;
    Some((problem, module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_in_pythons_messages() {
        for (message, problem) in [
            ("module 'random' has no attribute 'randint'", None),
            (
                "cannot import name 'randint' from 'random' (random.py)",
                Some("cannot import name 'randint' from 'random'"),
            ),
            (
                "partially initialized module 'random' from 'random.py' has no attribute 'x' (most likely due to a \
                 circular import)",
                Some("partially initialized module 'random' from 'random.py' has no attribute 'x'"),
            ),
        ] {
            let problem = problem.unwrap_or(message);
            assert_eq!(module_in(message), Some((problem, "random")));
        }
        assert_eq!(module_in("'A' object has no attribute 'b'"), None);
    }
}
