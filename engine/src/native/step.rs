//! The steps of a task: running its coroutine until the next wait, waiting, and ending.

use super::drive::{self, Resumed};
use super::future::future::PyFuture;
use super::settle::put;
use super::task::task::PyTask;
use crate::native::exceptions;
use crate::{clock, current};
use core::task::{Context, Poll, Waker};
use coroscope_runtime::runtime::Handle;
use coroscope_runtime::{Error, Result};
use coroscope_trace::WaitReason;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::class::StaticType;
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
    vm::thread::with_current_vm,
};

impl PyTask {
    /// Runs the coroutine until its next wait.
    pub(in crate::native) fn step(zelf: &PyRef<PyTask>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        zelf.waker.replace(Some(cx.waker().clone()));
        with_current_vm(|vm| {
            if let Some(stopped) = zelf.base.stopped_loop(vm) {
                current::wake_when_started(stopped, cx.waker().clone());
                return Poll::Pending;
            }
            let Some(error) = zelf.take_exception(vm) else {
                if PyTask::is_still_waiting(zelf, cx) {
                    return Poll::Pending;
                }
                return PyTask::resume(zelf, None, vm);
            };
            let waits_for = zelf.waits_for.lock().take();
            if let Some(future) = waits_for.as_ref().and_then(|it| drive::as_future(it)) {
                future.remove_waiter(zelf);
            }
            PyTask::resume(zelf, Some(error), vm)
        })
    }

    /// Whether the task was woken although the awaited future is still pending.
    fn is_still_waiting(zelf: &PyRef<PyTask>, cx: &Context<'_>) -> bool {
        let waits_for = zelf.waits_for.lock().clone();
        match waits_for.as_ref().and_then(|it| drive::as_future(it)) {
            Some(future) if future.is_pending() => {
                future.remove_waiter(zelf);
                PyTask::wait_for_future(zelf, future, cx.waker());
                true
            }
            _ => {
                put(&zelf.waits_for, None);
                false
            }
        }
    }

    /// Makes `future` wake the task, and hold the reference to it until then.
    fn wait_for_future(zelf: &PyRef<PyTask>, future: &PyFuture, waker: &Waker) {
        future.wake_when_done(zelf, waker.clone());
        current::release_task(zelf);
    }

    fn take_exception(&self, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
        if self.must_cancel.replace(false) {
            put(&self.bad_yield, None);
            let waits_for = self.waits_for.lock().clone();
            let future = waits_for.as_ref().and_then(|it| drive::as_future(it));
            if future.is_some_and(|future| future.is_cancelled()) {
                // The future raises the same, with the message of the first request.
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
        let state = current::state();
        let began = state.watches_steps.get().then(|| state.handle.time());
        let entered = current::enter_task(zelf.clone(), waker.clone());
        // The loop of a thread runs beside the main loop.
        let others = zelf
            .event_loop()
            .filter(|own| !current::is_running_loop(own));
        let main = others.map(|own| current::replace_running_loop(Some(own)));
        let context = zelf.context.lock().clone();
        let resumed = drive::resume(&coroutine, error, context.as_ref(), vm);
        drop(entered);
        if let Some(main) = main {
            current::set_running_loop(main);
        }
        let polled = match resumed {
            Resumed::Waits(object) => {
                PyTask::wait_for(zelf, object, &waker, vm);
                Poll::Pending
            }
            Resumed::Ended(result) => {
                let ended = PyTask::end(zelf, result, vm);
                if ended.is_ok() {
                    PyTask::record_if_unreferenced(zelf);
                }
                Poll::Ready(ended)
            }
        };
        if let (Some(began), Some(event_loop)) = (began, zelf.event_loop()) {
            let took = clock::as_seconds(current::handle().time()) - clock::as_seconds(began);
            let reported = vm.call_method(&event_loop, "_report_if_slow", (zelf.clone(), took));
            if let Err(error) = reported {
                current::end_the_run(error);
            }
        }
        polled
    }

    /// Arranges that the task is woken when the object that its coroutine yielded is ready.
    fn wait_for(zelf: &PyRef<PyTask>, object: PyObjectRef, waker: &Waker, vm: &VirtualMachine) {
        if vm.is_none(&object) {
            Handle::current().record_wait(WaitReason::Turn);
            waker.wake_by_ref();
            return;
        }
        let message = || zelf.cancel_message.lock().clone();
        if let Some(error) = PyTask::bad_yield_error(zelf, &object, vm) {
            put(&zelf.bad_yield, Some(error));
            return waker.wake_by_ref();
        }
        if let Some(future) = drive::as_future(&object) {
            match PyTask::wait_by_override(zelf, &object, waker, vm) {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    put(&zelf.bad_yield, Some(error));
                    return waker.wake_by_ref();
                }
                None => PyTask::wait_for_future(zelf, future, waker),
            }
            put(&zelf.waits_for, Some(object.clone()));
            if zelf.must_cancel.get() {
                match drive::cancel(&object, message(), vm) {
                    Ok(is_cancelled) => zelf.must_cancel.set(!is_cancelled),
                    Err(error) => {
                        put(&zelf.bad_yield, Some(error));
                        waker.wake_by_ref();
                    }
                }
            }
        } else {
            if zelf.must_cancel.get() {
                // A native coroutine, which was polled with this task's waker.
                waker.wake_by_ref();
            }
            put(&zelf.waits_for, Some(object));
        }
    }

    /// Makes `future` wake the task by `add_done_callback`, if its class overrides that.
    fn wait_by_override(
        zelf: &PyRef<PyTask>,
        future: &PyObject,
        waker: &Waker,
        vm: &VirtualMachine,
    ) -> Option<PyResult<()>> {
        let class = future.class();
        if class.is(PyFuture::static_type()) || class.is(PyTask::static_type()) {
            return None;
        }
        let name = vm.ctx.intern_str("add_done_callback");
        let (of_class, native) = (class.get_attr(name), PyFuture::static_type().get_attr(name));
        if of_class?.is(&native?) {
            return None;
        }
        let (task, waker) = (zelf.clone(), waker.clone());
        let wake = vm.new_function("task_wakeup", move |_future: PyObjectRef| {
            current::hold_task(&task);
            waker.wake_by_ref();
        });
        let context = vm.unwrap_or_none(zelf.context.lock().clone());
        let named = KwArgs::new([("context".into(), context)].into_iter().collect());
        let args = FuncArgs::new(vec![wake.into()], named);
        Some(vm.call_method(future, "add_done_callback", args).map(drop))
    }

    /// The exception for an object that the task can't wait for.
    fn bad_yield_error(
        zelf: &Py<PyTask>,
        object: &PyObject,
        vm: &VirtualMachine,
    ) -> Option<PyBaseExceptionRef> {
        let repr = |object: &PyObject| {
            let repr = object.repr(vm).map(|repr| repr.to_string());
            repr.unwrap_or_default()
        };
        let message = match drive::as_future(object) {
            None if drive::is_native_coroutine(object) => return None,
            None => format!("Task got bad yield: {}", repr(object)),
            Some(future) if !zelf.base.event_loop()?.is(&future.event_loop()?) => format!(
                "Task {} got Future {} attached to a different loop",
                repr(zelf.as_object()),
                repr(object)
            ),
            Some(future) if !future.is_awaited_now.replace(false) => format!(
                "yield was used instead of yield from in task {} with {}",
                repr(zelf.as_object()),
                repr(object)
            ),
            Some(_) if object.is(zelf) => {
                format!("Task cannot await on itself: {}", repr(object))
            }
            Some(_) => return None,
        };
        Some(vm.new_runtime_error(message))
    }

    /// Settles the task. Returns its result for the log.
    fn end(zelf: &PyRef<PyTask>, result: PyResult, vm: &VirtualMachine) -> Result<()> {
        let object = zelf.as_object();
        current::unregister_task(zelf);
        put(&zelf.wait_frame, None);
        let settled = match result {
            Ok(_) if zelf.must_cancel.replace(false) => {
                let message = zelf.cancel_message.lock().clone();
                PyFuture::settle_cancelled(PyTask::as_future(zelf), object, message, vm)
            }
            Ok(value) => PyFuture::settle_value(PyTask::as_future(zelf), object, value, vm),
            Err(error) if exceptions::is_cancellation(&error, vm) => {
                zelf.base.store_cancelled_error(error);
                PyFuture::settle_cancelled(PyTask::as_future(zelf), object, None, vm)
            }
            Err(error) => {
                let summary = crate::errors::summary(&error, vm);
                let ends_all = exceptions::ends_the_run(&error, vm);
                let settled =
                    PyFuture::settle_error(PyTask::as_future(zelf), object, error.clone(), vm);
                if ends_all {
                    current::end_the_run(error);
                }
                return settled.map_or_else(|_| Ok(()), |()| Err(Error::msg(summary)));
            }
        };
        // The loop has reported a callback that could not be scheduled.
        drop(settled);
        match zelf.base.is_cancelled() {
            true => Err(Error::cancelled(&zelf.cancel_message_text(vm))),
            false => Ok(()),
        }
    }

    fn as_future(zelf: &PyRef<PyTask>) -> &Py<PyFuture> {
        zelf.as_object()
            .downcast_ref::<PyFuture>()
            .expect("a task is a future")
    }

    /// The message of the cancellation, as text.
    pub(in crate::native) fn cancel_message_text(&self, vm: &VirtualMachine) -> String {
        let message = self.cancel_message.lock().clone();
        let text = message.and_then(|message| message.str(vm).ok());
        text.map(|text| text.to_string_lossy().into_owned())
            .unwrap_or_default()
    }
}
