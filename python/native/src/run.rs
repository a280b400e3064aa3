//! Runs steps and callbacks, and records that.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::guard::guarded;
use crate::hooks::Hooks;
use crate::packed::CALLBACK_CAUSE;
use crate::python::identity;
use crate::records::TaskRecord;

/// Callbacks that take this long, in nanoseconds, are recorded.
const LONG_CALLBACK: i64 = 1_000_000;

impl Hooks {
    /// Runs a step of a task. `work` calls it.
    pub(crate) fn run_step(
        &self,
        record: &Bound<'_, TaskRecord>,
        task: &Bound<'_, PyAny>,
        work: impl FnOnce() -> PyResult<()>,
    ) -> PyResult<()> {
        let py = record.py();
        let state = self.state.bind(py);
        let begin = || {
            let (poll, cause) = {
                let mut record = record.borrow_mut();
                record.is_ready = false;
                (record.poll, record.cause)
            };
            let began = self.clock.now(py)?;
            self.events.get().push(began, poll);
            let mut state = state.borrow_mut();
            let before = state.current.replace(record.clone().unbind());
            Ok((before, std::mem::replace(&mut state.cause, cause), began))
        };
        let (before, cause, began) = match guarded(begin) {
            Ok(begun) => begun,
            Err(error) => {
                self.failed(py, error);
                return work();
            }
        };
        let result = work();
        let end = || {
            {
                let mut state = state.borrow_mut();
                state.current = before;
                state.cause = cause;
            }
            let now = self.clock.now(py)?;
            match self.is_watched {
                false => self.tasks.get().end(record, task, now),
                true => (self.step_ended.bind(py).call1((record, began, now))).map(drop),
            }
        };
        if let Err(error) = guarded(end) {
            self.failed(py, error);
        }
        result
    }

    /// Runs a callback that `call_soon` was given.
    pub(crate) fn run_callback(
        &self,
        callback: &Bound<'_, PyAny>,
        args: &Bound<'_, PyTuple>,
        work: impl FnOnce() -> PyResult<()>,
    ) -> PyResult<()> {
        let py = callback.py();
        let begin = || {
            // The callback of a task that has ended, such as that of `gather`, goes on with what the task did.
            if args.is_empty() {
                return Ok(CALLBACK_CAUSE);
            }
            let done = self.record_of(py, identity(&args.get_item(0)?));
            Ok(done.map_or(CALLBACK_CAUSE, |it| it.borrow().cause))
        };
        let cause = guarded(begin).unwrap_or_else(|error| {
            self.failed(py, error);
            CALLBACK_CAUSE
        });
        let state = self.state.bind(py);
        let before = std::mem::replace(&mut state.borrow_mut().cause, cause);
        let result = self.run_timed(callback, work);
        state.borrow_mut().cause = before;
        result
    }

    /// Runs a callback, and records it if it takes long.
    pub(crate) fn run_timed(
        &self,
        callback: &Bound<'_, PyAny>,
        work: impl FnOnce() -> PyResult<()>,
    ) -> PyResult<()> {
        let py = callback.py();
        let began = self.clock.now(py);
        let result = work();
        let end = || {
            let (began, ended) = (began?, self.clock.now(py)?);
            if ended - began >= LONG_CALLBACK {
                self.callback_ran.bind(py).call1((began, ended, callback))?;
            }
            Ok(())
        };
        if let Err(error) = guarded(end) {
            self.failed(py, error);
        }
        result
    }
}
