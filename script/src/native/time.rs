//! The clocks of Python's module `time`, which tell the loop's time.

use crate::clock;
use crate::current;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

const PER_SECOND: f64 = 1e9;

/// Puts the loop's clock into the module `time`: a script's own measurements agree with the timeline, and
/// a browser has no other clock for it.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let time = vm.import("time", 0)?;
    let since_start = || clock::told(current::now());
    for name in ["monotonic", "perf_counter", "process_time", "thread_time"] {
        let function = vm.new_function(name, since_start);
        time.set_attr(name, function, vm)?;
    }
    let function = vm.new_function("time", move || current::epoch() + since_start());
    time.set_attr("time", function, vm)?;
    for name in [
        "monotonic_ns",
        "perf_counter_ns",
        "process_time_ns",
        "thread_time_ns",
    ] {
        let function = vm.new_function(name, move || (since_start() * PER_SECOND).round() as u64);
        time.set_attr(name, function, vm)?;
    }
    let now_ns = move || ((current::epoch() + since_start()) * PER_SECOND).round() as u64;
    time.set_attr("time_ns", vm.new_function("time_ns", now_ns), vm)?;
    let native = vm.import("_coroscope", 0)?;
    let block = native.get_attr("block", vm)?;
    time.as_object().set_attr("sleep", block, vm)
}
