//! The clocks of Python's module `time`, which read the loop's clock, and its `sleep`, which blocks the loop.

use crate::{clock, current, elapse};
use rustpython_vm::function::IntoPyNativeFn;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

const PER_SECOND: f64 = 1e9;

/// Replaces the clocks of the module `time` with the loop's clock, so that a script's measurements agree with the
/// timeline. A browser has no other clock for RustPython.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let time = &*vm.import("time", 0)?;
    let since_start = || {
        elapse::note_clock_read();
        clock::as_seconds(current::now())
    };
    for name in ["monotonic", "perf_counter", "process_time", "thread_time"] {
        put(time, name, since_start, vm)?;
    }
    put(time, "time", move || current::epoch() + since_start(), vm)?;
    for name in [
        "monotonic_ns",
        "perf_counter_ns",
        "process_time_ns",
        "thread_time_ns",
    ] {
        let nanoseconds = move || (since_start() * PER_SECOND).round() as u64;
        put(time, name, nanoseconds, vm)?;
    }
    let now_ns = move || ((current::epoch() + since_start()) * PER_SECOND).round() as u64;
    put(time, "time_ns", now_ns, vm)?;
    put(time, "sleep", block, vm)
}

/// Puts a function into the module, under a name that the timeline shows as well.
fn put<F, Kind>(
    module: &PyObject,
    name: &'static str,
    function: F,
    vm: &VirtualMachine,
) -> PyResult<()>
where
    F: IntoPyNativeFn<Kind>,
{
    let function = vm.new_function(name, function);
    function
        .as_object()
        .set_attr("__module__", vm.ctx.new_str("time"), vm)?;
    module.set_attr(name, function, vm)
}

fn block(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let seconds = clock::seconds(&seconds, vm)?;
    if seconds < 0.0 || seconds.is_nan() {
        return Err(vm.new_value_error("sleep length must be non-negative"));
    }
    elapse::block(clock::duration(seconds));
    Ok(())
}
