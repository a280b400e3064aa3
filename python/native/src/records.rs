//! What is known about a loop and about each task: the attributes of `LoopState` and `TaskRecord` in Python.

use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::packed::{KIND_BITS, OUTSIDE_CAUSE, PAUSE, POLL, WAKE, YIELD, cause_of};
use crate::python::no_task;

/// What a loop does at the moment.
#[pyclass(module = "coroscope._native")]
pub(crate) struct LoopState {
    /// The cause of a wake-up that happens now.
    #[pyo3(get, set)]
    pub(crate) cause: i64,
    #[pyo3(get, set)]
    pub(crate) current: Option<Py<TaskRecord>>,
    #[pyo3(get, set)]
    pub(crate) is_on: bool,
    /// The delay of the timer that is being set, if it is known.
    #[pyo3(get, set)]
    pub(crate) delay: Option<Py<PyAny>>,
    /// The coroutine of a task whose first step runs where the task is made, and its record.
    #[pyo3(get, set)]
    pub(crate) eager: Option<Py<PyAny>>,
    /// The number of timers that are pending time limits.
    #[pyo3(get, set)]
    pub(crate) limits: i64,
}

#[pymethods]
impl LoopState {
    #[new]
    fn new() -> LoopState {
        LoopState {
            cause: OUTSIDE_CAUSE,
            current: None,
            is_on: true,
            delay: None,
            eager: None,
            limits: 0,
        }
    }
}

/// A task with its number and its events, packed. Python's collector does not see it, which would cost time with each task:
/// `Tasks.forget` ends the circles in which it is.
#[pyclass(module = "coroscope._native")]
pub(crate) struct TaskRecord {
    #[pyo3(get)]
    pub(crate) number: i64,
    #[pyo3(get)]
    pub(crate) poll: i64,
    #[pyo3(get)]
    pub(crate) pause: i64,
    #[pyo3(get)]
    pub(crate) yielded: i64,
    #[pyo3(get)]
    pub(crate) wake: i64,
    /// The cause of what is woken during a step of this task.
    #[pyo3(get)]
    pub(crate) cause: i64,
    /// The name of its coroutine.
    #[pyo3(get)]
    function: Py<PyAny>,
    /// Returns the task, if it still exists.
    #[pyo3(get, set)]
    pub(crate) task: Py<PyAny>,
    #[pyo3(get, set)]
    pub(crate) name: Py<PyAny>,
    #[pyo3(get, set)]
    pub(crate) has_ended: bool,
    /// Whether it will run in this pass or the next. It is so too after it has yielded.
    #[pyo3(get, set)]
    pub(crate) is_ready: bool,
    /// Whether its first step began without being recorded.
    #[pyo3(get, set)]
    is_first: bool,
    /// Whether no step of it has ended.
    #[pyo3(get, set)]
    pub(crate) is_new: bool,
    /// The number of requests to cancel it.
    #[pyo3(get, set)]
    cancels: i64,
    /// The primitive that it waited for last, and those that it holds.
    #[pyo3(get, set)]
    pub(crate) on: Option<Py<PyAny>>,
    #[pyo3(get, set)]
    pub(crate) held: Py<PyTuple>,
    /// The semaphore that it waited for last.
    #[pyo3(get, set)]
    pub(crate) permit: Option<Py<PyAny>>,
    /// The tasks that it is known to await.
    #[pyo3(get, set)]
    awaits: Option<Py<PyAny>>,
    /// Its open timeouts, and the requests to cancel it.
    #[pyo3(get, set)]
    pub(crate) timeouts: Py<PyTuple>,
    /// The future of its last timer, and the microseconds.
    #[pyo3(get, set)]
    pub(crate) timer: (usize, i64),
}

#[pymethods]
impl TaskRecord {
    #[new]
    fn made_in_python(py: Python<'_>, number: i64, function: Py<PyAny>) -> PyResult<TaskRecord> {
        let name = PyString::intern(py, "").into_any().unbind();
        Ok(TaskRecord::new(py, number, function, name, no_task(py)?))
    }
}

impl TaskRecord {
    /// The record of a task.
    pub(crate) fn new(
        py: Python<'_>,
        number: i64,
        function: Py<PyAny>,
        name: Py<PyAny>,
        task: Py<PyAny>,
    ) -> TaskRecord {
        let subject = number << KIND_BITS;
        let none = PyTuple::empty(py).unbind();
        TaskRecord {
            number,
            poll: POLL | subject,
            pause: PAUSE | subject,
            yielded: YIELD | subject,
            wake: WAKE | subject,
            cause: cause_of(number),
            function,
            task,
            name,
            has_ended: false,
            is_ready: false,
            is_first: false,
            is_new: true,
            cancels: 0,
            on: None,
            held: none.clone_ref(py),
            permit: None,
            awaits: None,
            timeouts: none,
            timer: (0, 0),
        }
    }
}
