//! Mistakes of the script that the engine sees for certain, in the log.

use crate::{clean_ups, current, place};
use coroscope::trace::{Place, Warning};
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

/// Warnings about the same line that are recorded.
const MOST_OF_A_LINE: u32 = 100;

/// Whether what is left behind was left by the script: at the end of a run that would hang, or of an engine, all is.
pub(crate) fn is_certain() -> bool {
    !current::is_closing() && current::hung().is_none()
}

/// Records that the coroutine called `name` was dropped before it was awaited. Of a line that does so again and again
/// only the first times are recorded.
pub(crate) fn note_never_awaited(name: &str, call: Option<Place>) {
    if !is_certain() {
        return;
    }
    let (shared, place) = (current::shared(), call.or_else(place::now));
    let line = place.as_ref().map(|place| place.line);
    let times = {
        let mut unawaited = shared.unawaited.borrow_mut();
        let times = unawaited.entry(line).or_insert(0u32);
        *times += 1;
        *times
    };
    if times <= MOST_OF_A_LINE {
        let warning = Warning::NeverAwaited;
        shared.handle.record_warning(warning, name, place);
    }
}

/// Records that an asynchronous generator was left before its end, where it is one of the script's that has something to
/// clean up then.
pub(crate) fn note_left_open(generator: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let Some(suspended) = place::of_generator(generator).filter(|_| is_certain()) else {
        return Ok(());
    };
    let shared = current::shared();
    let lines = shared
        .clean_ups
        .get_or_init(|| clean_ups::yields(&shared.script.borrow()));
    if !lines.contains(&suspended.line) {
        return Ok(());
    }
    let name = generator.get_attr("__name__", vm)?.str(vm)?;
    let left = place::running(vm).or(Some(suspended));
    let warning = Warning::GeneratorLeftOpen;
    let handle = current::handle();
    handle.record_warning(warning, &name.to_string_lossy(), left);
    Ok(())
}
