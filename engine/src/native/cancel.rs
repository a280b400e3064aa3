//! Cancelling tasks: requests, their reasons, and tasks that are destroyed while they are pending.

use super::drive;
use super::settle::put;
use super::task::task::PyTask;
use crate::{attribution, current, mistakes, place};
use coroscope_trace::Warning;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// Why asyncio's own functions cancel tasks, by file and name of the function.
const REASONS: [(&str, &str, &str); 6] = [
    (
        "asyncio/taskgroups.py",
        "_on_task_done",
        "a task of its group has failed",
    ),
    (
        "asyncio/tasks.py",
        "cancel",
        "the gather that awaits it was cancelled",
    ),
    (
        "asyncio/tasks.py",
        "_cancel_and_wait",
        "the time to wait for it is over",
    ),
    (
        "asyncio/runners.py",
        "_cancel_all_tasks",
        "the main task has ended",
    ),
    (
        "asyncio/_top_level.py",
        "_end_all",
        "the main task has ended",
    ),
    (
        "asyncio/timeouts.py",
        "_on_timeout",
        "its timeout has expired",
    ),
];

impl PyTask {
    /// Requests cancellation. Returns false if the task has ended.
    pub(in crate::native) fn request_cancel(
        zelf: &Py<PyTask>,
        message: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> bool {
        zelf.base.mark_retrieved();
        if !zelf.is_pending() {
            return false;
        }
        zelf.cancels_requested.set(zelf.cancels_requested.get() + 1);
        let waits_for = zelf.waits_for.lock().clone();
        let waits = waits_for
            .as_ref()
            .is_some_and(|object| drive::is_native_coroutine(object));
        if !(waits && zelf.must_cancel.get()) {
            put(&zelf.cancel_message, message.clone());
        }
        if let Some(id) = zelf.id() {
            let message = zelf.cancel_message_text(vm);
            let why = match message.is_empty() {
                true => reason(vm).unwrap_or_default(),
                false => message,
            };
            current::handle().record_cancel_request(id, attribution::canceller(), &why);
        }
        if let Some(object) = &waits_for
            && drive::as_future(object).is_some()
            && attribution::while_cancelling(zelf.id(), || drive::cancel(object, message, vm))
        {
            return true;
        }
        zelf.must_cancel.set(true);
        if waits && let Some(waker) = &*zelf.waker.borrow() {
            waker.wake_by_ref();
        }
        true
    }

    /// Takes a cancel request back. Returns the number of those that are left.
    pub(in crate::native) fn uncancel_once(&self) -> usize {
        let requested = self.cancels_requested.get();
        let left = requested.saturating_sub(1);
        self.cancels_requested.set(left);
        if let (1.., Some(id)) = (requested, self.id()) {
            current::handle().record_uncancel(id);
        }
        // A native coroutine that it waits for was cancelled already.
        let waits_for = self.waits_for.lock().clone();
        let waiting = waits_for.is_some_and(|object| drive::is_native_coroutine(&object));
        if left == 0 && !waiting {
            self.must_cancel.set(false);
        }
        left
    }

    /// Records a warning if only the loop refers to this task, which has just succeeded: it can never be awaited.
    pub(in crate::native) fn record_if_unreferenced(zelf: &PyRef<PyTask>) {
        if zelf.as_object().strong_count() == 1 {
            let name = PyTask::get_name(zelf);
            current::handle().record_warning(Warning::TaskNotReferenced, &name, None);
        }
    }

    /// Reports a task that is destroyed while it is pending.
    pub(in crate::native) fn report_destroyed(
        zelf: &Py<PyTask>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if zelf.inner.get().is_none() || !mistakes::is_fault_of_script() {
            return Ok(());
        }
        let place = zelf.coroutine().and_then(|it| place::suspended(it, vm));
        let name = PyTask::get_name(zelf);
        if let Some(id) = zelf.id() {
            current::forget_task(id);
        }
        current::handle().record_warning(Warning::DestroyedPending, &name, place);
        if let Some(waker) = &*zelf.waker.borrow() {
            // The Coroscope task ends at its next turn.
            waker.wake_by_ref();
        }
        let is_logged = zelf.as_object().get_attr("_log_destroy_pending", vm);
        let is_logged = is_logged.and_then(|it| it.try_to_bool(vm));
        let (true, Some(event_loop)) = (is_logged.unwrap_or(true), zelf.base.event_loop()) else {
            return Ok(());
        };
        let context = vm.ctx.new_dict();
        let message = vm.ctx.new_str("Task was destroyed but it is pending!");
        context.set_item("task", zelf.to_owned().into(), vm)?;
        context.set_item("message", message.into(), vm)?;
        vm.call_method(&event_loop, "call_exception_handler", (context,))
            .map(drop)
    }
}

/// Why the running code cancels a task, if known.
fn reason(vm: &VirtualMachine) -> Option<String> {
    if let Some(frame) = vm.current_frame() {
        let code = frame.f_code();
        let (file, name) = (code.source_path().as_str(), code.obj_name.as_str());
        if (file, name) == ("asyncio/taskgroups.py", "_abort") {
            return Some(match attribution::ended_task() {
                Some(_) => "another task of its group has failed".to_owned(),
                None => "the body of its group has failed".to_owned(),
            });
        }
        let known = REASONS.iter().find(|(f, n, _)| (*f, *n) == (file, name));
        if let Some((_, _, why)) = known {
            return Some(match attribution::timeout_line() {
                Some(line) if name == "_on_timeout" => {
                    format!("the timeout in line {line} has expired")
                }
                _ => (*why).to_owned(),
            });
        }
    }
    attribution::cancel_reason()
}
