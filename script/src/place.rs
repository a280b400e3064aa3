//! Where a script stands: the innermost line of its own file.

use crate::{calling, current};
use coroscope::trace::Place;
use rustpython_compiler_core::bytecode::{decode_exception_table, find_exception_handler};
use rustpython_vm::builtins::{PyAsyncGen, PyCode, PyCoroutine};
use rustpython_vm::frame::FrameObjectRef;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, VirtualMachine, vm::thread::try_with_current_vm,
};
use std::rc::Rc;

/// The file that a script is said to be, in tracebacks and in the log.
pub const FILE: &str = "script.py";

/// What stands between the script's own lines and what the loop calls.
const RUNS_THE_LOOP: (&str, &str) = ("asyncio/base_events.py", "run_forever");

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
    innermost(vm, |code| {
        (code.source_path().as_str(), code.obj_name.as_str()) == RUNS_THE_LOOP
    })
}

fn innermost(vm: &VirtualMachine, ends_at: impl Fn(&PyCode) -> bool) -> Option<Place> {
    let mut frame = vm.current_frame();
    for _ in 0..MOST_FRAMES {
        let here = frame?;
        if let Some(place) = of(&here) {
            return Some(place);
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

/// The line at which a suspended coroutine is.
pub(crate) fn line_of_coroutine(coroutine: &PyObject) -> Option<u32> {
    let coroutine = coroutine.downcast_ref::<PyCoroutine>()?;
    of(&coroutine.as_coro().frame_opt()?).map(|place| place.line)
}

/// Whether a generator waits at a `yield` inside of `try` or `with`, so that leaving it there leaves something to do.
pub(crate) fn has_cleanup(generator: &PyObject) -> bool {
    let generator = generator.downcast_ref::<PyAsyncGen>();
    let Some(frame) = generator.and_then(|it| it.as_coro().frame_opt()) else {
        return false;
    };
    let code = frame.f_code();
    // The first entry of every generator's table covers all that has no handler of its own.
    let all = decode_exception_table(&code.exceptiontable);
    let at = find_exception_handler(&code.exceptiontable, frame.lasti().saturating_sub(1));
    at.is_some_and(|at| all.first().is_some_and(|first| first.target != at.target))
}

fn of(frame: &FrameObjectRef) -> Option<Place> {
    let is_script = frame.f_code().source_path().as_str() == FILE;
    is_script.then(|| u32::try_from(frame.lineno()).ok().map(at))?
}

/// A line of the script's.
pub(crate) fn at(line: u32) -> Place {
    Place {
        file: Rc::from(FILE),
        line,
    }
}
