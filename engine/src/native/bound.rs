//! The loop that a primitive belongs to: the one in which a task first waited for it.

use crate::current;
use rustpython_common::lock::PyMutex;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    vm::thread::with_current_vm,
};

/// The loop of a primitive, once a task has waited for it.
#[derive(Default)]
pub(in crate::native) struct LoopSlot(PyMutex<Option<PyObjectRef>>);

impl LoopSlot {
    /// Sets the loop, or checks that it is the running one.
    ///
    /// # Errors
    /// asyncio's `RuntimeError`, if `owner` belongs to another loop.
    pub(in crate::native) fn bind(&self, owner: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
        let running = current::running_loop();
        let known = self.0.lock().clone();
        match (known, running) {
            (Some(known), Some(running)) if !known.is(&running) => {
                let owner = owner.repr(vm)?;
                Err(vm.new_runtime_error(format!("{owner} is bound to a different event loop")))
            }
            (None, Some(running)) => {
                self.0.lock().replace(running);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// A primitive that belongs to a loop.
pub(in crate::native) trait LoopBound: PyPayload {
    /// Its slot for the loop.
    fn slot(&self) -> &LoopSlot;

    /// Awaits `wait`. If the running task will have to wait, `owner` must belong to the running loop.
    async fn wait_in_loop<T>(
        owner: &Py<Self>,
        must_wait: impl FnOnce(&Self) -> bool,
        wait: impl Future<Output = T>,
    ) -> PyResult<T> {
        if must_wait(owner) {
            with_current_vm(|vm| owner.slot().bind(owner.as_object(), vm))?;
        }
        Ok(wait.await)
    }
}
