//! The clock of a recording: that of `time.perf_counter_ns`, read without Python.

use std::sync::OnceLock;
use std::time::Instant;

use pyo3::prelude::*;

/// An instant, and what `time.perf_counter_ns` said then.
static START: OnceLock<(Instant, i64)> = OnceLock::new();

/// Sets both clocks to the same time.
pub(crate) fn start(py: Python<'_>) -> PyResult<()> {
    let time = py.import("time")?.call_method0("perf_counter_ns")?;
    let _ = START.set((Instant::now(), time.extract()?));
    Ok(())
}

/// The time in nanoseconds.
#[pyfunction]
pub(crate) fn now() -> i64 {
    match START.get() {
        Some((instant, time)) => {
            time + i64::try_from(instant.elapsed().as_nanos()).unwrap_or(i64::MAX)
        }
        None => 0,
    }
}

/// The clock of a loop's hooks.
pub(crate) enum Clock {
    /// The function [`now`].
    Own,
    /// One that the caller gave, in Python.
    Python(Py<PyAny>),
}

impl Clock {
    /// The clock that a function of Python stands for.
    pub(crate) fn of(function: Bound<'_, PyAny>) -> PyResult<Clock> {
        let own = function.py().import("coroscope._native")?.getattr("now")?;
        Ok(if function.is(&own) {
            Clock::Own
        } else {
            Clock::Python(function.unbind())
        })
    }

    /// The time in nanoseconds.
    pub(crate) fn now(&self, py: Python<'_>) -> PyResult<i64> {
        match self {
            Clock::Own => Ok(now()),
            Clock::Python(function) => function.bind(py).call0()?.extract(),
        }
    }
}
