//! The records of the tasks that exist, by the identities of the tasks: `Tasks.records`, which is a `dict` in Python.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit, intern};
use rustc_hash::FxHashMap;

use crate::guard::guarded;
use crate::records::TaskRecord;

type Map = FxHashMap<usize, Py<TaskRecord>>;

/// The records by identities. A lookup needs no integer of Python.
#[pyclass(frozen, mapping, module = "coroscope._native")]
#[derive(Default)]
pub(crate) struct Records(Mutex<Map>);

impl Records {
    /// The record of a task.
    pub(crate) fn find<'py>(&self, py: Python<'py>, key: usize) -> Option<Bound<'py, TaskRecord>> {
        self.lock()
            .get(&key)
            .map(|it| it.clone_ref(py).into_bound(py))
    }

    /// Adds a record. One that another task had at this address is returned.
    pub(crate) fn add(&self, key: usize, record: Py<TaskRecord>) -> Option<Py<TaskRecord>> {
        self.lock().insert(key, record)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn remove(&self, key: usize) -> Option<Py<TaskRecord>> {
        self.lock().remove(&key)
    }

    /// The lock is never held while Python runs, as it may when a record is dropped.
    fn lock(&self) -> MutexGuard<'_, Map> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Records {
    #[new]
    fn new() -> Records {
        Records::default()
    }

    fn get(&self, py: Python<'_>, key: usize) -> Option<Py<TaskRecord>> {
        self.find(py, key).map(Bound::unbind)
    }

    #[pyo3(signature = (key, default = None))]
    fn pop(&self, py: Python<'_>, key: usize, default: Option<Py<PyAny>>) -> Option<Py<PyAny>> {
        let found = self.remove(key);
        found.map(|it| it.clone_ref(py).into_any()).or(default)
    }

    fn values(&self, py: Python<'_>) -> Vec<Py<TaskRecord>> {
        self.lock().values().map(|it| it.clone_ref(py)).collect()
    }

    fn clear(&self) {
        let forgotten = std::mem::take(&mut *self.lock());
        drop(forgotten);
    }

    fn __getitem__(&self, py: Python<'_>, key: usize) -> PyResult<Py<TaskRecord>> {
        self.get(py, key).ok_or_else(|| PyKeyError::new_err(key))
    }

    fn __setitem__(&self, key: usize, record: Py<TaskRecord>) {
        drop(self.add(key, record));
    }

    fn __contains__(&self, key: usize) -> bool {
        self.lock().contains_key(&key)
    }

    fn __len__(&self) -> usize {
        self.lock().len()
    }
}

/// What is called when a task no longer exists: `Tasks.destroyed`.
#[pyclass(frozen, module = "coroscope._native")]
pub(crate) struct Destroyed {
    pub(crate) key: usize,
    pub(crate) records: Py<Records>,
    /// Tasks whose error was not retrieved.
    pub(crate) failed: Py<PyDict>,
    /// `Tasks` in Python.
    pub(crate) tasks: Py<PyAny>,
}

#[pymethods]
impl Destroyed {
    fn __call__(&self, py: Python<'_>, _reference: Py<PyAny>) -> PyResult<()> {
        guarded(|| {
            let record = self.records.get().remove(self.key);
            let is_usual = record.as_ref().is_some_and(|record| {
                let record = record.borrow(py);
                record.has_ended
                    && record
                        .timeouts
                        .bind(py)
                        .as_any()
                        .is_empty()
                        .unwrap_or(false)
            });
            if is_usual && self.failed.bind(py).is_empty() {
                return Ok(());
            }
            let tasks = self.tasks.bind(py);
            tasks
                .call_method1(intern!(py, "is_destroyed"), (self.key, record))
                .map(drop)
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.failed)?;
        visit.call(&self.tasks)
    }
}
