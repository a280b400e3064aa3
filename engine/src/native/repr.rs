//! The reprs of asyncio's objects. Those of futures and tasks are made by CPython's own functions.

use super::future::future::PyFuture;
use super::settle::DoneCallback;
use super::task::task::PyTask;
use super::{drive, settle::put};
use crate::library;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

/// The repr of a primitive: `<asyncio.locks.Lock object at 0x… [locked, waiters:2]>`.
pub(crate) fn of_primitive<T: PyPayload>(
    object: &Py<T>,
    state: &str,
    waiters: usize,
    vm: &VirtualMachine,
) -> String {
    let class = object.class();
    let module = class.as_object().get_attr("__module__", vm);
    let module = module.and_then(|module| module.str(vm));
    let module = module.map_or_else(|_| "asyncio".to_owned(), |module| module.to_string());
    let waiters = match waiters {
        0 => String::new(),
        waiters => format!(", waiters:{waiters}"),
    };
    let id = object.get_id();
    format!(
        "<{module}.{} object at {id:#x} [{state}{waiters}]>",
        class.name()
    )
}

/// A function of a module in asyncio.
pub(in crate::native) fn library_function(
    module: &'static str,
    name: &'static str,
    vm: &VirtualMachine,
) -> PyResult {
    let asyncio = library::module("asyncio", vm)?;
    asyncio.get_attr(module, vm)?.get_attr(name, vm)
}

/// The repr that a function of a module in asyncio makes.
pub(in crate::native) fn library_repr(
    module: &'static str,
    name: &'static str,
    object: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<String> {
    let text = library_function(module, name, vm)?.call((object.to_owned(),), vm)?;
    Ok(text.str(vm)?.to_string_lossy().into_owned())
}

impl PyFuture {
    /// The done callbacks with their contexts, as asyncio lists them. A task that awaits the future is one of them.
    pub(in crate::native) fn listed_callbacks(
        &self,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<PyObjectRef>> {
        let wakes_task = vm.import("_asyncio", 0)?.get_attr("_task_wakeup", vm)?;
        let callbacks = self.callbacks.lock();
        let listed = callbacks.iter().map(|callback| {
            let function = callback.function.clone();
            let function = function.unwrap_or_else(|| wakes_task.clone());
            let context = vm.unwrap_or_none(callback.context.clone());
            vm.ctx.new_tuple(vec![function, context]).into()
        });
        Ok(listed.collect())
    }
}

impl PyTask {
    /// The future that the task waits for. In asyncio, `sleep`, locks and queues make one for each wait; here a new one
    /// stands for it.
    pub(in crate::native) fn awaited_future(
        &self,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyObjectRef>> {
        let Some(object) = self.awaited_object() else {
            return Ok(None);
        };
        if drive::as_future(&object).is_some() {
            return Ok(Some(object));
        }
        let future = PyFuture::new();
        put(&future.event_loop, self.base.event_loop());
        put(&future.callbacks, vec![DoneCallback::placeholder()]);
        Ok(Some(future.into_pyobject(vm)))
    }
}
