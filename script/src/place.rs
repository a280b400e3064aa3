//! Where a script stands: the innermost line of its own file.

use crate::current;
use coroscope::trace::Place;
use rustpython_vm::builtins::PyCoroutine;
use rustpython_vm::frame::FrameObjectRef;
use rustpython_vm::{AsObject, PyObjectRef, VirtualMachine, vm::thread::try_with_current_vm};
use std::rc::Rc;

/// The file that a script is said to be, in tracebacks and in the log.
pub const FILE: &str = "script.py";

/// Frames that are looked at before it is given up.
const MOST_FRAMES: usize = 200;

/// Where the running code of the script stands; where none runs, where the running task is suspended.
pub(crate) fn now() -> Option<Place> {
    try_with_current_vm(|vm| running(vm).or_else(|| suspended(current::current_coroutine()?, vm)))?
}

fn running(vm: &VirtualMachine) -> Option<Place> {
    let mut frame = vm.current_frame();
    for _ in 0..MOST_FRAMES {
        let here = frame?;
        if let Some(place) = of(&here) {
            return Some(place);
        }
        frame = here.f_back(vm);
    }
    None
}

/// The innermost line of the script's at which a coroutine is suspended.
pub(crate) fn suspended(coroutine: PyObjectRef, vm: &VirtualMachine) -> Option<Place> {
    let mut found = None;
    let mut next = Some(coroutine);
    for _ in 0..MOST_FRAMES {
        let Some(object) = next else { break };
        let Some(coroutine) = object.downcast_ref::<PyCoroutine>() else {
            break;
        };
        let frame = coroutine.as_coro().frame_opt()?;
        found = of(&frame).or(found);
        next = object.as_object().get_attr("cr_await", vm).ok();
    }
    found
}

/// A line of the script.
pub(crate) fn at(line: u32) -> Place {
    Place {
        file: Rc::from(FILE),
        line,
    }
}

fn of(frame: &FrameObjectRef) -> Option<Place> {
    let code = frame.f_code();
    let line = u32::try_from(frame.lineno()).ok()?;
    (code.source_path().as_str() == FILE).then(|| at(line))
}
