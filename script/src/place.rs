//! Where a script stands: the innermost line of its own file.

use crate::{calling, current, repeats};
use coroscope::trace::Place;
use rustpython_vm::builtins::{PyAsyncGen, PyCode, PyCoroutine};
use rustpython_vm::frame::FrameObjectRef;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, VirtualMachine, vm::thread::try_with_current_vm,
};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// The file that a script is said to be, in tracebacks and in the log.
pub const FILE: &str = "script.py";

/// What stands between the script's own lines and what the loop calls.
const RUNS_THE_LOOP: (&str, &str) = ("asyncio/base_events.py", "run_forever");

/// What the log has for calls that each need what the one before gave.
const DEPENDENT: u32 = 0;

/// Frames that are looked at before it is given up.
const MOST_FRAMES: usize = 200;

/// Where the running code of the script stands; where none runs, where the running task is suspended or was made, or
/// where the callback that runs was scheduled.
pub(crate) fn now() -> Option<Place> {
    calling::spawn_place().or_else(|| {
        try_with_current_vm(|vm| {
            running(vm)
                .or_else(|| suspended(current::current_coroutine()?, vm))
                .or_else(|| current::running_task()?.made_at())
                .or_else(calling::place)
                .or_else(|| innermost(vm, |_| false))
        })?
    })
}

/// The innermost line of the script's that runs in the running task or callback, or outside of the loop.
pub(crate) fn running(vm: &VirtualMachine) -> Option<Place> {
    innermost(vm, runs_the_loop)
}

fn runs_the_loop(code: &PyCode) -> bool {
    (code.source_path().as_str(), code.obj_name.as_str()) == RUNS_THE_LOOP
}

/// The number of the call of a coroutine in which the running task waits next, where that is another than its last wait
/// at the same line was in. It is [`DEPENDENT`] from a loop on in which each round needs the one before, and where the
/// last wait at the line was in a call of another function: what `log_in` and `load` do with the same helper are
/// different things, and the one may need the other.
pub(crate) fn another_call() -> Option<u32> {
    let task = current::running_task()?;
    let (frame, through, is_dependent) = try_with_current_vm(|vm| {
        let frame = innermost_frame(vm, runs_the_loop)?;
        let is_dependent = is_dependent(&frame, vm);
        let through = functions(&frame, vm);
        Some((frame, through, is_dependent))
    })??;
    let line = frame.lineno();
    let is_same_line = task.waited_at.replace(line) == line;
    let before = task.waited_in.lock().replace(frame.clone());
    let is_other = before.is_some_and(|before| !before.is(&frame));
    let is_alike = task.waited_through.replace(through) == through;
    let is_dependent = is_dependent || is_same_line && is_other && !is_alike;
    match (task.is_dependent.replace(is_dependent), is_dependent) {
        (false, true) => Some(DEPENDENT),
        (true, true) => None,
        (true, false) => Some(current::next_call()),
        (false, false) => (is_same_line && is_other).then(current::next_call),
    }
}

/// Whether the innermost loop around a running frame's line, in its own function or in those that await it, needs in
/// each round what the one before gave.
fn is_dependent(frame: &FrameObjectRef, vm: &VirtualMachine) -> bool {
    let shared = current::shared();
    let rounds = shared
        .rounds
        .get_or_init(|| repeats::rounds(&shared.script.borrow()));
    let mut next = Some(frame.clone());
    for _ in 0..MOST_FRAMES {
        let Some(here) = next.filter(|here| !runs_the_loop(&here.f_code())) else {
            break;
        };
        let line = of(&here).map(|place| place.line);
        if let Some(is_dependent) = line.and_then(|line| rounds.get(&line)) {
            return *is_dependent;
        }
        next = here.f_back(vm);
    }
    false
}

/// A number for the functions of the script's that a running frame was called through.
fn functions(frame: &FrameObjectRef, vm: &VirtualMachine) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut next = Some(frame.clone());
    for _ in 0..MOST_FRAMES {
        let Some(here) = next.filter(|here| !runs_the_loop(&here.f_code())) else {
            break;
        };
        if is_of_script(&here) {
            here.f_code().first_line_number.hash(&mut hasher);
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
    for _ in 0..MOST_FRAMES {
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

/// Whether the running code is the script's own, and not the library's.
pub(crate) fn is_script(vm: &VirtualMachine) -> bool {
    let frame = vm.current_frame();
    // The method of the loop's stands between.
    let caller = frame.and_then(|frame| frame.f_back(vm));
    caller.is_some_and(|caller| of(&caller).is_some())
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
        let Some(frame) = coroutine.as_coro().frame_opt() else {
            break;
        };
        found = of(&frame).or(found);
        next = object.as_object().get_attr("cr_await", vm).ok();
    }
    found
}

/// The line of the script's at which an asynchronous generator is suspended.
pub(crate) fn of_generator(generator: &PyObject) -> Option<Place> {
    let generator = generator.downcast_ref::<PyAsyncGen>()?;
    of(&generator.as_coro().frame_opt()?)
}

fn of(frame: &FrameObjectRef) -> Option<Place> {
    is_of_script(frame).then(|| u32::try_from(frame.lineno()).ok().map(at))?
}

fn is_of_script(frame: &FrameObjectRef) -> bool {
    frame.f_code().source_path().as_str() == FILE
}

/// A line of the script's.
pub(crate) fn at(line: u32) -> Place {
    Place {
        file: Rc::from(FILE),
        line,
    }
}
