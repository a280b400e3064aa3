//! A callback that the loop was asked for: its run, for whom it is, and what the log says of one that took long.

use crate::calling::{self, Call};
use crate::native::drive;
use crate::native::task::task::PyTask;
use crate::{current, place};
use core::ops::Deref;
use coroscope::time::{Duration, ms};
use coroscope::trace::{Cause, Place, TaskId};
use rustpython_vm::builtins::{PyBoundMethod, PyCode, PyFunction};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyRef, VirtualMachine, vm::thread::with_current_vm,
};

/// A callback that ran for less is not in the log.
const LONG: Duration = ms(1);

pub(in crate::native) struct Scheduled {
    run: PyObjectRef,
    handle: PyObjectRef,
    callback: PyObjectRef,
    limits: bool,
    /// The future whose done callback it is.
    settled: Option<PyObjectRef>,
    /// The task that has ended for that.
    ended: Option<TaskId>,
    /// Where it was asked for, where the callback has no lines of its own.
    place: Option<Place>,
    /// The thread that asked for it: what it asked for wakes as that thread.
    thread: Option<TaskId>,
}

impl Scheduled {
    pub(in crate::native) fn new(
        run: PyObjectRef,
        handle: PyObjectRef,
        callback: PyObjectRef,
        limits: bool,
        vm: &VirtualMachine,
    ) -> Scheduled {
        let (settled, ended) = match calling::settling() {
            Some((future, ended)) => (Some(future), ended),
            None => (None, None),
        };
        let place = match settled {
            None if limits || code_of(&callback, vm).is_none() => place::now(),
            _ => None,
        };
        Scheduled {
            run,
            handle,
            callback,
            limits,
            settled,
            ended,
            place,
            thread: current::shared().running_thread(),
        }
    }

    pub(in crate::native) fn run(self) {
        let owner = current::handle();
        let began = owner.time();
        let call = Call {
            ended: self.ended,
            place: self.place.clone(),
            limits: self.limits,
        };
        let cause = match self.ended.or(self.thread) {
            _ if self.limits => Cause::Timer,
            Some(actor) => Cause::Task(actor),
            None => Cause::Callback,
        };
        owner.caused_by(cause, || {
            calling::run(call, || {
                with_current_vm(|vm| {
                    // asyncio's Handle has told of every other exception.
                    if let Err(error) = self.run.call((self.handle.clone(),), vm) {
                        current::end_the_run(error);
                    }
                });
            });
        });
        if let Some(settled) = &self.settled {
            if let Some(future) = drive::as_future(settled) {
                future.forget_call(&self.callback);
            }
            // Who asked to be called has heard that it ended well.
            PyTask::note_heard(settled);
        }
        let took = owner.time() - began;
        if took >= LONG
            && let Some((name, place)) = with_current_vm(|vm| self.told(vm))
        {
            owner.record_callback(took, &name, place);
        }
    }

    /// Its name and place; none for the library's own functions.
    fn told(&self, vm: &VirtualMachine) -> Option<(String, Place)> {
        let Some(code) = code_of(&self.callback, vm) else {
            return Some((name_of(&self.callback, vm), self.place.clone()?));
        };
        if code.source_path().as_str() != place::FILE {
            return None;
        }
        let line = code.first_line_number.map_or(0, |line| line.get());
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Some((name_of(&self.callback, vm), place::at(line)))
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

/// The name of a function as the script has it: `Clock.tick`, `time.sleep`.
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
