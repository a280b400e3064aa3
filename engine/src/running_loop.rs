//! Which loop is running, and what waits for a stopped one.

use crate::current::state;
use core::task::Waker;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

pub(crate) fn set_running_loop(event_loop: Option<PyObjectRef>) {
    drop(replace_running_loop(event_loop));
}

/// Sets the running loop, and returns the one before.
pub(crate) fn replace_running_loop(event_loop: Option<PyObjectRef>) -> Option<PyObjectRef> {
    state().running_loop.replace(event_loop)
}

pub(crate) fn is_running_loop(event_loop: &PyObject) -> bool {
    let state = state();
    let running = state.running_loop.borrow();
    running.as_ref().is_some_and(|it| it.is(event_loop))
}

pub(crate) fn running_loop() -> Option<PyObjectRef> {
    state().running_loop.borrow().clone()
}

/// Wakes a task when its loop, which is stopped, runs again.
pub(crate) fn wake_when_started(event_loop: PyObjectRef, waker: Waker) {
    let state = state();
    state
        .waiting_for_loop
        .borrow_mut()
        .push((event_loop, waker));
}

/// Wakes the tasks that had a turn while their loop was stopped.
pub(crate) fn loop_started(event_loop: &PyObject) {
    let state = state();
    let waiting = state.waiting_for_loop.take();
    let (woken, left): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|(it, _)| it.is(event_loop));
    state.waiting_for_loop.borrow_mut().extend(left);
    woken.into_iter().for_each(|(_, waker)| waker.wake());
}

/// The default loop of a future: the running loop, else the current one of the policy.
pub(crate) fn event_loop(vm: &VirtualMachine) -> PyResult {
    match running_loop() {
        Some(event_loop) => Ok(event_loop),
        None => {
            let events = vm.import("_asyncio", 0)?;
            events.get_attr("get_event_loop", vm)?.call((), vm)
        }
    }
}
