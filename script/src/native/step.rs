//! A step of a task: its coroutine up to its next wait, what it waits for then, and its end.

use super::drive::{self, Resumed};
use super::future::future::PyFuture;
use super::task::task::PyTask;
use crate::current;
use crate::native::exceptions;
use core::task::{Context, Poll, Waker};
use coroscope::runtime::Handle;
use coroscope::trace::Wait;
use coroscope::{Error, Result};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine, vm::thread::with_current_vm,
};

impl PyTask {
    /// Runs the coroutine up to its next wait.
    pub(in crate::native) fn step(zelf: &PyRef<PyTask>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        zelf.waker.replace(Some(cx.waker().clone()));
        with_current_vm(|vm| {
            let Some(error) = zelf.take_what_to_throw(vm) else {
                if zelf.still_waits(cx) {
                    return Poll::Pending;
                }
                return PyTask::resume(zelf, None, vm);
            };
            if let Some(future) = zelf.waits_for.take()
                && let Some(future) = drive::as_future(&future)
            {
                future.forget_waker(cx.waker());
            }
            PyTask::resume(zelf, Some(error), vm)
        })
    }

    /// Whether it was woken though what it waits for is not there.
    fn still_waits(&self, cx: &Context<'_>) -> bool {
        let mut waits_for = self.waits_for.borrow_mut();
        let future = waits_for
            .as_ref()
            .and_then(|object| drive::as_future(object));
        if future.is_some_and(|future| future.is_pending()) {
            if let Some(future) = future {
                future.forget_waker(cx.waker());
                future.wake_when_done(cx.waker().clone());
            }
            return true;
        }
        *waits_for = None;
        false
    }

    fn take_what_to_throw(&self, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
        if self.must_cancel.replace(false) {
            self.bad_yield.replace(None);
            let waits_for = self.waits_for.borrow();
            let future = waits_for
                .as_ref()
                .and_then(|object| drive::as_future(object));
            if future.is_some_and(|future| future.is_cancelled()) {
                // It raises the same, with the words of the first request.
                return None;
            }
            let message = self.cancel_message.borrow().clone();
            return Some(exceptions::cancelled_error(message, vm));
        }
        self.bad_yield.take()
    }

    fn resume(
        zelf: &PyRef<PyTask>,
        error: Option<PyBaseExceptionRef>,
        vm: &VirtualMachine,
    ) -> Poll<Result<()>> {
        let (Some(coroutine), Some(waker)) = (zelf.coroutine.get(), zelf.waker.borrow().clone())
        else {
            return Poll::Ready(Ok(()));
        };
        current::progress();
        let entered = current::enter_task(zelf.clone(), waker.clone());
        let resumed = drive::resume(coroutine, error, zelf.context.get(), vm);
        drop(entered);
        match resumed {
            Resumed::Waits(object) => {
                zelf.wait_for(object, &waker, vm);
                Poll::Pending
            }
            Resumed::Ended(result) => Poll::Ready(PyTask::end(zelf, result, vm)),
        }
    }

    /// Sees to it that the task is woken when what its coroutine yielded is there.
    fn wait_for(&self, object: PyObjectRef, waker: &Waker, vm: &VirtualMachine) {
        if vm.is_none(&object) {
            Handle::current().record_wait(Wait::Turn);
            waker.wake_by_ref();
            return;
        }
        if let Some(future) = drive::as_future(&object) {
            future.wake_when_done(waker.clone());
            if self.must_cancel.get()
                && drive::cancel(&object, self.cancel_message.borrow().clone(), vm)
            {
                self.must_cancel.set(false);
            }
        } else if drive::is_waiting(&object) {
            // It was polled with this task's waker.
            if self.must_cancel.get() {
                waker.wake_by_ref();
            }
        } else {
            let told = object.repr(vm).map(|told| told.to_string());
            let told = told.unwrap_or_default();
            let error = vm.new_runtime_error(format!("Task got bad yield: {told}"));
            self.bad_yield.replace(Some(error));
            waker.wake_by_ref();
        }
        self.waits_for.replace(Some(object));
    }

    /// Settles the task; what the log says of its end.
    fn end(zelf: &PyRef<PyTask>, result: PyResult, vm: &VirtualMachine) -> Result<()> {
        let object = zelf.as_object();
        current::unregister_task(zelf);
        let settled = match result {
            Ok(_) if zelf.must_cancel.replace(false) => {
                let message = zelf.cancel_message.borrow().clone();
                PyFuture::settle_cancelled(PyTask::as_future(zelf), object, message, vm)
            }
            Ok(value) => PyFuture::settle_value(PyTask::as_future(zelf), object, value, vm),
            Err(error) if exceptions::is_cancellation(&error, vm) => {
                zelf.base.keep_cancellation(error);
                PyFuture::settle_cancelled(PyTask::as_future(zelf), object, None, vm)
            }
            Err(error) => {
                let told = crate::errors::in_a_line(&error, vm);
                let ends_all = exceptions::ends_the_run(&error, vm);
                let settled =
                    PyFuture::settle_error(PyTask::as_future(zelf), object, error.clone(), vm);
                if ends_all {
                    current::end_the_run(error);
                }
                return settled.map_or_else(|_| Ok(()), |()| Err(Error::msg(told)));
            }
        };
        // A callback that can't be called has been told of by the loop.
        drop(settled);
        match zelf.base.is_cancelled() {
            true => Err(Error::cancelled(&zelf.why(vm))),
            false => Ok(()),
        }
    }

    fn as_future(zelf: &PyRef<PyTask>) -> &Py<PyFuture> {
        zelf.as_object()
            .downcast_ref::<PyFuture>()
            .expect("a task is a future")
    }

    /// Why it was cancelled, in words.
    pub(in crate::native) fn why(&self, vm: &VirtualMachine) -> String {
        let message = self.cancel_message.borrow().clone();
        let told = message.and_then(|message| message.str(vm).ok());
        told.map(|told| told.to_string_lossy().into_owned())
            .unwrap_or_default()
    }
}
