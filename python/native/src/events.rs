//! The last events of a log, before they are moved into an array: two integers for each.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

/// The events that were recorded last.
#[pyclass(frozen, module = "coroscope._native")]
pub(crate) struct Events {
    integers: Mutex<Vec<i64>>,
    /// The number of integers from which on they should be moved.
    chunk: usize,
}

impl Events {
    /// Adds an event.
    pub(crate) fn push(&self, time: i64, event: i64) {
        self.lock().extend([time, event]);
    }

    /// Adds an event that may have a part before it.
    pub(crate) fn push_parts(&self, time: i64, (before, event): (Option<i64>, i64)) {
        match before {
            Some(before) => self.lock().extend([time, before, time, event]),
            None => self.push(time, event),
        }
    }

    /// Whether the events should be moved.
    pub(crate) fn is_due(&self) -> bool {
        self.lock().len() >= self.chunk
    }

    /// The lock is never held while Python runs.
    fn lock(&self) -> MutexGuard<'_, Vec<i64>> {
        self.integers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Events {
    #[new]
    fn new(chunk: usize) -> Events {
        Events {
            integers: Mutex::new(Vec::with_capacity(chunk)),
            chunk,
        }
    }

    /// Adds the integers of one or more events.
    fn extend(&self, integers: &Bound<'_, PyTuple>) -> PyResult<()> {
        let mut values = smallvec::SmallVec::<[i64; 8]>::new();
        for value in integers.iter_borrowed() {
            values.push(value.extract()?);
        }
        self.lock().extend_from_slice(&values);
        Ok(())
    }

    fn __len__(&self) -> usize {
        self.lock().len()
    }

    /// The bytes of all integers.
    fn bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let bytes: Vec<u8> = self.lock().iter().flat_map(|it| it.to_ne_bytes()).collect();
        PyBytes::new(py, &bytes)
    }

    /// Removes the first integers.
    fn remove(&self, count: usize) {
        let mut integers = self.lock();
        let count = count.min(integers.len());
        integers.drain(..count);
    }
}
