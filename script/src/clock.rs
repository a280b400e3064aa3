//! Time as Python tells it, in seconds, and as the loop does.

use coroscope::time::{Duration, Instant};
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

/// Longer than any run: about three thousand years.
const MOST: f64 = 1e11;

/// A number of seconds.
///
/// # Errors
/// Python's own for what is no number.
pub(crate) fn seconds(object: &PyObject, vm: &VirtualMachine) -> PyResult<f64> {
    object.try_float(vm).map(|float| float.to_f64())
}

/// The duration of so many seconds; none below zero.
pub(crate) fn duration(seconds: f64) -> Duration {
    Duration::from_micros((seconds.clamp(0.0, MOST) * 1e6).round() as u64)
}

/// The moment at so many seconds of the loop's time.
pub(crate) fn instant(seconds: f64) -> Instant {
    Instant::ZERO + duration(seconds)
}

/// The loop's time in seconds.
pub(crate) fn told(instant: Instant) -> f64 {
    instant.elapsed().as_micros() as f64 / 1e6
}
