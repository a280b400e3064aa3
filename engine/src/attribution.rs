//! Attribution in the log: which task or callback causes what happens outside of a task's own steps, such as done
//! callbacks, cancellations and spawns.

use crate::{current, place};
use core::cell::{Cell, RefCell};
use coroscope_trace::{Place, TaskId};
use rustpython_vm::{PyObject, PyObjectRef};

/// The current causes.
#[derive(Default)]
pub(crate) struct Attribution {
    /// The future whose done callbacks are being scheduled, and the task whose end caused that.
    settling: RefCell<Option<(PyObjectRef, Option<TaskId>)>>,
    callback: RefCell<Option<RunningCallback>>,
    /// The cancelled task, while the cancellation is passed on to what it awaits.
    cancelling: Cell<Option<TaskId>>,
    spawn: RefCell<Option<SpawnRecord>>,
}

/// The loop callback that is running.
#[derive(Clone)]
pub(crate) struct RunningCallback {
    /// The task whose end caused it.
    pub(crate) ended: Option<TaskId>,
    /// The task that made its socket ready.
    pub(crate) causing: Option<TaskId>,
    /// Where it was scheduled, if known.
    pub(crate) place: Option<Place>,
    /// Whether it is the deadline of a timeout.
    pub(crate) is_deadline: bool,
}

/// What the log records for the next task that is created, in place of what is true of the running code.
#[derive(Clone)]
pub(crate) struct SpawnRecord {
    pub(crate) parent: Option<TaskId>,
    pub(crate) name: String,
    pub(crate) place: Option<Place>,
}

/// Calls `schedule`, with all callbacks that it schedules recorded as done callbacks of `future`.
pub(crate) fn while_scheduling_done_callbacks<R>(
    future: &PyObject,
    ended: Option<TaskId>,
    schedule: impl FnOnce() -> R,
) -> R {
    let attribution = &current::state().attribution;
    let settled = Some((future.to_owned(), ended));
    let before = attribution.settling.replace(settled);
    let result = schedule();
    drop(attribution.settling.replace(before));
    result
}

/// The future whose done callbacks are being scheduled, and the task whose end caused that.
pub(crate) fn settling() -> Option<(PyObjectRef, Option<TaskId>)> {
    current::state().attribution.settling.borrow().clone()
}

/// Calls `run` as the given callback.
pub(crate) fn run_callback<R>(callback: RunningCallback, run: impl FnOnce() -> R) -> R {
    let attribution = &current::state().attribution;
    let before = attribution.callback.replace(Some(callback));
    let result = run();
    attribution.callback.replace(before);
    result
}

/// The task whose end caused the running callback.
pub(crate) fn ended_task() -> Option<TaskId> {
    let state = current::state();
    let callback = state.attribution.callback.borrow();
    callback.as_ref().and_then(|callback| callback.ended)
}

/// The task that made the socket ready whose callback is running, or which has scheduled it.
pub(crate) fn causing_task() -> Option<TaskId> {
    let state = current::state();
    let callback = state.attribution.callback.borrow();
    callback.as_ref().and_then(|callback| callback.causing)
}

/// The place of the timeout whose deadline is the running callback.
pub(crate) fn timeout_place() -> Option<Place> {
    let state = current::state();
    let callback = state.attribution.callback.borrow();
    let callback = callback.as_ref().filter(|it| it.is_deadline)?;
    callback.place.clone()
}

/// Where the running callback was scheduled.
pub(crate) fn callback_place() -> Option<Place> {
    let state = current::try_state()?;
    let callback = state.attribution.callback.borrow();
    callback.as_ref()?.place.clone()
}

/// Calls `cancel`, which passes the cancellation of a task on to what it awaits.
pub(crate) fn while_cancelling<R>(task: Option<TaskId>, cancel: impl FnOnce() -> R) -> R {
    let attribution = &current::state().attribution;
    let before = attribution.cancelling.replace(task);
    let result = cancel();
    attribution.cancelling.set(before);
    result
}

/// Calls `cancel` as [`while_cancelling`] does if a task passes its cancellation on.
pub(crate) fn while_passing_on<R>(task: Option<TaskId>, cancel: impl FnOnce() -> R) -> R {
    match task {
        Some(_) => while_cancelling(task, cancel),
        None => cancel(),
    }
}

/// The task that cancels others now: the one whose own cancellation is being passed on, else the running one, else the
/// one whose end caused the running callback.
pub(crate) fn canceller() -> Option<TaskId> {
    let cancelling = current::state().attribution.cancelling.get();
    cancelling.or_else(current::task_id).or_else(ended_task)
}

/// Why tasks are cancelled now, as text for the log.
pub(crate) fn cancel_reason() -> Option<String> {
    let state = current::state();
    if state.attribution.cancelling.get().is_some() {
        return Some("the task that awaits it was cancelled".to_owned());
    }
    timeout_place().map(|set| format!("the timer set{} has expired", place::in_line(&set)))
}

/// Calls `make`, with the task that it creates recorded as `spawn` says.
pub(crate) fn with_spawn_record<R>(spawn: SpawnRecord, make: impl FnOnce() -> R) -> R {
    let attribution = &current::state().attribution;
    let before = attribution.spawn.replace(Some(spawn));
    let result = make();
    attribution.spawn.replace(before);
    result
}

/// What the log records for the task that is being created, if that was set.
pub(crate) fn spawn_record() -> Option<SpawnRecord> {
    current::state().attribution.spawn.borrow().clone()
}

/// The place that the log records for the task that is being created, if that was set.
pub(crate) fn spawn_place() -> Option<Place> {
    let state = current::try_state()?;
    let spawn = state.attribution.spawn.borrow();
    spawn.as_ref().and_then(|spawn| spawn.place.clone())
}
