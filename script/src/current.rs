//! The engine that runs, and what its native classes ask of it.

use crate::hang::Hang;
use crate::native::task::task::PyTask;
use crate::output::Stream;
use crate::outside::Outside;
use crate::shared::{Kept, Progress, Shared};
use core::cell::{Cell, RefCell};
use core::task::Waker;
use coroscope::runtime::Handle;
use coroscope::time::Instant;
use coroscope::trace::TaskId;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyWeak};
use rustpython_vm::{Py, PyObjectRef, PyRef, PyResult, VirtualMachine};
use std::rc::Rc;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Shared>>> = const { RefCell::new(None) };
}

/// Makes `shared` the engine that runs until the guard is dropped.
pub(crate) fn enter(shared: Rc<Shared>) -> Entered {
    Entered(CURRENT.replace(Some(shared)))
}

/// Puts back the engine that was current before.
#[must_use = "the engine is the current one only while the guard lives"]
pub(crate) struct Entered(Option<Rc<Shared>>);

impl Drop for Entered {
    fn drop(&mut self) {
        let previous = self.0.take();
        // The thread's storage may be gone when an engine is dropped with its thread.
        let _ = CURRENT.try_with(|current| current.replace(previous));
    }
}

/// The engine that runs. Where none does, one whose run is over: objects of an earlier run may be destroyed at any time,
/// and what they do then is done for nobody.
pub(crate) fn shared() -> Rc<Shared> {
    try_shared().unwrap_or_else(|| Rc::new(Shared::of_nobody()))
}

/// The engine that runs, if one does.
pub(crate) fn try_shared() -> Option<Rc<Shared>> {
    CURRENT.try_with(|current| current.borrow().clone()).ok()?
}

pub(crate) fn handle() -> Handle {
    shared().handle.clone()
}

/// An answer from outside, which counts as awaited from its first poll to its end.
pub(crate) async fn answer<T>(answer: impl Future<Output = T>) -> T {
    let _counted = Counted::new(shared().awaited.clone());
    answer.await
}

struct Counted(Rc<Cell<usize>>);

impl Counted {
    fn new(count: Rc<Cell<usize>>) -> Counted {
        count.set(count.get() + 1);
        Counted(count)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// What the script reaches outside of its loop.
pub(crate) fn outside() -> Rc<dyn Outside> {
    shared().outside.clone()
}

/// What `time.time()` told when the run began.
pub(crate) fn epoch() -> f64 {
    let shared = try_shared();
    shared.map_or(0.0, |shared| shared.options.epoch)
}

/// The loop's time, or that of the thread that runs; none passes before there is a run.
pub(crate) fn now() -> Instant {
    let shared = try_shared();
    shared.map_or(Instant::ZERO, |shared| {
        shared.handle.time() + shared.ahead.get() + shared.threads.ahead()
    })
}

/// The waker of the task that runs.
pub(crate) fn waker() -> Option<Waker> {
    shared()
        .running
        .borrow()
        .as_ref()
        .map(|(_, waker)| waker.clone())
}

pub(crate) fn current_task() -> Option<PyObjectRef> {
    shared()
        .running
        .borrow()
        .as_ref()
        .map(|(task, _)| task.clone().into())
}

pub(crate) fn current_coroutine() -> Option<PyObjectRef> {
    let shared = try_shared()?;
    let running = shared.running.borrow();
    running.as_ref().and_then(|(task, _)| task.coroutine())
}

/// Whether the engine is being dropped: nobody hears of anything any more.
pub(crate) fn is_closing() -> bool {
    try_shared().is_none_or(|shared| shared.is_closing.get())
}

/// The task that runs, and its number.
pub(crate) fn running_task() -> Option<PyRef<PyTask>> {
    let shared = try_shared()?;
    let running = shared.running.borrow();
    running.as_ref().map(|(task, _)| task.clone())
}

/// The number of the task that runs.
pub(crate) fn task_id() -> Option<TaskId> {
    running_task().and_then(|task| task.id())
}

/// Makes `task` the one that runs until the guard is dropped.
pub(crate) fn enter_task(task: PyRef<PyTask>, waker: Waker) -> Left {
    Left(shared().running.replace(Some((task, waker))))
}

/// Puts back the task that ran before.
#[must_use = "the task is the running one only while the guard lives"]
pub(crate) struct Left(Option<(PyRef<PyTask>, Waker)>);

impl Drop for Left {
    fn drop(&mut self) {
        let left = shared().running.replace(self.0.take());
        drop(left);
    }
}

pub(crate) fn next_task_number() -> usize {
    let shared = shared();
    shared.tasks_made.set(shared.tasks_made.get() + 1);
    shared.tasks_made.get()
}

/// The number of the next call of a coroutine that has one in the log.
pub(crate) fn next_call() -> u32 {
    let shared = shared();
    shared.calls_made.set(shared.calls_made.get() + 1);
    shared.calls_made.get()
}

/// Fails where there are as many pending tasks as there may be.
pub(crate) fn make_room_for_task(vm: &VirtualMachine) -> PyResult<()> {
    let shared = shared();
    let limit = shared.options.task_limit;
    if shared.pending.borrow().len() < limit {
        return Ok(());
    }
    Err(vm.new_memory_error(format!(
        "{limit} tasks are pending, and a script here may have no more at once: let some end first"
    )))
}

/// Keeps a task that was made.
pub(crate) fn register_task(task: &Py<PyTask>, weak: PyRef<PyWeak>) {
    if let Some(id) = task.id() {
        let kept = Kept {
            strong: Some(task.to_owned()),
            weak,
        };
        shared().pending.borrow_mut().insert(id, kept);
    }
}

pub(crate) fn unregister_task(task: &Py<PyTask>) {
    if let Some(id) = task.id() {
        let kept = shared().pending.borrow_mut().remove(&id);
        drop(kept);
    }
}

/// Keeps a task that has something to do.
pub(crate) fn keep_task(task: &Py<PyTask>) {
    set_kept(task, Some(task.to_owned()));
}

/// Leaves a task to what it waits for.
pub(crate) fn leave_task(task: &Py<PyTask>) {
    set_kept(task, None);
}

fn set_kept(task: &Py<PyTask>, strong: Option<PyRef<PyTask>>) {
    let shared = shared();
    let before = task.id().and_then(|id| {
        let mut pending = shared.pending.borrow_mut();
        let kept = pending.get_mut(&id)?;
        Some(core::mem::replace(&mut kept.strong, strong))
    });
    drop(before);
}

/// Forgets a task that is gone.
pub(crate) fn forget_task(id: TaskId) {
    let kept = try_shared().and_then(|shared| shared.pending.borrow_mut().remove(&id));
    drop(kept);
}

/// The tasks that have not ended, in the order in which they were made. None where the run is over.
pub(crate) fn pending_tasks() -> Vec<PyRef<PyTask>> {
    let shared = shared();
    if shared.hang.borrow().is_some() {
        return Vec::new();
    }
    let pending = shared.pending.borrow();
    let tasks = pending.values().filter_map(Kept::task);
    tasks.filter(|task| task.is_pending()).collect()
}

pub(crate) fn set_running_loop(event_loop: Option<PyObjectRef>) {
    let before = shared().running_loop.replace(event_loop);
    drop(before);
}

pub(crate) fn running_loop() -> Option<PyObjectRef> {
    shared().running_loop.borrow().clone()
}

/// The loop that a future belongs to where nobody says: the running one, else the one that was set.
pub(crate) fn event_loop(vm: &VirtualMachine) -> PyResult {
    match running_loop() {
        Some(event_loop) => Ok(event_loop),
        None => {
            let events = vm.import("_asyncio", 0)?;
            events.get_attr("get_event_loop", vm)?.call((), vm)
        }
    }
}

/// A copy of the context that runs.
pub(crate) fn copy_context(vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let shared = shared();
    let known = shared.copy_context.borrow().clone();
    let function = match known {
        Some(function) => function,
        None => {
            let function = vm.import("_contextvars", 0)?.get_attr("copy_context", vm)?;
            shared.copy_context.replace(Some(function.clone()));
            function
        }
    };
    function.call((), vm).map(Some)
}

/// Has the loop's next answer to the script be `error`.
pub(crate) fn end_the_run(error: PyBaseExceptionRef) {
    shared().end.borrow_mut().get_or_insert(error);
}

pub(crate) fn take_end() -> Option<PyBaseExceptionRef> {
    shared().end.take()
}

/// Ends the run, because it would hang; nothing of the script's goes on from here.
pub(crate) fn hang(hang: Hang) {
    let shared = shared();
    shared.handle.record_deadlock();
    shared.hang.replace(Some(hang));
}

/// Where the run would hang, if it is over for that.
pub(crate) fn hung() -> Option<Hang> {
    try_shared()?.hang.borrow().clone()
}

/// Whether the turn that was awaited had something to do.
pub(crate) fn went_on() -> bool {
    shared().went_on.get()
}

/// Tells that something may have happened, before what may take long.
pub(crate) fn progress() {
    shared().progress(Progress::Step);
}

pub(crate) fn write(stream: Stream, text: &str) {
    let shared = shared();
    let at = shared.handle.time();
    let task = shared
        .running
        .borrow()
        .as_ref()
        .and_then(|(task, _)| task.id());
    let task = task.or(shared.running_thread());
    let lines = shared.output.borrow_mut().write(at, task, stream, text);
    for line in lines {
        coroscope::print(line);
    }
    shared.progress(Progress::Step);
}
