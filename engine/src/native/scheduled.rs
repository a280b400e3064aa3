//! A scheduled callback: how it runs, what caused it, and its entry in the log if it takes long.

use crate::attribution::{self, RunningCallback};
use crate::native::drive;
use crate::native::task::task::PyTask;
use crate::{current, memory, place};
use core::ops::Deref;
use coroscope_trace::time::{Duration, ms};
use coroscope_trace::{Cause, Place, TaskId};
use rustpython_vm::builtins::{PyBoundMethod, PyCode, PyFunction};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyRef, VirtualMachine, vm::thread::with_current_vm,
};

/// Callbacks that take less time are not in the log.
const MIN_RECORDED: Duration = ms(1);

pub(in crate::native) struct Scheduled {
    run: PyObjectRef,
    handle: PyObjectRef,
    callback: PyObjectRef,
    /// Whether it only ends a wait that takes too long.
    is_deadline: bool,
    /// The future whose done callback it is.
    settled: Option<PyObjectRef>,
    /// The task whose end caused it.
    ended: Option<TaskId>,
    /// The task that made its socket ready. The callbacks that it schedules have the same.
    causing: Option<TaskId>,
    /// Where it was scheduled, if the callback has no lines in the script.
    place: Option<Place>,
    /// The thread that scheduled it, which is recorded as the cause of what it wakes.
    thread: Option<TaskId>,
}

impl Scheduled {
    pub(in crate::native) fn new(
        run: PyObjectRef,
        handle: PyObjectRef,
        callback: PyObjectRef,
        is_deadline: bool,
        vm: &VirtualMachine,
    ) -> Scheduled {
        memory::keep_ahead();
        let (settled, ended) = match attribution::settling() {
            Some((future, ended)) => (Some(future), ended),
            None => (None, None),
        };
        let place = match settled {
            None if is_deadline || code_of(&callback, vm).is_none() => place::now(),
            _ => None,
        };
        Scheduled {
            run,
            handle,
            callback,
            is_deadline,
            causing: match settled {
                None => attribution::causing_task(),
                Some(_) => None,
            },
            settled,
            ended,
            place,
            thread: current::state().running_thread(),
        }
    }

    /// With the task that made its socket ready.
    pub(in crate::native) fn caused_by(self, causing: Option<TaskId>) -> Scheduled {
        Scheduled { causing, ..self }
    }

    pub(in crate::native) fn run(self) {
        let owner = current::handle();
        let began = owner.time();
        let callback = RunningCallback {
            ended: self.ended,
            causing: self.causing,
            place: self.place.clone(),
            is_deadline: self.is_deadline,
        };
        let cause = match self.ended.or(self.thread).or(self.causing) {
            _ if self.is_deadline => Cause::Timer,
            Some(actor) => Cause::Task(actor),
            None => Cause::Callback,
        };
        owner.caused_by(cause, || {
            attribution::run_callback(callback, || {
                with_current_vm(|vm| {
                    // asyncio's Handle reports every other exception.
                    if let Err(error) = self.run.call((self.handle.clone(),), vm) {
                        current::end_the_run(error);
                    }
                });
            });
        });
        if let Some(settled) = &self.settled {
            if let Some(future) = drive::as_future(settled) {
                future.remove_scheduled(&self.callback);
            }
            // A done callback observes that the task has succeeded.
            PyTask::record_end_observed(settled);
        }
        let took = owner.time() - began;
        if took >= MIN_RECORDED
            && let Some((name, place)) = with_current_vm(|vm| self.name_and_place(vm))
        {
            owner.record_callback(took, &name, place);
        }
    }

    /// The name and place of the callback; `None` for functions of the library.
    fn name_and_place(&self, vm: &VirtualMachine) -> Option<(String, Place)> {
        let Some(code) = code_of(&self.callback, vm) else {
            return Some((name_of(&self.callback, vm), self.place.clone()?));
        };
        if !place::is_in_script(&code) {
            return None;
        }
        let line = code.first_line_number.map_or(0, |line| line.get());
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Some((
            name_of(&self.callback, vm),
            place::at(code.source_path().as_str(), line),
        ))
    }
}

/// The function behind methods and partial functions.
fn innermost(callback: &PyObject, vm: &VirtualMachine) -> PyObjectRef {
    let name = match callback.downcast_ref::<PyBoundMethod>() {
        Some(_) => "__func__",
        None if callback.class().name().deref() == "partial" => "func",
        None => return callback.to_owned(),
    };
    match callback.get_attr(name, vm) {
        Ok(inner) => innermost(&inner, vm),
        Err(_) => callback.to_owned(),
    }
}

fn code_of(callback: &PyObject, vm: &VirtualMachine) -> Option<PyRef<PyCode>> {
    let function = innermost(callback, vm);
    function.downcast_ref::<PyFunction>()?;
    function.get_attr("__code__", vm).ok()?.downcast().ok()
}

/// The name of a function as the script writes it: `Clock.tick`, `time.sleep`.
fn name_of(callback: &PyObject, vm: &VirtualMachine) -> String {
    let function = innermost(callback, vm);
    let text = |name| {
        let text = function.get_attr(name, vm).ok()?.str(vm).ok()?;
        Some(text.to_string_lossy().into_owned())
    };
    let Some(name) = text("__qualname__") else {
        return function.class().name().to_string();
    };
    let name = name.rsplit("<locals>.").next().unwrap_or_default();
    match (name, text("__module__").as_deref()) {
        ("<lambda>", _) => "lambda".to_owned(),
        (name, Some("time")) => format!("time.{name}"),
        (name, _) => name.to_owned(),
    }
}
