//! Places in the log: the innermost line of the script's own files.

use crate::{attribution, current, dependent_awaits};
use coroscope_trace::Place;
use rustpython_vm::builtins::{PyAsyncGen, PyCode, PyCoroutine};
use rustpython_vm::frame::FrameObjectRef;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, VirtualMachine, vm::thread::try_with_current_vm,
};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// The name of the script's main file in tracebacks and in the log.
pub const FILE: &str = "script.py";

/// The function whose frame separates top-level code from the callbacks that the loop runs.
const LOOP_FUNCTION: (&str, &str) = ("/asyncio/base_events.py", "run_forever");

/// The call number in the log for calls that depend on each other's results.
const DEPENDENT_CALL: u32 = 0;

/// The maximum number of frames to look through.
const MAX_FRAMES: usize = 200;

/// The line of the running code of the script. If none is running: where the running task is suspended or was created,
/// or where the running callback was scheduled.
pub(crate) fn now() -> Option<Place> {
    attribution::spawn_place().or_else(|| {
        try_with_current_vm(|vm| {
            running(vm)
                .or_else(|| suspended(current::current_coroutine()?, vm))
                .or_else(|| current::running_task()?.created_at())
                .or_else(attribution::callback_place)
                .or_else(|| innermost(vm, |_| false))
        })?
    })
}

/// The innermost line of the script in the running task or callback, or in top-level code.
pub(crate) fn running(vm: &VirtualMachine) -> Option<Place> {
    innermost(vm, is_loop_function)
}

fn is_loop_function(code: &PyCode) -> bool {
    (code.source_path().as_str(), code.obj_name.as_str()) == LOOP_FUNCTION
}

/// The number of the coroutine call in which the running task waits next, if it is not the call of its last wait in the
/// same line. It is [`DEPENDENT_CALL`] inside of a loop whose iterations depend on each other, and if the last wait in
/// the line was called through other functions: if `log_in` and `load` use the same helper, the one may depend on the
/// other.
pub(crate) fn new_call_number() -> Option<u32> {
    let task = current::running_task()?;
    let (frame, call_path, is_dependent) = try_with_current_vm(|vm| {
        let frame = innermost_frame(vm, is_loop_function)?;
        let is_dependent = is_dependent(&frame, vm);
        let call_path = call_path_hash(&frame, vm);
        Some((frame, call_path, is_dependent))
    })??;
    let line = frame.lineno();
    let is_same_line = task.wait_line.replace(line) == line;
    let before = task.wait_frame.lock().replace(frame.clone());
    let is_other_call = before.is_some_and(|before| !before.is(&frame));
    let is_same_path = task.wait_call_path.replace(call_path) == call_path;
    let is_dependent = is_dependent || is_same_line && is_other_call && !is_same_path;
    match (task.is_dependent.replace(is_dependent), is_dependent) {
        (false, true) => Some(DEPENDENT_CALL),
        (true, true) => None,
        (true, false) => Some(current::next_call_number()),
        (false, false) => (is_same_line && is_other_call).then(current::next_call_number),
    }
}

/// Whether the innermost loop around a running frame's line has iterations that depend on each other. The loop may be in
/// the frame's function or in those that await it.
fn is_dependent(frame: &FrameObjectRef, vm: &VirtualMachine) -> bool {
    let state = current::state();
    let mut next = Some(frame.clone());
    for _ in 0..MAX_FRAMES {
        let Some(here) = next.filter(|here| !is_loop_function(&here.f_code())) else {
            break;
        };
        if is_of_script(&here) {
            let code = here.f_code();
            let file = code.source_path().as_str();
            let lines = (state.dependent_awaits).of(&state.files, file, dependent_awaits::find);
            let line = u32::try_from(here.lineno()).ok();
            if let Some(is_dependent) = line.and_then(|line| lines.get(&line)) {
                return *is_dependent;
            }
        }
        next = here.f_back(vm);
    }
    false
}

/// A hash of the script's functions on the call stack of a running frame.
fn call_path_hash(frame: &FrameObjectRef, vm: &VirtualMachine) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut next = Some(frame.clone());
    for _ in 0..MAX_FRAMES {
        let Some(here) = next.filter(|here| !is_loop_function(&here.f_code())) else {
            break;
        };
        if is_of_script(&here) {
            let code = here.f_code();
            code.source_path().as_str().hash(&mut hasher);
            code.first_line_number.hash(&mut hasher);
        }
        next = here.f_back(vm);
    }
    hasher.finish()
}

fn innermost(vm: &VirtualMachine, ends_at: impl Fn(&PyCode) -> bool) -> Option<Place> {
    of(&innermost_frame(vm, ends_at)?)
}

fn innermost_frame(
    vm: &VirtualMachine,
    ends_at: impl Fn(&PyCode) -> bool,
) -> Option<FrameObjectRef> {
    let mut frame = vm.current_frame();
    for _ in 0..MAX_FRAMES {
        let here = frame?;
        if is_of_script(&here) {
            return Some(here);
        }
        if ends_at(&here.f_code()) {
            return None;
        }
        frame = here.f_back(vm);
    }
    None
}

/// Whether the running code is in the script, not in the library.
pub(crate) fn is_script(vm: &VirtualMachine) -> bool {
    let frame = vm.current_frame();
    // The frame of the loop's method is in between.
    let caller = frame.and_then(|frame| frame.f_back(vm));
    caller.is_some_and(|caller| of(&caller).is_some())
}

/// The innermost line of the script at which a coroutine is suspended.
pub(crate) fn suspended(coroutine: PyObjectRef, vm: &VirtualMachine) -> Option<Place> {
    let mut found = None;
    let mut next = Some(coroutine);
    for _ in 0..MAX_FRAMES {
        let Some(object) = next else { break };
        let Some(coroutine) = object.downcast_ref::<PyCoroutine>() else {
            break;
        };
        let Some(frame) = coroutine.as_coro().frame_opt() else {
            break;
        };
        found = of(&frame).or(found);
        next = object.as_object().get_attr("cr_await", vm).ok();
    }
    found
}

/// The line of the script at which an asynchronous generator is suspended.
pub(crate) fn of_generator(generator: &PyObject) -> Option<Place> {
    let generator = generator.downcast_ref::<PyAsyncGen>()?;
    of(&generator.as_coro().frame_opt()?)
}

fn of(frame: &FrameObjectRef) -> Option<Place> {
    let code = frame.f_code();
    let line = u32::try_from(frame.lineno()).ok();
    is_in_script(&code).then(|| line.map(|line| at(code.source_path().as_str(), line)))?
}

fn is_of_script(frame: &FrameObjectRef) -> bool {
    is_in_script(&frame.f_code())
}

/// Whether code is in a file of the script, not in the library or a package.
pub(crate) fn is_in_script(code: &PyCode) -> bool {
    is_file(code.source_path().as_str())
}

/// Whether a path is that of a file of the script.
pub(crate) fn is_file(path: &str) -> bool {
    // The paths of the library and of packages begin with a slash.
    path == FILE
        || !path.starts_with(['/', '<'])
            && current::try_state().is_some_and(|state| state.files.has_module(path))
}

/// ` in line 12`, or ` at util.py:12` if it is not in the main file.
pub(crate) fn in_line(place: &Place) -> String {
    match (&*place.file, place.line) {
        (FILE, line) => format!(" in line {line}"),
        (file, line) => format!(" at {file}:{line}"),
    }
}

/// A line of a file of the script.
pub(crate) fn at(file: &str, line: u32) -> Place {
    Place {
        file: Rc::from(file),
        line,
    }
}
