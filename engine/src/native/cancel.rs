//! Cancelling tasks: requests, their reasons, and tasks that are destroyed while they are pending.

use super::drive;
use super::settle::put;
use super::task::task::PyTask;
use crate::{attribution, current, mistakes, place};
use coroscope_trace::Warning;
use rustpython_vm::class::StaticType;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// Why asyncio's own functions cancel tasks, by file and name of the function.
const REASONS: [(&str, &str, &str); 8] = [
    (
        "/asyncio/taskgroups.py",
        "cancel",
        "its group was cancelled",
    ),
    (
        "/asyncio/taskgroups.py",
        "create_task",
        "its group was cancelled",
    ),
    (
        "/asyncio/_python_taskgroups.py",
        "_on_task_done",
        "a task of its group has failed",
    ),
    (
        "/asyncio/tasks.py",
        "cancel",
        "the gather that awaits it was cancelled",
    ),
    (
        "/asyncio/tasks.py",
        "_cancel_and_wait",
        "the time to wait for it is over",
    ),
    (
        "/asyncio/runners.py",
        "_cancel_all_tasks",
        "the main task has ended",
    ),
    (
        "/asyncio/_top_level.py",
        "end_all",
        "the main task has ended",
    ),
    (
        "/asyncio/timeouts.py",
        "_on_timeout",
        "its timeout has expired",
    ),
];

impl PyTask {
    /// Requests cancellation, of this task and of the tasks that it awaits, directly or through others. Returns false if
    /// this task has ended.
    ///
    /// # Errors
    /// `RecursionError` if tasks await each other in a circle, and what an overridden `cancel` raises.
    pub(in crate::native) fn request_cancel(
        zelf: &Py<PyTask>,
        message: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<bool> {
        // A loop instead of recursion, because a chain of tasks may be longer than the stack allows.
        let mut awaiting = Chain::default();
        let mut task = zelf.to_owned();
        let mut is_cancelled = loop {
            let canceller = awaiting.0.last().and_then(|it| it.id());
            let pass_on = attribution::while_passing_on(canceller, || {
                PyTask::note_request(&task, message.clone(), vm)
            });
            match pass_on {
                PassOn::Ended => break false,
                PassOn::Nothing => break PyTask::cancel_itself(&task),
                PassOn::To(object) => {
                    awaiting.add(task, vm)?;
                    let last = awaiting.0.last().and_then(|it| it.id());
                    match PyTask::exact(&object) {
                        Some(next) => task = next,
                        None => {
                            break attribution::while_cancelling(last, || {
                                drive::cancel(&object, message, vm)
                            })?;
                        }
                    }
                }
            }
        };
        // If what it awaits can't be cancelled, a task is cancelled at its next step.
        while let Some(task) = awaiting.pop() {
            is_cancelled = is_cancelled || PyTask::cancel_itself(&task);
        }
        Ok(is_cancelled)
    }

    /// Notes a request, in the task and in the log. Returns what it is passed on to.
    fn note_request(
        zelf: &Py<PyTask>,
        message: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PassOn {
        zelf.base.mark_retrieved();
        if !zelf.is_pending() {
            return PassOn::Ended;
        }
        zelf.cancels_requested.set(zelf.cancels_requested.get() + 1);
        let waits_for = zelf.waits_for.lock().clone();
        if !(zelf.waits_for_native() && zelf.must_cancel.get()) {
            put(&zelf.cancel_message, message);
        }
        if let Some(id) = zelf.id() {
            let message = zelf.cancel_message_text(vm);
            let why = match message.is_empty() {
                true => reason(vm).unwrap_or_default(),
                false => message,
            };
            current::handle().record_cancel_request(id, attribution::canceller(), &why);
        }
        match waits_for {
            Some(object) if drive::as_future(&object).is_some() => PassOn::To(object),
            _ => PassOn::Nothing,
        }
    }

    /// Makes the task's next step raise `CancelledError`. Returns true.
    fn cancel_itself(zelf: &Py<PyTask>) -> bool {
        zelf.must_cancel.set(true);
        if zelf.waits_for_native()
            && let Some(waker) = &*zelf.waker.borrow()
        {
            waker.wake_by_ref();
        }
        true
    }

    fn waits_for_native(&self) -> bool {
        let waits_for = self.waits_for.lock().clone();
        waits_for.is_some_and(|object| drive::is_native_coroutine(&object))
    }

    /// The object as a task, if no class of the script overrides its methods.
    fn exact(object: &PyObject) -> Option<PyRef<PyTask>> {
        let is_exact = object.class().is(PyTask::static_type());
        is_exact.then(|| PyTask::of(object).map(ToOwned::to_owned))?
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
        if left == 0 && !self.waits_for_native() {
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

/// What a request to cancel a task is passed on to.
enum PassOn {
    /// The task has ended.
    Ended,
    /// It awaits no future.
    Nothing,
    To(PyObjectRef),
}

/// Tasks that are being cancelled, each of which awaits the next one.
#[derive(Default)]
struct Chain(Vec<PyRef<PyTask>>);

impl Chain {
    /// Adds a task. Fails if it is being cancelled already, because then tasks await each other in a circle.
    fn add(&mut self, task: PyRef<PyTask>, vm: &VirtualMachine) -> PyResult<()> {
        if task.is_being_cancelled.replace(true) {
            return Err(vm.new_recursion_error(
                "maximum recursion depth exceeded while calling a Python object".to_owned(),
            ));
        }
        self.0.push(task);
        Ok(())
    }

    fn pop(&mut self) -> Option<PyRef<PyTask>> {
        let task = self.0.pop()?;
        task.is_being_cancelled.set(false);
        Some(task)
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}

/// Why the running code cancels a task, if known.
fn reason(vm: &VirtualMachine) -> Option<String> {
    if let Some(frame) = vm.current_frame() {
        let code = frame.f_code();
        let (file, name) = (code.source_path().as_str(), code.obj_name.as_str());
        if (file, name) == ("/asyncio/_python_taskgroups.py", "_abort") {
            return Some(match attribution::ended_task() {
                Some(_) => "another task of its group has failed".to_owned(),
                None => "the body of its group has failed".to_owned(),
            });
        }
        let known = REASONS.iter().find(|(f, n, _)| (*f, *n) == (file, name));
        if let Some((_, _, why)) = known {
            return Some(match attribution::timeout_place() {
                Some(set) if name == "_on_timeout" => {
                    format!("the timeout{} has expired", place::in_line(&set))
                }
                _ => (*why).to_owned(),
            });
        }
    }
    attribution::cancel_reason()
}
