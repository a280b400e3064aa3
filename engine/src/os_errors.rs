//! Makes `OSError(errno, text)` an instance of the class for that number, such as `ConnectionRefusedError`.
//! RustPython 0.6 does that only where it knows the system's numbers, which it does not in a browser. The numbers are
//! those of Linux, as in `python/_error_numbers.py`.

use rustpython_vm::builtins::{PyInt, PyType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};
use std::sync::OnceLock;

type Call = fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult;

/// How the interpreter itself calls a class.
static ORIGINAL: OnceLock<Call> = OnceLock::new();

/// Replaces how `OSError` is called, if the interpreter knows no numbers.
pub(crate) fn install(vm: &VirtualMachine) {
    let slots = &vm.ctx.types.type_type.slots;
    if cfg!(not(target_family = "wasm")) {
        return;
    }
    if let Some(original) = slots.call.load()
        && ORIGINAL.set(original).is_ok()
    {
        // For `OSError(*args)`.
        slots.call.store(Some(call));
    }
    let os_error = vm.ctx.exceptions.os_error;
    os_error.slots.vectorcall.store(Some(vectorcall));
}

fn call(class: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let original = ORIGINAL.get().expect("it was replaced");
    match class_for(class, &args, vm) {
        Some(class) => original(class.as_object(), args, vm),
        None => original(class, args, vm),
    }
}

fn vectorcall(
    class: &PyObject,
    args: Vec<PyObjectRef>,
    nargs: usize,
    names: Option<&[PyObjectRef]>,
    vm: &VirtualMachine,
) -> PyResult {
    call(
        class,
        FuncArgs::from_vectorcall_owned(args, nargs, names),
        vm,
    )
}

/// The class of the error with these arguments, if `class` is `OSError` itself.
fn class_for(
    class: &PyObject,
    args: &FuncArgs,
    vm: &VirtualMachine,
) -> Option<&'static Py<PyType>> {
    let classes = &vm.ctx.exceptions;
    let has_number = (2..=5).contains(&args.args.len()) && args.kwargs.is_empty();
    if !has_number || !class.is(classes.os_error) {
        return None;
    }
    let number = args.args[0].downcast_ref::<PyInt>()?;
    Some(match number.try_to_primitive::<i32>(vm).ok()? {
        1 | 13 => classes.permission_error,
        2 => classes.file_not_found_error,
        3 => classes.process_lookup_error,
        4 => classes.interrupted_error,
        10 => classes.child_process_error,
        11 | 114 | 115 => classes.blocking_io_error,
        17 => classes.file_exists_error,
        20 => classes.not_a_directory_error,
        21 => classes.is_a_directory_error,
        32 | 108 => classes.broken_pipe_error,
        103 => classes.connection_aborted_error,
        104 => classes.connection_reset_error,
        110 => classes.timeout_error,
        111 => classes.connection_refused_error,
        _ => return None,
    })
}
