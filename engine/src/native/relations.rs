//! What a future belongs to: its loop, where it was made, and the tasks that await it.

use super::future::future::PyFuture;
use super::settle::{State, put};
use crate::current;
use crate::native::repr::library_function;
use rustpython_vm::builtins::PyFrozenSet;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
};

impl PyFuture {
    /// Sets the loop: `given`, or the default.
    pub(crate) fn set_loop(&self, given: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        let given = given.filter(|given| !vm.is_none(given));
        let event_loop = match given {
            Some(given) => given,
            None => current::event_loop(vm)?,
        };
        if current::state().watches_steps.get() {
            put(&self.source_traceback, origin(&event_loop, vm)?);
        }
        put(&self.event_loop, Some(event_loop));
        Ok(())
    }

    /// The tasks that await it, directly or through another future; `None` if there are none.
    pub(in crate::native) fn awaited_by(
        &self,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyRef<PyFrozenSet>>> {
        let mut tasks = self.awaiters.lock().clone();
        let callbacks = self.callbacks.lock();
        for task in callbacks.iter().filter_map(|it| it.task.as_ref()) {
            if !tasks.iter().any(|known| known.is(task)) {
                tasks.push(task.clone().into());
            }
        }
        drop(callbacks);
        if tasks.is_empty() {
            return Ok(None);
        }
        let tasks = PyFrozenSet::from_iter(vm, tasks)?;
        Ok(Some(tasks.into_ref(&vm.ctx)))
    }

    /// Adds a task that awaits it through another future.
    pub(in crate::native) fn add_awaiter(&self, task: PyObjectRef) {
        let mut awaiters = self.awaiters.lock();
        if !awaiters.iter().any(|known| known.is(&task)) {
            awaiters.push(task);
        }
    }

    /// Removes a task that does not await it any more.
    pub(in crate::native) fn discard_awaiter(&self, task: &PyObject) {
        let mut awaiters = self.awaiters.lock();
        let found = awaiters.iter().position(|known| known.is(task));
        let removed = found.map(|index| awaiters.swap_remove(index));
        drop(awaiters);
        drop(removed);
    }

    /// The loop.
    pub(crate) fn event_loop(&self) -> Option<PyObjectRef> {
        self.event_loop.lock().clone()
    }

    /// The loop, if it is not running. Loops share one runtime, so a task may have a turn while its own loop is stopped.
    pub(in crate::native) fn stopped_loop(&self, vm: &VirtualMachine) -> Option<PyObjectRef> {
        let event_loop = self.event_loop()?;
        if current::running_loop().is_some_and(|running| running.is(&event_loop)) {
            return None;
        }
        let is_running = event_loop.get_attr("_is_running", vm);
        let is_running = is_running.and_then(|it| it.try_to_bool(vm));
        (!is_running.unwrap_or(true)).then_some(event_loop)
    }

    /// Reports an exception that nobody has retrieved.
    pub(in crate::native) fn report_unretrieved(
        zelf: &Py<PyFuture>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let (State::Error(error, _), Some(event_loop)) = (zelf.state(), zelf.event_loop()) else {
            return Ok(());
        };
        let context = vm.ctx.new_dict();
        let message = format!("{} exception was never retrieved", zelf.class().name());
        context.set_item("message", vm.ctx.new_str(message).into(), vm)?;
        context.set_item("exception", error.into(), vm)?;
        context.set_item("future", zelf.to_owned().into(), vm)?;
        let made = zelf.source_traceback.lock().clone();
        if let Some(made) = made {
            context.set_item("source_traceback", made, vm)?;
        }
        vm.call_method(&event_loop, "call_exception_handler", (context,))
            .map(drop)
    }
}

/// Where the script makes a future, if the loop is in debug mode.
fn origin(event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if !vm
        .call_method(event_loop, "get_debug", ())?
        .try_to_bool(vm)?
    {
        return Ok(None);
    }
    let extract = library_function("format_helpers", "extract_stack", vm)?;
    extract.call((), vm).map(Some)
}
