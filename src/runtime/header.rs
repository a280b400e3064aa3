//! What the loop, its operations and a task's handle share of the task.

use super::core::Core;
use super::inbox::Signal;
use crate::error::{Error, Result};
use crate::trace::{TaskId, What};
use core::cell::{Cell, RefCell};
use core::task::Waker;
use smallvec::SmallVec;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// How far a task has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Its body runs, or is about to.
    Body,
    /// Its body was dropped; its cleanups run.
    CleaningUp,
    /// It has a result.
    Done,
}

/// Who wants to know that a task has ended.
pub(crate) enum Watcher {
    /// A future that awaits it.
    Waker(Waker),
    /// An operation over several tasks; the number is its own name for this one.
    Watch(Rc<dyn Watch>, usize),
}

/// A watcher, its number, and the task on whose behalf it watches.
pub(super) struct Watching {
    number: u32,
    by: Option<TaskId>,
    pub(super) watcher: Watcher,
}

/// Is told when a task has ended.
pub(crate) trait Watch {
    fn ended(&self, number: usize, task: &dyn AnyTask);
}

/// What the loop keeps of a task, whatever its type of value.
pub(crate) struct Header {
    core: Weak<Core>,
    pub(super) signal: Arc<Signal>,
    pub(super) stage: Cell<Stage>,
    /// The body is told of cancellations and not dropped.
    pub(super) told: bool,
    /// A cancellation was asked for and has not arrived yet.
    pub(super) must_cancel: Cell<bool>,
    /// `cancelling()`.
    pub(super) cancelling: Cell<u32>,
    pub(super) why: RefCell<Rc<str>>,
    name: RefCell<Option<Rc<str>>>,
    /// Somebody has seen the result, or will, so a failure is not lost.
    pub(crate) retrieved: Cell<bool>,
    /// The log says that a task awaits this one or has seen its result.
    awaited: Cell<bool>,
    /// The log says that code outside of tasks has seen the result.
    seen_outside: Cell<bool>,
    pub(super) watchers: RefCell<SmallVec<[Watching; 1]>>,
    watchers_made: Cell<u32>,
}

impl Header {
    pub(super) fn new(core: Weak<Core>, signal: Arc<Signal>, told: bool) -> Header {
        Header {
            core,
            signal,
            stage: Cell::new(Stage::Body),
            told,
            must_cancel: Cell::new(false),
            cancelling: Cell::new(0),
            why: RefCell::new("".into()),
            name: RefCell::default(),
            retrieved: Cell::new(false),
            awaited: Cell::new(false),
            seen_outside: Cell::new(false),
            watchers: RefCell::default(),
            watchers_made: Cell::new(0),
        }
    }

    pub(super) fn core(&self) -> Option<Rc<Core>> {
        self.core.upgrade()
    }

    pub(crate) fn id(&self) -> TaskId {
        self.signal.address.id
    }

    pub(crate) fn is_done(&self) -> bool {
        self.stage.get() == Stage::Done
    }

    /// Adds a watcher of the running task's and returns its number, by which it can be taken back.
    pub(crate) fn watch(&self, watcher: Watcher) -> u32 {
        let by = self.core.upgrade().and_then(|core| core.current());
        self.watch_for(by, watcher)
    }

    /// [`watch`](Header::watch) on behalf of another task, or of none.
    pub(crate) fn watch_for(&self, by: Option<TaskId>, watcher: Watcher) -> u32 {
        let number = self.watchers_made.get();
        self.watchers_made.set(number.wrapping_add(1));
        self.note_awaited_by(by);
        let watching = Watching {
            number,
            by,
            watcher,
        };
        self.watchers.borrow_mut().push(watching);
        number
    }

    /// Says in the log that the running task awaits this one.
    pub(super) fn note_awaited(&self) {
        let by = self.core.upgrade().and_then(|core| core.current());
        self.note_awaited_by(by);
    }

    fn note_awaited_by(&self, by: Option<TaskId>) {
        if let (Some(task), Some(core)) = (by, self.core.upgrade()) {
            self.awaited.set(true);
            let on = self.id();
            core.record(What::Awaits { task, on });
        }
    }

    /// Says in the log, once, that somebody takes notice of a task that has ended. A callback of the loop that looks
    /// at the result does so for others, so a task that looks later is told as well.
    pub(crate) fn note_retrieved(&self) {
        let Some(core) = self.core.upgrade() else {
            return;
        };
        let by = core.current();
        let noted = match by {
            Some(_) => &self.awaited,
            None => &self.seen_outside,
        };
        if !self.awaited.get() && !noted.replace(true) {
            let task = self.id();
            core.record(What::Retrieved { task, by });
        }
    }

    /// The task has failed while nobody watched: who awaited it before has not heard of that.
    pub(super) fn note_unheard(&self) {
        self.awaited.set(false);
    }

    pub(crate) fn rewatch(&self, number: u32, waker: &Waker) {
        let mut watchers = self.watchers.borrow_mut();
        let found = watchers.iter_mut().find(|w| w.number == number);
        if let Some(Watcher::Waker(old)) = found.map(|w| &mut w.watcher) {
            old.clone_from(waker);
        }
    }

    pub(crate) fn unwatch(&self, number: u32) {
        let mut watchers = self.watchers.borrow_mut();
        if let Some(index) = watchers.iter().position(|w| w.number == number) {
            watchers.remove(index);
        }
    }

    /// The tasks that await this one.
    pub(super) fn awaited_by(&self) -> Vec<TaskId> {
        self.watchers.borrow().iter().filter_map(|w| w.by).collect()
    }

    /// Asks the task to cancel. False where it has ended.
    pub(crate) fn cancel(&self, why: &str) -> bool {
        if self.is_done() {
            return false;
        }
        self.cancelling.set(self.cancelling.get() + 1);
        *self.why.borrow_mut() = why.into();
        if let Some(core) = self.core.upgrade() {
            core.tick();
            core.record_with(|log| What::CancelRequested {
                task: self.id(),
                by: core.current(),
                why: log.intern(why),
            });
        }
        // Cleanups are not interrupted; that a further request came is only counted.
        if self.stage.get() == Stage::Body {
            self.must_cancel.set(true);
            std::task::Wake::wake_by_ref(&self.signal);
        }
        true
    }

    pub(super) fn uncancel(&self) -> u32 {
        let left = self.cancelling.get().saturating_sub(1);
        self.cancelling.set(left);
        left
    }

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
            core.record_with(|log| What::Named {
                task: self.id(),
                name: log.intern(name),
            });
        }
    }
}

/// A task, whatever its type of value.
pub(crate) trait AnyTask {
    fn header(&self) -> &Header;
    /// The error that it ended with; none where it has a value, or none yet.
    fn error(&self) -> Option<Error>;
    /// Ends it with an error instead of what it has.
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
