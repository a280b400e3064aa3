//! Conversions between Python's seconds and the loop's time.

use coroscope_trace::time::{Duration, Instant};
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

/// The wall clock when a run on the virtual clock begins, in seconds since 1970: 1 January 2026, 09:00 UTC.
pub(crate) const VIRTUAL_EPOCH: f64 = 1_767_258_000.0;

/// The longest duration, about three thousand years.
const MAX_SECONDS: f64 = 1e11;

/// A Python object as a number of seconds.
///
/// # Errors
/// Python's own exception if the object is not a number.
pub(crate) fn seconds(object: &PyObject, vm: &VirtualMachine) -> PyResult<f64> {
    object.try_float(vm).map(|float| float.to_f64())
}

/// A number of seconds as a duration; zero if negative.
pub(crate) fn duration(seconds: f64) -> Duration {
    Duration::from_micros((seconds.clamp(0.0, MAX_SECONDS) * 1e6).round() as u64)
}

/// A number of seconds on the loop's clock as an instant.
pub(crate) fn instant(seconds: f64) -> Instant {
    Instant::ZERO + duration(seconds)
}

/// An instant of the loop's clock in seconds.
pub(crate) fn as_seconds(instant: Instant) -> f64 {
    instant.elapsed().as_micros() as f64 / 1e6
}
