//! Drives the coroutines of a script, and classifies the objects that they wait for.

use super::coroutine::coroutine::NativeCoroutine;
use super::future::future::PyFuture;
use crate::{library, place};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCoroutine};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

/// The result of a step of a coroutine.
pub(crate) enum Resumed {
    /// It waits for the object that it yielded.
    Waits(PyObjectRef),
    /// It has ended.
    Ended(PyResult),
}

/// Runs `coroutine` until its next wait, in `context` if given. Throws `error` into it, if given.
pub(crate) fn resume(
    coroutine: &PyObject,
    error: Option<PyBaseExceptionRef>,
    context: Option<&PyObjectRef>,
    vm: &VirtualMachine,
) -> Resumed {
    let step = match context {
        Some(context) => resume_in(context, coroutine, error, vm),
        None => resume_here(coroutine, error, vm),
    };
    match step {
        Ok(PyIterReturn::Return(object)) => Resumed::Waits(object),
        Ok(PyIterReturn::StopIteration(value)) => Resumed::Ended(Ok(vm.unwrap_or_none(value))),
        Err(error) => Resumed::Ended(Err(error)),
    }
}

fn resume_here(
    coroutine: &PyObject,
    error: Option<PyBaseExceptionRef>,
    vm: &VirtualMachine,
) -> PyResult<PyIterReturn> {
    if let Some(own) = coroutine.downcast_ref::<PyCoroutine>() {
        let none = vm.ctx.none();
        return match error {
            None => own.as_coro().send(coroutine, none, vm),
            Some(error) => {
                let coro = own.as_coro();
                coro.throw(coroutine, error.into(), none.clone(), none, vm)
            }
        };
    }
    if let Some(waiting) = coroutine.downcast_ref::<NativeCoroutine>() {
        return match error {
            None => NativeCoroutine::advance(waiting, vm),
            Some(error) => NativeCoroutine::interrupt(waiting, error, vm),
        };
    }
    let step = match error {
        None => vm.call_method(coroutine, "send", (vm.ctx.none(),)),
        Some(error) => vm.call_method(coroutine, "throw", (error,)),
    };
    PyIterReturn::from_pyresult(step, vm)
}

fn resume_in(
    context: &PyObjectRef,
    coroutine: &PyObject,
    error: Option<PyBaseExceptionRef>,
    vm: &VirtualMachine,
) -> PyResult<PyIterReturn> {
    let (method, argument) = match error {
        None => ("send", vm.ctx.none()),
        Some(error) => ("throw", error.into()),
    };
    let method = coroutine.get_attr(method, vm)?;
    PyIterReturn::from_pyresult(vm.call_method(context, "run", (method, argument)), vm)
}

/// The object as a future, if it is one. Tasks are futures.
pub(crate) fn as_future(object: &PyObject) -> Option<&Py<PyFuture>> {
    object.downcast_ref::<PyFuture>()
}

/// Whether an object is a native coroutine.
pub(crate) fn is_native_coroutine(object: &PyObject) -> bool {
    object.downcast_ref::<NativeCoroutine>().is_some()
}

/// Whether an object is a coroutine of a function in the script.
pub(crate) fn is_of_script(object: &PyObject) -> bool {
    let coroutine = object.downcast_ref::<PyCoroutine>();
    coroutine.is_some_and(|it| place::is_in_script(&it.as_coro().code()))
}

/// Whether an object can be the body of a task.
pub(crate) fn is_coroutine(object: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if is_native_coroutine(object) || object.downcast_ref::<PyCoroutine>().is_some() {
        return Ok(true);
    }
    let class = library::module("collections.abc", vm)?;
    let class = match class.get_attr("abc", vm) {
        Ok(abc) => abc.get_attr("Coroutine", vm)?,
        Err(_) => class.get_attr("Coroutine", vm)?,
    };
    object.is_instance(&class, vm)
}

/// Cancels a future by its `cancel` method, because scripts and `gather` override it. Returns false if it has ended.
///
/// # Errors
/// What the method raises.
pub(crate) fn cancel(
    object: &PyObject,
    message: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<bool> {
    let named = message.map(|message| ("msg".into(), message));
    let args = FuncArgs::new(
        Vec::<PyObjectRef>::new(),
        KwArgs::new(named.into_iter().collect()),
    );
    vm.call_method(object, "cancel", args)?.try_to_bool(vm)
}

/// Describes a coroutine: `main() running at script.py:4`.
pub(crate) fn describe(coroutine: &PyObject, vm: &VirtualMachine) -> String {
    let text = |object: PyResult| -> Option<String> {
        Some(object.ok()?.str(vm).ok()?.to_string_lossy().into_owned())
    };
    let name = text(coroutine.get_attr("__qualname__", vm)).unwrap_or_default();
    let Some(own) = coroutine.downcast_ref::<PyCoroutine>() else {
        return format!("{name}()");
    };
    let code = own.as_coro().code();
    let file = code.source_path();
    if own.as_coro().closed() {
        let first = code.first_line_number.map_or(0, |line| line.get());
        return format!("{name}() done, defined at {file}:{first}");
    }
    let line = own.as_coro().frame_opt().map_or(0, |frame| frame.lineno());
    format!("{name}() running at {file}:{line}")
}
