//! The running engine, as a thread-local, and its functions for the native classes.

use crate::hang::Hang;
use crate::host::Host;
use crate::native::task::task::PyTask;
use crate::output::Stream;
use crate::state::{EngineState, PendingTask, Progress};
use core::cell::RefCell;
use core::task::Waker;
use coroscope_runtime::runtime::Handle;
use coroscope_trace::TaskId;
use coroscope_trace::time::Instant;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyWeak};
use rustpython_vm::{Py, PyObjectRef, PyRef, PyResult, VirtualMachine};
use std::rc::Rc;

pub(crate) use crate::running_loop::{
    event_loop, is_running_loop, loop_started, replace_running_loop, running_loop,
    set_running_loop, wake_when_started,
};

thread_local! {
    static CURRENT: RefCell<Option<Rc<EngineState>>> = const { RefCell::new(None) };
}

/// Makes an engine the running one until the guard is dropped.
pub(crate) fn enter(state: Rc<EngineState>) -> Entered {
    Entered(CURRENT.replace(Some(state)))
}

/// Restores the engine that was running before.
#[must_use = "the engine is the current one only while the guard lives"]
pub(crate) struct Entered(Option<Rc<EngineState>>);

impl Drop for Entered {
    fn drop(&mut self) {
        let previous = self.0.take();
        // The thread's storage may be gone when an engine is dropped with its thread.
        let _ = CURRENT.try_with(|current| current.replace(previous));
    }
}

/// The state of the running engine. If none is running, that of a closed engine, because objects of an earlier run may
/// be destroyed at any time.
pub(crate) fn state() -> Rc<EngineState> {
    try_state().unwrap_or_else(|| Rc::new(EngineState::closed()))
}

/// The state of the running engine, if there is one.
pub(crate) fn try_state() -> Option<Rc<EngineState>> {
    CURRENT.try_with(|current| current.borrow().clone()).ok()?
}

pub(crate) fn handle() -> Handle {
    state().handle.clone()
}

/// Awaits a response of the host, for the running loop.
pub(crate) async fn response<T>(response: impl Future<Output = T>) -> T {
    let _awaited = state().responses.add(running_loop().as_deref());
    response.await
}

/// The host of the running script.
pub(crate) fn host() -> Rc<dyn Host> {
    state().host.clone()
}

/// The value of `time.time()` when the run began.
pub(crate) fn epoch() -> f64 {
    let state = try_state();
    state.map_or(0.0, |state| state.options.epoch)
}

/// The time of the running thread: the loop's, or that of a thread on the virtual clock. Zero outside of a run.
pub(crate) fn now() -> Instant {
    let state = try_state();
    state.map_or(Instant::ZERO, |state| {
        state.handle.time() + state.clock_offset.get() + state.threads.ahead()
    })
}

/// The waker of the running task.
pub(crate) fn waker() -> Option<Waker> {
    state()
        .running
        .borrow()
        .as_ref()
        .map(|(_, waker)| waker.clone())
}

pub(crate) fn current_task() -> Option<PyObjectRef> {
    state()
        .running
        .borrow()
        .as_ref()
        .map(|(task, _)| task.clone().into())
}

pub(crate) fn current_coroutine() -> Option<PyObjectRef> {
    let state = try_state()?;
    let running = state.running.borrow();
    running.as_ref().and_then(|(task, _)| task.coroutine())
}

/// Whether the engine is being dropped, and reports nothing any more.
pub(crate) fn is_closing() -> bool {
    try_state().is_none_or(|state| state.is_closing.get())
}

/// The running task.
pub(crate) fn running_task() -> Option<PyRef<PyTask>> {
    let state = try_state()?;
    let running = state.running.borrow();
    running.as_ref().map(|(task, _)| task.clone())
}

/// The id of the running task.
pub(crate) fn task_id() -> Option<TaskId> {
    running_task().and_then(|task| task.id())
}

/// Makes `task` the running one until the guard is dropped.
pub(crate) fn enter_task(task: PyRef<PyTask>, waker: Waker) -> EnteredTask {
    EnteredTask(state().running.replace(Some((task, waker))))
}

/// Restores the task that was running before.
#[must_use = "the task is the running one only while the guard lives"]
pub(crate) struct EnteredTask(Option<(PyRef<PyTask>, Waker)>);

impl Drop for EnteredTask {
    fn drop(&mut self) {
        let task = state().running.replace(self.0.take());
        drop(task);
    }
}

pub(crate) fn next_task_number() -> usize {
    let state = state();
    state.tasks_created.set(state.tasks_created.get() + 1);
    state.tasks_created.get()
}

/// The next number for a coroutine call in the log.
pub(crate) fn next_call_number() -> u32 {
    let state = state();
    state.numbered_calls.set(state.numbered_calls.get() + 1);
    state.numbered_calls.get()
}

/// Fails if the maximum number of tasks is pending.
pub(crate) fn check_task_limit(vm: &VirtualMachine) -> PyResult<()> {
    let state = state();
    let limit = state.options.task_limit;
    if state.pending.borrow().len() < limit {
        return Ok(());
    }
    Err(vm.new_memory_error(format!(
        "{limit} tasks are pending, which is the maximum here: let some end first"
    )))
}

/// Adds a new task to the pending ones.
pub(crate) fn register_task(task: &Py<PyTask>, weak: PyRef<PyWeak>) {
    if let Some(id) = task.id() {
        let pending = PendingTask {
            strong: Some(task.to_owned()),
            weak,
        };
        state().pending.borrow_mut().insert(id, pending);
    }
}

pub(crate) fn unregister_task(task: &Py<PyTask>) {
    if let Some(id) = task.id() {
        let removed = state().pending.borrow_mut().remove(&id);
        drop(removed);
    }
}

/// Holds a strong reference to a task that is ready.
pub(crate) fn hold_task(task: &Py<PyTask>) {
    set_strong(task, Some(task.to_owned()));
}

/// Drops the strong reference to a task that waits for a future.
pub(crate) fn release_task(task: &Py<PyTask>) {
    set_strong(task, None);
}

fn set_strong(task: &Py<PyTask>, strong: Option<PyRef<PyTask>>) {
    let state = state();
    let before = task.id().and_then(|id| {
        let mut pending = state.pending.borrow_mut();
        let task = pending.get_mut(&id)?;
        Some(core::mem::replace(&mut task.strong, strong))
    });
    drop(before);
}

/// Removes a task that was destroyed.
pub(crate) fn forget_task(id: TaskId) {
    let removed = try_state().and_then(|state| state.pending.borrow_mut().remove(&id));
    drop(removed);
}

/// The pending tasks of all loops, in order of creation. Empty if the run hangs.
pub(crate) fn pending_tasks() -> Vec<PyRef<PyTask>> {
    let state = state();
    if state.hang.borrow().is_some() {
        return Vec::new();
    }
    let pending = state.pending.borrow();
    let tasks = pending.values().filter_map(PendingTask::task);
    tasks.filter(|task| task.is_pending()).collect()
}

/// A copy of the current context.
pub(crate) fn copy_context(vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let state = state();
    let known = state.copy_context.borrow().clone();
    let function = match known {
        Some(function) => function,
        None => {
            let function = vm.import("_contextvars", 0)?.get_attr("copy_context", vm)?;
            state.copy_context.replace(Some(function.clone()));
            function
        }
    };
    function.call((), vm).map(Some)
}

/// Makes the loop's next turn raise `error`.
pub(crate) fn end_the_run(error: PyBaseExceptionRef) {
    state().end.borrow_mut().get_or_insert(error);
}

pub(crate) fn take_end() -> Option<PyBaseExceptionRef> {
    state().end.take()
}

/// Ends the run because it hangs. No code of the script runs after this.
pub(crate) fn hang(hang: Hang) {
    let state = state();
    state.handle.record_deadlock();
    state.hang.replace(Some(hang));
}

/// Where the run hangs, if it has ended for that.
pub(crate) fn hung() -> Option<Hang> {
    try_state()?.hang.borrow().clone()
}

/// Whether the last awaited turn had something to do.
pub(crate) fn progressed() -> bool {
    state().progressed.get()
}

/// Reports progress, before something that may take long.
pub(crate) fn progress() {
    state().progress(Progress::Step);
}

pub(crate) fn write(stream: Stream, text: &str) {
    let state = state();
    let at = state.handle.time();
    let task = state
        .running
        .borrow()
        .as_ref()
        .and_then(|(task, _)| task.id());
    let task = task.or(state.running_thread());
    let lines = state.output.borrow_mut().write(at, task, stream, text);
    for line in lines {
        coroscope_runtime::print(line);
    }
    state.progress(Progress::Step);
}
