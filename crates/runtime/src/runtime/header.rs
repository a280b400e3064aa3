//! The part of a task that the loop, operations and the task's handle share.

use super::core::Core;
use super::inbox::TaskWaker;
use crate::error::{Error, Result};
use core::cell::{Cell, RefCell};
use core::task::Waker;
use coroscope_trace::{EventKind, TaskId};
use smallvec::SmallVec;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// The stage of a task's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskStage {
    /// Its body runs or is about to run.
    Body,
    /// Its body was dropped, and its cleanups run.
    CleaningUp,
    /// It has a result.
    Done,
}

/// What happens when a task has ended.
pub(crate) enum Waiter {
    /// A future that awaits the task is woken.
    Waker(Waker),
    /// A callback is scheduled, with its own index of the task.
    Callback(Rc<dyn DoneCallback>, usize),
}

/// A waiter, its key, and the task that waits.
pub(super) struct RegisteredWaiter {
    key: u32,
    by: Option<TaskId>,
    pub(super) waiter: Waiter,
}

/// Called by the loop after a task has ended. asyncio: `Future.add_done_callback`.
pub(crate) trait DoneCallback {
    fn task_done(&self, index: usize, task: &dyn AnyTask);
}

/// The state of a task that does not depend on the type of its value.
pub(crate) struct Header {
    core: Weak<Core>,
    pub(super) waker: Arc<TaskWaker>,
    pub(super) stage: Cell<TaskStage>,
    /// The body receives requests to cancel, instead of being dropped.
    pub(super) handles_cancel: bool,
    /// A request to cancel that the body has not received yet.
    pub(super) must_cancel: Cell<bool>,
    /// Number of requests to cancel, less those uncancelled. asyncio: `Task.cancelling`.
    pub(super) cancelling: Cell<u32>,
    /// The reason of the last request to cancel.
    pub(super) why: RefCell<Rc<str>>,
    name: RefCell<Option<Rc<str>>>,
    /// The result was retrieved, or a waiter is going to retrieve it. Otherwise a failure is reported as
    /// [`Unretrieved`](super::Unretrieved).
    pub(crate) retrieved: Cell<bool>,
    /// The log has an event that a task awaits this one or retrieved its result.
    awaited: Cell<bool>,
    /// The log has an event that code outside of tasks retrieved the result.
    retrieved_outside: Cell<bool>,
    pub(super) waiters: RefCell<SmallVec<[RegisteredWaiter; 1]>>,
    waiters_made: Cell<u32>,
}

impl Header {
    pub(super) fn new(core: Weak<Core>, waker: Arc<TaskWaker>, handles_cancel: bool) -> Header {
        Header {
            core,
            waker,
            stage: Cell::new(TaskStage::Body),
            handles_cancel,
            must_cancel: Cell::new(false),
            cancelling: Cell::new(0),
            why: RefCell::new("".into()),
            name: RefCell::default(),
            retrieved: Cell::new(false),
            awaited: Cell::new(false),
            retrieved_outside: Cell::new(false),
            waiters: RefCell::default(),
            waiters_made: Cell::new(0),
        }
    }

    pub(super) fn core(&self) -> Option<Rc<Core>> {
        self.core.upgrade()
    }

    pub(crate) fn id(&self) -> TaskId {
        self.waker.address.id
    }

    pub(crate) fn is_done(&self) -> bool {
        self.stage.get() == TaskStage::Done
    }

    /// Adds a waiter on behalf of the running task. Returns its key.
    pub(crate) fn add_waiter(&self, waiter: Waiter) -> u32 {
        let by = self.core.upgrade().and_then(|core| core.current());
        self.add_waiter_for(by, waiter)
    }

    /// [`add_waiter`](Header::add_waiter) on behalf of another task, or of code outside of tasks.
    pub(crate) fn add_waiter_for(&self, by: Option<TaskId>, waiter: Waiter) -> u32 {
        let key = self.waiters_made.get();
        self.waiters_made.set(key.wrapping_add(1));
        self.record_awaited_by(by);
        let registered = RegisteredWaiter { key, by, waiter };
        self.waiters.borrow_mut().push(registered);
        key
    }

    /// Records that the running task awaits this one.
    pub(super) fn record_awaited(&self) {
        let by = self.core.upgrade().and_then(|core| core.current());
        self.record_awaited_by(by);
    }

    /// Records that `by` awaits this task.
    pub(super) fn record_awaited_by(&self, by: Option<TaskId>) {
        if let (Some(task), Some(core)) = (by, self.core.upgrade()) {
            self.awaited.set(true);
            let on = self.id();
            core.record(EventKind::Awaits { task, on });
        }
    }

    /// Records once that the result of an ended task was retrieved. A callback of the loop retrieves it for other
    /// code, so a later retrieval by a task is recorded, too.
    pub(crate) fn record_retrieved(&self) {
        let Some(core) = self.core.upgrade() else {
            return;
        };
        let by = core.current();
        let recorded = match by {
            Some(_) => &self.awaited,
            None => &self.retrieved_outside,
        };
        if !self.awaited.get() && !recorded.replace(true) {
            let task = self.id();
            core.record(EventKind::Retrieved { task, by });
        }
    }

    /// Called if the task failed without a waiter: an earlier await did not see the failure.
    pub(super) fn clear_awaited(&self) {
        self.awaited.set(false);
    }

    /// Replaces the waker of a waiter.
    pub(crate) fn update_waker(&self, key: u32, waker: &Waker) {
        let mut waiters = self.waiters.borrow_mut();
        let found = waiters.iter_mut().find(|w| w.key == key);
        if let Some(Waiter::Waker(old)) = found.map(|w| &mut w.waiter) {
            old.clone_from(waker);
        }
    }

    pub(crate) fn remove_waiter(&self, key: u32) {
        let mut waiters = self.waiters.borrow_mut();
        if let Some(index) = waiters.iter().position(|w| w.key == key) {
            waiters.remove(index);
        }
    }

    /// The tasks that await this one.
    pub(super) fn awaited_by(&self) -> Vec<TaskId> {
        self.waiters.borrow().iter().filter_map(|w| w.by).collect()
    }

    /// Requests cancellation. False if the task has ended.
    pub(crate) fn cancel(&self, why: &str) -> bool {
        if self.is_done() {
            return false;
        }
        self.cancelling.set(self.cancelling.get() + 1);
        *self.why.borrow_mut() = why.into();
        if let Some(core) = self.core.upgrade() {
            core.tick();
            core.record_with(|log| EventKind::CancelRequested {
                task: self.id(),
                by: core.current(),
                why: log.intern(why),
            });
        }
        // Cleanups are not interrupted; a further request is only counted.
        if self.stage.get() == TaskStage::Body {
            self.must_cancel.set(true);
            std::task::Wake::wake_by_ref(&self.waker);
        }
        true
    }

    /// Takes one request to cancel back. Returns the number of requests left.
    pub(super) fn uncancel(&self) -> u32 {
        let left = self.cancelling.get().saturating_sub(1);
        self.cancelling.set(left);
        left
    }

    /// The error of a task that ends because it was cancelled.
    pub(super) fn cancelled(&self) -> Error {
        Error::cancelled(&self.why.borrow())
    }

    pub(crate) fn name(&self) -> Rc<str> {
        match &*self.name.borrow() {
            Some(name) => name.clone(),
            None => self.id().to_string().into(),
        }
    }

    pub(super) fn set_name(&self, name: &str) {
        *self.name.borrow_mut() = Some(name.into());
        if let Some(core) = self.core.upgrade() {
            core.record_with(|log| EventKind::TaskNamed {
                task: self.id(),
                name: log.intern(name),
            });
            if let Some(observer) = core.hooks.observer.get() {
                observer.named(self.id(), name);
            }
        }
    }
}

/// A task of any type of value.
pub(crate) trait AnyTask {
    fn header(&self) -> &Header;
    /// The error that it ended with; `None` if it has a value, or no result yet.
    fn error(&self) -> Option<Error>;
    /// Replaces the result by an error.
    fn fail(&self, error: Error);
}

/// A task and its result.
pub(crate) struct TaskCell<T> {
    pub(crate) header: Header,
    pub(crate) result: RefCell<Option<Result<T>>>,
}

impl<T> AnyTask for TaskCell<T> {
    fn header(&self) -> &Header {
        &self.header
    }

    fn error(&self) -> Option<Error> {
        match &*self.result.borrow() {
            Some(Err(error)) => Some(error.clone()),
            _ => None,
        }
    }

    fn fail(&self, error: Error) {
        self.result.replace(Some(Err(error)));
    }
}
