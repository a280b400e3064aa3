//! What happens before the first line of a script, and how its top level runs.

use crate::options::Options;
use crate::{current, errors, limits, modules, native, place};
use rustpython_vm::builtins::PyCode;
use rustpython_vm::{PyRef, PyResult, VirtualMachine};

/// Sets up the interpreter for a script.
pub(crate) fn prepare(script: &str, options: Options, vm: &VirtualMachine) -> PyResult<()> {
    current::state().files.set_main(script);
    vm.recursion_limit.set(options.recursion_limit);
    native::stream::install(vm)?;
    limits::cap_recursion_limit(options.recursion_limit, vm)?;
    errors::cache_source_lines(place::FILE, script, vm)
}

/// Runs the top level of a script. Returns a coroutine if it awaits something.
pub(crate) fn run_top_level(code: PyRef<PyCode>, vm: &VirtualMachine) -> PyResult {
    let scope = vm.new_scope_with_main()?;
    let file = vm.ctx.new_str(place::FILE);
    scope
        .globals
        .set_item("__file__", file.clone().into(), vm)?;
    let arguments = vm.ctx.new_list(vec![file.into()]);
    vm.sys_module.set_attr("argv", arguments, vm)?;
    // The engine has imported what it needs.
    modules::install(&current::state(), vm)?;
    vm.run_code_obj(code, scope)
}
