//! The handles of a loop's ready queue. They look like `asyncio.Handle`, which can't be subclassed here.

use pyo3::exceptions::{PyKeyboardInterrupt, PySystemExit};
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};
use pyo3::{PyTraverseError, PyVisit, intern};

use crate::hooks::Hooks;
use crate::python::{python, run_in_context};
use crate::records::TaskRecord;

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
