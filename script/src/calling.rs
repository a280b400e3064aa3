//! What runs beside tasks: a callback of the loop, for whom it is called, and what it says of tasks that it makes or
//! cancels.

use crate::current;
use core::cell::{Cell, RefCell};
use coroscope::trace::{Place, TaskId};
use rustpython_vm::{PyObject, PyObjectRef};

/// What an engine knows of the code that runs outside of tasks.
#[derive(Default)]
pub(crate) struct Calling {
    /// The future that was settled, while its done callbacks are scheduled, and the task that has ended for that.
    settling: RefCell<Option<(PyObjectRef, Option<TaskId>)>>,
    call: RefCell<Option<Call>>,
    /// The task that was cancelled, while what it awaits is.
    cancelled: Cell<Option<TaskId>>,
    spawn: RefCell<Option<Spawn>>,
}

/// A callback of the loop that runs.
#[derive(Clone)]
pub(crate) struct Call {
    /// The task whose done callback it is.
    pub(crate) ended: Option<TaskId>,
    /// Where it was scheduled, as far as that is known.
    pub(crate) place: Option<Place>,
    /// It is the limit of a timeout.
    pub(crate) limits: bool,
}

/// What the log says of the next task that is made, instead of what is true of the running code.
#[derive(Clone)]
pub(crate) struct Spawn {
    pub(crate) parent: Option<TaskId>,
    pub(crate) name: String,
    pub(crate) place: Option<Place>,
}

/// Has the callbacks that `schedule` schedules be done callbacks of `future`, for the end of a task.
pub(crate) fn for_settled<R>(
    future: &PyObject,
    ended: Option<TaskId>,
    schedule: impl FnOnce() -> R,
) -> R {
    let calling = &current::shared().calling;
    let settled = Some((future.to_owned(), ended));
    let before = calling.settling.replace(settled);
    let result = schedule();
    drop(calling.settling.replace(before));
    result
}

/// The future whose done callbacks are being scheduled, and the task that has ended for that.
pub(crate) fn settling() -> Option<(PyObjectRef, Option<TaskId>)> {
    current::shared().calling.settling.borrow().clone()
}

/// Runs a callback.
pub(crate) fn run<R>(call: Call, run: impl FnOnce() -> R) -> R {
    let calling = &current::shared().calling;
    let before = calling.call.replace(Some(call));
    let result = run();
    calling.call.replace(before);
    result
}

/// The task whose done callback runs.
pub(crate) fn ended() -> Option<TaskId> {
    let shared = current::shared();
    let call = shared.calling.call.borrow();
    call.as_ref().and_then(|call| call.ended)
}

/// The line of the timeout whose limit runs.
pub(crate) fn limit_line() -> Option<u32> {
    let shared = current::shared();
    let call = shared.calling.call.borrow();
    let call = call.as_ref().filter(|call| call.limits)?;
    Some(call.place.as_ref()?.line)
}

/// Where the running callback was scheduled.
pub(crate) fn place() -> Option<Place> {
    let shared = current::try_shared()?;
    let call = shared.calling.call.borrow();
    call.as_ref()?.place.clone()
}

/// Has `cancel` cancel what the task awaits, which was cancelled itself.
pub(crate) fn on_behalf_of<R>(task: Option<TaskId>, cancel: impl FnOnce() -> R) -> R {
    let calling = &current::shared().calling;
    let before = calling.cancelled.replace(task);
    let result = cancel();
    calling.cancelled.set(before);
    result
}

/// Who cancels tasks now: the task whose own cancellation goes on to them, the one that runs, or the one whose done
/// callback does.
pub(crate) fn canceller() -> Option<TaskId> {
    let cancelled = current::shared().calling.cancelled.get();
    cancelled.or_else(current::task_id).or_else(ended)
}

/// Why tasks are cancelled now, in words.
pub(crate) fn reason() -> Option<String> {
    let shared = current::shared();
    if shared.calling.cancelled.get().is_some() {
        return Some("the task that awaits it was cancelled".to_owned());
    }
    limit_line().map(|line| format!("the timer set in line {line} has expired"))
}

/// Has the log say that of the task that `make` makes.
pub(crate) fn spawn_as<R>(spawn: Spawn, make: impl FnOnce() -> R) -> R {
    let calling = &current::shared().calling;
    let before = calling.spawn.replace(Some(spawn));
    let result = make();
    calling.spawn.replace(before);
    result
}

/// What the log is to say of the task that is being made.
pub(crate) fn spawned_as() -> Option<Spawn> {
    current::shared().calling.spawn.borrow().clone()
}

/// Where the task that is being made is said to be made.
pub(crate) fn spawn_place() -> Option<Place> {
    let shared = current::try_shared()?;
    let spawn = shared.calling.spawn.borrow();
    spawn.as_ref().and_then(|spawn| spawn.place.clone())
}
