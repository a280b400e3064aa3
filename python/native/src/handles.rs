//! The handles of a loop's ready queue. They look like `asyncio.Handle`, which can't be subclassed here.

use pyo3::exceptions::{PyKeyboardInterrupt, PySystemExit};
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};
use pyo3::{PyTraverseError, PyVisit, intern};

use crate::guard::guarded;
use crate::hooks::Hooks;
use crate::packed::CALLBACK_CAUSE;
use crate::python::{identity, python, run_in_context};
use crate::records::TaskRecord;

/// Callbacks that take this long, in nanoseconds, are recorded.
const LONG_CALLBACK: i64 = 1_000_000;

/// The task of which a handle runs the next step.
pub(crate) struct Step {
    pub(crate) record: Py<TaskRecord>,
    pub(crate) task: Py<PyAny>,
}

/// A callback that `call_soon` was given.
#[pyclass(weakref, module = "asyncio.events")]
pub(crate) struct Handle {
    pub(crate) hooks: Py<Hooks>,
    pub(crate) callback: Option<Py<PyAny>>,
    pub(crate) args: Option<Py<PyTuple>>,
    pub(crate) context: Py<PyAny>,
    pub(crate) is_cancelled: bool,
    pub(crate) repr: Option<Py<PyAny>>,
    pub(crate) step: Option<Step>,
}

impl Handle {
    /// A handle that was not run or cancelled.
    pub(crate) fn make<'py>(
        hooks: &Bound<'py, Hooks>,
        callback: Bound<'py, PyAny>,
        args: Bound<'py, PyTuple>,
        context: Option<Bound<'py, PyAny>>,
        step: Option<Step>,
    ) -> PyResult<Bound<'py, Handle>> {
        let py = hooks.py();
        let context = match context {
            Some(context) => context,
            None => python(py)?.copy_context.bind(py).call0()?,
        };
        let handle = Handle {
            hooks: hooks.clone().unbind(),
            callback: Some(callback.unbind()),
            args: Some(args.unbind()),
            context: context.unbind(),
            is_cancelled: false,
            repr: None,
            step,
        };
        Bound::new(py, handle)
    }
}

#[pymethods]
impl Handle {
    fn _run(slf: &Bound<'_, Handle>) -> PyResult<()> {
        let py = slf.py();
        let this = slf.borrow();
        let hooks = this.hooks.clone_ref(py).into_bound(py);
        let context = this.context.clone_ref(py).into_bound(py);
        let (Some(callback), Some(args)) = (&this.callback, &this.args) else {
            return Ok(());
        };
        let callback = callback.clone_ref(py).into_bound(py);
        let args = args.clone_ref(py).into_bound(py);
        let step = (this.step.as_ref()).map(|it| (it.record.clone_ref(py), it.task.clone_ref(py)));
        // The callback may cancel its handle.
        drop(this);
        let (hooks, work) = (hooks.get(), || {
            run_in_context(&context, &callback, &args).or_else(|error| report(slf, error))
        });
        match step {
            Some((record, task)) => hooks.run_step(record.bind(py), task.bind(py), work),
            None => hooks.run_callback(&callback, &args, work),
        }
    }

    fn cancel(slf: &Bound<'_, Handle>) -> PyResult<()> {
        let py = slf.py();
        if slf.borrow().is_cancelled {
            return Ok(());
        }
        slf.borrow_mut().is_cancelled = true;
        let loop_ = slf.borrow().hooks.get().loop_.clone_ref(py).into_bound(py);
        if loop_.call_method0(intern!(py, "get_debug"))?.is_truthy()? {
            let repr = slf.repr()?.into_any().unbind();
            slf.borrow_mut().repr = Some(repr);
        }
        let mut this = slf.borrow_mut();
        let forgotten = (this.callback.take(), this.args.take());
        drop(this);
        // Only now, since this may run code of the program.
        drop(forgotten);
        Ok(())
    }

    fn cancelled(&self) -> bool {
        self.is_cancelled
    }

    fn get_context(&self, py: Python<'_>) -> Py<PyAny> {
        self.context.clone_ref(py)
    }

    fn __repr__<'py>(slf: &Bound<'py, Handle>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        python(py)?
            .handle
            .bind(py)
            .getattr("__repr__")?
            .call1((slf,))
    }

    fn _repr_info<'py>(slf: &Bound<'py, Handle>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        python(py)?
            .handle
            .bind(py)
            .getattr("_repr_info")?
            .call1((slf,))
    }

    /// So that it is an instance of `asyncio.Handle`.
    #[getter]
    fn __class__(&self, py: Python<'_>) -> PyResult<Py<PyType>> {
        Ok(python(py)?.handle.clone_ref(py))
    }

    #[getter]
    fn _cancelled(&self) -> bool {
        self.is_cancelled
    }

    #[getter]
    fn _callback(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.callback.as_ref().map(|it| it.clone_ref(py))
    }

    #[getter]
    fn _args(&self, py: Python<'_>) -> Option<Py<PyTuple>> {
        self.args.as_ref().map(|it| it.clone_ref(py))
    }

    #[getter]
    fn _context(&self, py: Python<'_>) -> Py<PyAny> {
        self.context.clone_ref(py)
    }

    #[getter]
    fn _loop(&self, py: Python<'_>) -> Py<PyAny> {
        self.hooks.get().loop_.clone_ref(py)
    }

    #[getter]
    fn _repr(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.repr.as_ref().map(|it| it.clone_ref(py))
    }

    /// Only a loop in debug mode keeps it, and then its handles are not of this class.
    #[getter]
    fn _source_traceback(&self) -> Option<Py<PyAny>> {
        None
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.hooks)?;
        visit.call(&self.callback)?;
        visit.call(&self.args)?;
        visit.call(&self.context)?;
        visit.call(self.step.as_ref().map(|it| &it.record))?;
        visit.call(self.step.as_ref().map(|it| &it.task))
    }

    fn __clear__(&mut self) {
        self.callback = None;
        self.args = None;
        self.step = None;
    }
}

/// Runs a handle of I/O once, which asyncio keeps and may cancel meanwhile.
#[pyclass(frozen, module = "coroscope._native")]
pub(crate) struct IoCall {
    pub(crate) hooks: Py<Hooks>,
    pub(crate) handle: Py<PyAny>,
}

#[pymethods]
impl IoCall {
    fn _run(&self, py: Python<'_>) -> PyResult<()> {
        let handle = self.handle.bind(py);
        let callback = handle.getattr(intern!(py, "_callback"))?;
        let args = handle
            .getattr(intern!(py, "_args"))?
            .cast_into::<PyTuple>()?;
        let context = handle.getattr(intern!(py, "_context"))?;
        let hooks = self.hooks.get();
        hooks.run_timed(&callback, || {
            run_in_context(&context, &callback, &args).or_else(|error| report(handle, error))
        })
    }

    #[getter]
    fn _cancelled<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.handle.bind(py).getattr(intern!(py, "_cancelled"))
    }

    fn __getattr__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.handle.bind(py).getattr(name)
    }

    fn __repr__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.handle.bind(py).repr()?.into_any())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.hooks)?;
        visit.call(&self.handle)
    }
}

/// Does what a handle of asyncio does with an exception of its callback.
fn report(handle: &Bound<'_, PyAny>, error: PyErr) -> PyResult<()> {
    let py = handle.py();
    if error.is_instance_of::<PySystemExit>(py) || error.is_instance_of::<PyKeyboardInterrupt>(py) {
        return Err(error);
    }
    let report = python(py)?.report.bind(py);
    report.call1((handle, error.into_value(py))).map(drop)
}

impl Hooks {
    /// Runs a step of a task. `work` calls it.
    fn run_step(
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
    fn run_callback(
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
            let done = self.record_of(py, identity(&args.get_item(0)?))?;
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
    fn run_timed(
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
