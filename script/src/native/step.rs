//! A step of a task: its coroutine up to its next wait, what it waits for then, and its end.

use super::drive::{self, Resumed};
use super::future::future::PyFuture;
use super::settle::put;
use super::task::task::PyTask;
use crate::current;
use crate::native::exceptions;
use core::task::{Context, Poll, Waker};
use coroscope::runtime::Handle;
use coroscope::trace::WaitReason;
use coroscope::{Error, Result};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
    vm::thread::with_current_vm,
};

impl PyTask {
    /// Runs the coroutine up to its next wait.
    pub(in crate::native) fn step(zelf: &PyRef<PyTask>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        zelf.waker.replace(Some(cx.waker().clone()));
        with_current_vm(|vm| {
            let Some(error) = zelf.take_what_to_throw(vm) else {
                if PyTask::still_waits(zelf, cx) {
                    return Poll::Pending;
                }
                return PyTask::resume(zelf, None, vm);
            };
            let waits_for = zelf.waits_for.lock().take();
            if let Some(future) = waits_for.as_ref().and_then(|it| drive::as_future(it)) {
                future.forget_waiter(zelf);
            }
            PyTask::resume(zelf, Some(error), vm)
        })
    }

    /// Whether it was woken though what it waits for is not there.
    fn still_waits(zelf: &PyRef<PyTask>, cx: &Context<'_>) -> bool {
        let waits_for = zelf.waits_for.lock().clone();
        match waits_for.as_ref().and_then(|it| drive::as_future(it)) {
            Some(future) if future.is_pending() => {
                future.forget_waiter(zelf);
                PyTask::leave_to(zelf, future, cx.waker());
                true
            }
            _ => {
                put(&zelf.waits_for, None);
                false
            }
        }
    }

    /// Has `future` wake the task, and keep it until then.
    fn leave_to(zelf: &PyRef<PyTask>, future: &PyFuture, waker: &Waker) {
        future.wake_when_done(zelf, waker.clone());
        current::leave_task(zelf);
    }

    fn take_what_to_throw(&self, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
        if self.must_cancel.replace(false) {
            put(&self.bad_yield, None);
            let waits_for = self.waits_for.lock().clone();
            let future = waits_for.as_ref().and_then(|it| drive::as_future(it));
            if future.is_some_and(|future| future.is_cancelled()) {
                // It raises the same, with the words of the first request.
                return None;
            }
            let message = self.cancel_message.lock().clone();
            return Some(exceptions::cancelled_error(message, vm));
        }
        self.bad_yield.lock().take()
    }

    fn resume(
        zelf: &PyRef<PyTask>,
        error: Option<PyBaseExceptionRef>,
        vm: &VirtualMachine,
    ) -> Poll<Result<()>> {
        let (Some(coroutine), Some(waker)) = (zelf.coroutine(), zelf.waker.borrow().clone()) else {
            return Poll::Ready(Ok(()));
        };
        current::progress();
        let entered = current::enter_task(zelf.clone(), waker.clone());
        let context = zelf.context.lock().clone();
        let resumed = drive::resume(&coroutine, error, context.as_ref(), vm);
        drop(entered);
        match resumed {
            Resumed::Waits(object) => {
                PyTask::wait_for(zelf, object, &waker, vm);
                Poll::Pending
            }
            Resumed::Ended(result) => {
                let ended = PyTask::end(zelf, result, vm);
                if ended.is_ok() {
                    PyTask::note_not_kept(zelf);
                }
                Poll::Ready(ended)
            }
        }
    }

    /// Sees to it that the task is woken when what its coroutine yielded is there.
    fn wait_for(zelf: &PyRef<PyTask>, object: PyObjectRef, waker: &Waker, vm: &VirtualMachine) {
        if vm.is_none(&object) {
            Handle::current().record_wait(WaitReason::Turn);
            waker.wake_by_ref();
            return;
        }
        let message = || zelf.cancel_message.lock().clone();
        if let Some(error) = PyTask::refusal(zelf, &object, vm) {
            put(&zelf.bad_yield, Some(error));
            return waker.wake_by_ref();
        }
        if let Some(future) = drive::as_future(&object) {
            PyTask::leave_to(zelf, future, waker);
            if zelf.must_cancel.get() && drive::cancel(&object, message(), vm) {
                zelf.must_cancel.set(false);
            }
        } else if zelf.must_cancel.get() {
            // A coroutine of ours, which was polled with this task's waker.
            waker.wake_by_ref();
        }
        put(&zelf.waits_for, Some(object));
    }

    /// Why the task can't wait for what its coroutine yielded.
    fn refusal(
        zelf: &Py<PyTask>,
        object: &PyObject,
        vm: &VirtualMachine,
    ) -> Option<PyBaseExceptionRef> {
        let told = |object: &PyObject| {
            let told = object.repr(vm).map(|told| told.to_string());
            told.unwrap_or_default()
        };
        let words = match drive::as_future(object) {
            None if drive::is_waiting(object) => return None,
            None => format!("Task got bad yield: {}", told(object)),
            Some(_) if object.is(zelf) => {
                format!("Task cannot await on itself: {}", told(object))
            }
            Some(future) if zelf.base.event_loop()?.is(&future.event_loop()?) => return None,
            Some(_) => format!(
                "Task {} got Future {} attached to a different loop",
                told(zelf.as_object()),
                told(object)
            ),
        };
        Some(vm.new_runtime_error(words))
    }

    /// Settles the task; what the log says of its end.
    fn end(zelf: &PyRef<PyTask>, result: PyResult, vm: &VirtualMachine) -> Result<()> {
        let object = zelf.as_object();
        current::unregister_task(zelf);
        put(&zelf.waited_in, None);
        let settled = match result {
            Ok(_) if zelf.must_cancel.replace(false) => {
                let message = zelf.cancel_message.lock().clone();
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
        let message = self.cancel_message.lock().clone();
        let told = message.and_then(|message| message.str(vm).ok());
        told.map(|told| told.to_string_lossy().into_owned())
            .unwrap_or_default()
    }
}
