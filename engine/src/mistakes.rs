//! Records mistakes of the script that the engine detects with certainty.

use crate::{current, guarded_yields, place};
use coroscope_trace::{Place, Warning};
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

/// The maximum number of recorded warnings about the same line.
const MAX_WARNINGS_PER_LINE: u32 = 100;

/// Whether unfinished objects are the script's fault. At the end of a run that hangs, and of an engine, all objects are
/// unfinished.
pub(crate) fn is_fault_of_script() -> bool {
    !current::is_closing() && current::hung().is_none()
}

/// Records that the coroutine `name` was dropped before it was awaited, up to a maximum number of times per line.
pub(crate) fn record_never_awaited(name: &str, call: Option<Place>) {
    if !is_fault_of_script() {
        return;
    }
    let (state, place) = (current::state(), call.or_else(place::now));
    let times = {
        let mut never_awaited = state.never_awaited.borrow_mut();
        let times = never_awaited.entry(place.clone()).or_insert(0u32);
        *times += 1;
        *times
    };
    if times <= MAX_WARNINGS_PER_LINE {
        let warning = Warning::NeverAwaited;
        state.handle.record_warning(warning, name, place);
    }
}

/// Records that an asynchronous generator of the script was abandoned before its end, if it has cleanup to do.
pub(crate) fn record_left_open(generator: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let Some(suspended) = place::of_generator(generator).filter(|_| is_fault_of_script()) else {
        return Ok(());
    };
    let state = current::state();
    let file = &*suspended.file;
    let lines = (state.guarded_yields).of(&state.files, file, guarded_yields::find);
    if !lines.contains(&suspended.line) {
        return Ok(());
    }
    let name = generator.get_attr("__name__", vm)?.str(vm)?;
    let place = place::running(vm).or(Some(suspended));
    let warning = Warning::GeneratorLeftOpen;
    let handle = current::handle();
    handle.record_warning(warning, &name.to_string_lossy(), place);
    Ok(())
}
