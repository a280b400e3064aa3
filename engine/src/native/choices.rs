//! The choices of a schedule, for the tasks of a script.

use super::task::task::PyTask;
use crate::current;
use coroscope_runtime::runtime::{CancelMoment, Choices, NextTimer, PendingTimer, TaskRef};
use coroscope_trace::time::Instant;
use rustpython_vm::PyRef;
use rustpython_vm::vm::thread::with_current_vm;
use std::rc::Rc;

/// Passes choices on. A task is cancelled as by its own `cancel`, at most once.
pub(crate) struct ScriptChoices(pub(crate) Rc<dyn Choices>);

/// The object of a task.
fn object(task: &TaskRef) -> Option<PyRef<PyTask>> {
    let state = current::try_state()?;
    let pending = state.pending.borrow();
    pending.get(&task.id())?.task()
}

impl Choices for ScriptChoices {
    fn next_timer(&self, now: Instant, pending: &[PendingTimer]) -> NextTimer {
        self.0.next_timer(now, pending)
    }

    fn cancels(&self, task: &TaskRef, moment: CancelMoment) -> bool {
        let is_new = object(task).is_some_and(|task| task.cancels_requested.get() == 0);
        is_new && self.0.cancels(task, moment)
    }

    fn fails(&self, what: &str) -> bool {
        self.0.fails(what)
    }

    fn sleeps_as_answers(&self) -> Option<u32> {
        self.0.sleeps_as_answers()
    }

    fn delays_thread(&self) -> bool {
        self.0.delays_thread()
    }

    fn take_deviation(&self) -> Option<(u32, u32)> {
        self.0.take_deviation()
    }

    fn cancel(&self, task: &TaskRef) {
        let Some(task) = object(task) else { return };
        with_current_vm(|vm| {
            if let Err(error) = PyTask::request_cancel(&task, None, vm) {
                current::end_the_run(error);
            }
        });
    }

    fn printed(&self, line: &str) {
        self.0.printed(line);
    }
}
