//! `call_at` and `call_later` of a recorded loop.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::guard::guarded;
use crate::hooks::Hooks;
use crate::python::{call_with_context, identity, python};
use crate::records::TaskRecord;

/// Seconds. A longer time never ends: `math.inf` is a delay too.
const FOREVER: f64 = 1e10;

impl Hooks {
    pub(crate) fn set_timer<'py>(
        &self,
        when: Bound<'py, PyAny>,
        callback: Bound<'py, PyAny>,
        args: Bound<'py, PyTuple>,
        context: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = when.py();
        let original = self.original(intern!(py, "call_at"))?;
        let handle = call_with_context(&original, &[&when, &callback], &args, context.as_ref())?;
        if let Err(error) = guarded(|| self.timer_is_set(&handle, &when, &callback, &args)) {
            self.failed(py, error);
        }
        Ok(handle)
    }

    pub(crate) fn set_delay<'py>(
        &self,
        delay: Bound<'py, PyAny>,
        callback: Bound<'py, PyAny>,
        args: Bound<'py, PyTuple>,
        context: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = delay.py();
        let state = self.state.bind(py);
        state.borrow_mut().delay = Some(delay.clone().unbind());
        let original = self.original(intern!(py, "call_later"))?;
        // It calls `call_at`: the delay is not the time until then, but what was given.
        let handle = call_with_context(&original, &[&delay, &callback], &args, context.as_ref());
        state.borrow_mut().delay = None;
        handle
    }

    fn timer_is_set<'py>(
        &self,
        handle: &Bound<'py, PyAny>,
        when: &Bound<'py, PyAny>,
        callback: &Bound<'py, PyAny>,
        args: &Bound<'py, PyTuple>,
    ) -> PyResult<()> {
        let (py, python) = (when.py(), python(when.py())?);
        let is_asyncios = handle.get_type().is(python.timer_handle.bind(py));
        if is_asyncios {
            handle.setattr(
                intern!(py, "__class__"),
                self.rare(intern!(py, "timer_class"))?,
            )?;
        }
        let (record, delay) = {
            let state = self.state.bind(py).borrow();
            let Some(record) = &state.current else {
                return Ok(());
            };
            let delay = state.delay.as_ref().map(|it| it.clone_ref(py));
            (record.clone_ref(py).into_bound(py), delay)
        };
        if callback.is(python.ends_sleep.bind(py)) {
            return self.sleep_begins(&record, when, delay, args);
        }
        if is_asyncios && self.is_time_limit(callback)? {
            let arguments = (record, handle, when, callback, args);
            self.rare(intern!(py, "time_limit"))?.call1(arguments)?;
        }
        Ok(())
    }

    fn sleep_begins(
        &self,
        record: &Bound<'_, TaskRecord>,
        when: &Bound<'_, PyAny>,
        delay: Option<Py<PyAny>>,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<()> {
        let py = when.py();
        let seconds = match delay {
            Some(delay) => delay.bind(py).extract::<f64>()?,
            None => {
                let now = self.loop_.bind(py).call_method0(intern!(py, "time"))?;
                when.sub(now)?.extract()?
            }
        };
        record.borrow_mut().timer = match seconds < FOREVER {
            true => {
                let micros = (seconds * 1e6).max(0.0).round_ties_even();
                (identity(&args.get_item(0)?), micros as i64)
            }
            // NaN is not less either.
            false => (0, 0),
        };
        Ok(())
    }

    /// Whether a callback may be the end of `asyncio.timeout` or `wait_for`.
    fn is_time_limit(&self, callback: &Bound<'_, PyAny>) -> PyResult<bool> {
        let (py, python) = (callback.py(), python(callback.py())?);
        if callback.is_exact_instance(python.method_type.bind(py)) {
            let owner = callback.getattr(intern!(py, "__self__"))?;
            return Ok(owner.get_type().is(python.timeout.bind(py)));
        }
        Ok(callback.is(python.ends_wait.bind(py)) && !callback.is_none())
    }
}
