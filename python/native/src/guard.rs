//! Turns a panic of the recorder into an exception, so that it ends the recording and not the program.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// Runs a part of the recorder.
pub(crate) fn guarded<T>(part: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(part))
        .unwrap_or_else(|_| Err(PyRuntimeError::new_err("a panic, whose message is above")))
}
