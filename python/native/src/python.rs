//! What the hot path uses of Python: functions of the standard library and of this package, looked up once.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};

/// Functions and types that are the same for all recordings.
pub(crate) struct Python_ {
    /// `Context.run`, which is given the context.
    pub(crate) run: Py<PyAny>,
    pub(crate) copy_context: Py<PyAny>,
    pub(crate) referents: Py<PyAny>,
    pub(crate) frame: Py<PyAny>,
    /// `asyncio.Future`.
    pub(crate) future: Py<PyType>,
    /// `asyncio.Handle`.
    pub(crate) handle: Py<PyType>,
    pub(crate) timer_handle: Py<PyType>,
    /// Of `coroscope._steps`.
    pub(crate) report: Py<PyAny>,
    pub(crate) task_of: Py<PyAny>,
    pub(crate) step_type: Py<PyAny>,
    pub(crate) builtin_type: Py<PyAny>,
    pub(crate) method_type: Py<PyAny>,
    pub(crate) task_in_python: Py<PyAny>,
    /// Of `coroscope._timers`: the callback of the timer of `sleep`, that of `wait_for`, and the class of time limits.
    pub(crate) ends_sleep: Py<PyAny>,
    pub(crate) ends_wait: Py<PyAny>,
    pub(crate) timeout: Py<PyAny>,
    /// `BaseEventLoop._run_once`.
    pub(crate) run_once: Py<PyAny>,
    no_task: Py<PyAny>,
}

static PYTHON: PyOnceLock<Python_> = PyOnceLock::new();

/// The functions and types.
pub(crate) fn python(py: Python<'_>) -> PyResult<&'static Python_> {
    PYTHON.get_or_try_init(py, || {
        let contexts = py.import("contextvars")?;
        let events = py.import("asyncio.events")?;
        let types = py.import("types")?;
        let timers = py.import("coroscope._timers")?;
        let steps = py.import("coroscope._steps")?;
        Ok(Python_ {
            run: contexts.getattr("Context")?.getattr("run")?.unbind(),
            copy_context: contexts.getattr("copy_context")?.unbind(),
            referents: py.import("gc")?.getattr("get_referents")?.unbind(),
            frame: py.import("sys")?.getattr("_getframe")?.unbind(),
            future: py
                .import("asyncio")?
                .getattr("Future")?
                .cast_into()?
                .unbind(),
            handle: events.getattr("Handle")?.cast_into()?.unbind(),
            timer_handle: events.getattr("TimerHandle")?.cast_into()?.unbind(),
            report: steps.getattr("report")?.unbind(),
            task_of: steps.getattr("task_of")?.unbind(),
            step_type: steps.getattr("StepType")?.unbind(),
            builtin_type: types.getattr("BuiltinMethodType")?.unbind(),
            method_type: types.getattr("MethodType")?.unbind(),
            task_in_python: steps.getattr("PyTask")?.unbind(),
            ends_sleep: timers.getattr("ENDS_SLEEP")?.unbind(),
            ends_wait: timers.getattr("ENDS_WAIT")?.unbind(),
            timeout: timers.getattr("TIMEOUT")?.unbind(),
            run_once: py.import("coroscope._loop")?.getattr("RUN_ONCE")?.unbind(),
            no_task: py
                .import("coroscope._records")?
                .getattr("no_task")?
                .unbind(),
        })
    })
}

/// A function that returns `None`.
pub(crate) fn no_task(py: Python<'_>) -> PyResult<Py<PyAny>> {
    Ok(python(py)?.no_task.clone_ref(py))
}

/// Calls a function in a context.
pub(crate) fn run_in_context<'py>(
    context: &Bound<'py, PyAny>,
    callback: &Bound<'py, PyAny>,
    args: &Bound<'py, PyTuple>,
) -> PyResult<()> {
    let py = context.py();
    let run = python(py)?.run.bind(py);
    match args.len() {
        0 => run.call1((context, callback))?,
        1 => run.call1((context, callback, args.get_borrowed_item(0)?))?,
        _ => {
            let mut all = vec![context.clone(), callback.clone()];
            all.extend(args.iter());
            run.call1(PyTuple::new(py, all)?)?
        }
    };
    Ok(())
}

/// Calls a function of asyncio with the arguments of `call_soon` and its like.
pub(crate) fn call_with_context<'py>(
    function: &Bound<'py, PyAny>,
    first: &[&Bound<'py, PyAny>],
    args: &Bound<'py, PyTuple>,
    context: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = function.py();
    let all = first.iter().map(|it| (*it).clone()).chain(args.iter());
    let all = PyTuple::new(py, all.collect::<Vec<_>>())?;
    match context {
        Some(context) => {
            let named = pyo3::types::PyDict::new(py);
            named.set_item(pyo3::intern!(py, "context"), context)?;
            function.call(all, Some(&named))
        }
        None => function.call1(all),
    }
}

/// The identity of an object.
pub(crate) fn identity(object: &Bound<'_, PyAny>) -> usize {
    object.as_ptr() as usize
}
