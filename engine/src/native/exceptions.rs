//! Raises asyncio's exceptions from Rust.

use crate::library;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, PyObjectRef, VirtualMachine};

/// A new exception of a class in asyncio.
pub(crate) fn error(name: &'static str, message: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let made = library::module("asyncio", vm).and_then(|asyncio| {
        let class = asyncio.get_attr(name, vm)?;
        let made = if message.is_empty() {
            class.call((), vm)
        } else {
            class.call((message,), vm)
        };
        let made = made?;
        made.downcast()
            .map_err(|_| vm.new_type_error(format!("{name} is not an exception")))
    });
    made.unwrap_or_else(|error| error)
}

pub(crate) fn cancelled_error(
    message: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    let made = vm.import("_asyncio", 0).and_then(|module| {
        let class = module.get_attr("CancelledError", vm)?;
        let made = match message {
            Some(message) => class.call((message,), vm),
            None => class.call((), vm),
        };
        made?
            .downcast()
            .map_err(|_| vm.new_type_error("CancelledError is not an exception"))
    });
    made.unwrap_or_else(|error| error)
}

pub(crate) fn is_cancellation(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> bool {
    let class = vm
        .import("_asyncio", 0)
        .and_then(|module| module.get_attr("CancelledError", vm));
    class
        .and_then(|class| error.as_object().is_instance(&class, vm))
        .unwrap_or(false)
}

/// Whether an exception ends the run, not just its task.
pub(crate) fn ends_the_run(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> bool {
    let exceptions = &vm.ctx.exceptions;
    error.fast_isinstance(exceptions.system_exit)
        || error.fast_isinstance(exceptions.keyboard_interrupt)
}
