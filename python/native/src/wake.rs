//! Which callbacks are steps of tasks, and what is recorded when one is scheduled.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::future_state::FutureState;
use crate::handles::Step;
use crate::hooks::Hooks;
use crate::python::{identity, python};
use crate::records::{LoopState, TaskRecord};

impl Hooks {
    /// Records that a task was made or woken, if a callback is its next step.
    pub(crate) fn wake<'py>(
        &self,
        callback: &Bound<'py, PyAny>,
        args: &Bound<'py, PyTuple>,
    ) -> PyResult<Option<Step>> {
        let py = callback.py();
        let Some(task) = self.task_of(callback, args)? else {
            return Ok(None);
        };
        let state = self.state.bind(py);
        let record = match self.record_of(py, identity(&task)) {
            None => {
                // The frame that called `call_soon`, since this has none.
                let frame = python(py)?.frame.bind(py).call0()?;
                let parent = {
                    let state = state.borrow();
                    let current = state.current.as_ref().filter(|_| state.eager.is_none());
                    current.map(|it| it.borrow(py).number)
                };
                let coro = task.call_method0(intern!(py, "get_coro"))?;
                match parent.filter(|_| !has_begun(&coro)) {
                    Some(parent) => self.tasks.get().spawn(&task, &coro, parent, frame)?,
                    None => self
                        .spawned
                        .bind(py)
                        .call1((state, &task, frame))?
                        .cast_into()?,
                }
            }
            Some(record) => {
                if self.needs_more(py, args)? {
                    self.woken
                        .bind(py)
                        .call1((state, &record, &task, args.get_item(0)?))?;
                } else {
                    self.woken(&record, state)?;
                }
                record
            }
        };
        record.borrow_mut().is_ready = true;
        Ok(Some(Step {
            record: record.unbind(),
            task: task.unbind(),
        }))
    }

    fn woken(&self, record: &Bound<'_, TaskRecord>, state: &Bound<'_, LoopState>) -> PyResult<()> {
        let py = record.py();
        let cause = {
            let state = state.borrow();
            if (state.current.as_ref()).is_some_and(|it| it.is(record)) {
                // It yields, and its step ends now.
                return Ok(());
            }
            state.cause
        };
        let wake = record.borrow().wake;
        self.events.get().push(self.clock.now(py)?, wake | cause);
        Ok(())
    }

    /// Whether the future that a task waited for was cancelled, or may be that of a thread.
    fn needs_more(&self, py: Python<'_>, args: &Bound<'_, PyTuple>) -> PyResult<bool> {
        if args.is_empty() {
            return Ok(false);
        }
        if !self.threads.bind(py).is_empty() {
            return Ok(true);
        }
        Ok(FutureState::of(&args.get_item(0)?)? == FutureState::Cancelled)
    }

    /// The task of which a callback is the next step, if it is one.
    fn task_of<'py>(
        &self,
        callback: &Bound<'py, PyAny>,
        args: &Bound<'py, PyTuple>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = callback.py();
        let python = python(py)?;
        if callback.is_exact_instance(python.step_type.bind(py)) {
            return callback.getattr(intern!(py, "__self__")).map(Some);
        }
        if callback.is_exact_instance(python.builtin_type.bind(py)) {
            let is_wakeup = args.len() == 1
                && callback
                    .getattr(intern!(py, "__name__"))?
                    .eq(intern!(py, "task_wakeup"))?;
            return match is_wakeup {
                true => callback.getattr(intern!(py, "__self__")).map(Some),
                false => Ok(None),
            };
        }
        if callback.is_exact_instance(python.method_type.bind(py)) {
            // Of a task that is written in Python.
            let owner = callback.getattr(intern!(py, "__self__"))?.get_type();
            if owner.is_subclass(python.task_in_python.bind(py))? {
                let task = python.task_of.bind(py).call1((callback,))?;
                return Ok((!task.is_none()).then_some(task));
            }
        }
        Ok(None)
    }
}

/// Whether the first step of a task was not recorded: that of `Task(…, eager_start=True)`.
fn has_begun(coro: &Bound<'_, PyAny>) -> bool {
    let is_suspended = coro.getattr(intern!(coro.py(), "cr_suspended"));
    is_suspended.is_ok_and(|it| it.is_truthy().unwrap_or(true))
}
