//! A task from the outside: its handle, and what the loop and its watchers share of it.

use super::core::Core;
use super::inbox::Signal;
use super::join::Join;
use crate::error::{Error, Result};
use crate::trace::{TaskId, What};
use core::cell::{Cell, RefCell};
use core::fmt;
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
    /// Somebody has seen the result, so a failure is not lost.
    pub(crate) retrieved: Cell<bool>,
    pub(super) watchers: RefCell<SmallVec<[(u32, Watcher); 1]>>,
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
            watchers: RefCell::default(),
            watchers_made: Cell::new(0),
        }
    }

    pub(crate) fn id(&self) -> TaskId {
        self.signal.address.id
    }

    pub(crate) fn is_done(&self) -> bool {
        self.stage.get() == Stage::Done
    }

    /// Adds a watcher and returns its number, by which it can be taken back.
    pub(crate) fn watch(&self, watcher: Watcher) -> u32 {
        let number = self.watchers_made.get();
        self.watchers_made.set(number.wrapping_add(1));
        self.watchers.borrow_mut().push((number, watcher));
        number
    }

    pub(crate) fn rewatch(&self, number: u32, waker: &Waker) {
        let mut watchers = self.watchers.borrow_mut();
        if let Some((_, Watcher::Waker(old))) = watchers.iter_mut().find(|(n, _)| *n == number) {
            old.clone_from(waker);
        }
    }

    pub(crate) fn unwatch(&self, number: u32) {
        let mut watchers = self.watchers.borrow_mut();
        if let Some(index) = watchers.iter().position(|(n, _)| *n == number) {
            watchers.remove(index);
        }
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

    pub(super) fn cancelled(&self) -> Error {
        Error::cancelled(&self.why.borrow())
    }

    pub(crate) fn name(&self) -> Rc<str> {
        match &*self.name.borrow() {
            Some(name) => name.clone(),
            None => self.id().to_string().into(),
        }
    }

    fn set_name(&self, name: &str) {
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

/// A running coroutine, and the handle to it.
///
/// Awaiting it (by value, or by reference where the value can be cloned) gives its result.
/// Dropping the handle detaches the task: it goes on. Being cancelled while awaiting
/// a task cancels that task too, and waits for its cleanup.
///
/// # asyncio
/// `asyncio.Task`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, spawn, time::ms};
/// let answer = Runtime::virtual_clock().block_on(async {
///     let task = spawn(async {
///         sleep(ms(10)).await;
///         Ok(42)
///     });
///     task.await
/// });
/// assert_eq!(answer.unwrap(), 42);
/// ```
pub struct Task<T: 'static>(pub(crate) Rc<TaskCell<T>>);

impl<T: 'static> Task<T> {
    /// The task's number in its run.
    pub fn id(&self) -> TaskId {
        self.0.header.id()
    }

    /// The name it was given, else `Task-` and its number.
    ///
    /// # asyncio
    /// `Task.get_name()`.
    pub fn name(&self) -> Rc<str> {
        self.0.header.name()
    }

    /// Gives the task a name, for the timeline and for messages.
    ///
    /// # asyncio
    /// `Task.set_name()`.
    pub fn set_name(&self, name: impl AsRef<str>) {
        self.0.header.set_name(name.as_ref());
    }

    /// The task with a name.
    ///
    /// # asyncio
    /// The `name` argument of `create_task`.
    ///
    /// # Examples
    /// ```
    /// # use coroscope::{Runtime, spawn};
    /// # Runtime::virtual_clock().block_on(async {
    /// let task = spawn(async { Ok(()) }).named("consumer");
    /// assert_eq!(&*task.name(), "consumer");
    /// # Ok(()) }).unwrap();
    /// ```
    pub fn named(self, name: impl AsRef<str>) -> Task<T> {
        self.set_name(name);
        self
    }

    /// Asks the task to cancel; false where it has ended. The request arrives at the task's
    /// next turn: its future is dropped, and what its open [`scope`](crate::scope)s left to clean
    /// up is awaited before the task counts as done. A task that had no turn yet never runs.
    ///
    /// # asyncio
    /// `Task.cancel()`. There, the coroutine may catch the exception; here only a task made by
    /// [`spawn_told`](crate::spawn_told) may refuse.
    pub fn cancel(&self) -> bool {
        self.0.header.cancel("")
    }

    /// [`cancel`](Task::cancel), with the reason in words.
    ///
    /// # asyncio
    /// The `msg` argument of `Task.cancel()`.
    pub fn cancel_because(&self, why: &str) -> bool {
        self.0.header.cancel(why)
    }

    /// How many requests to cancel the task has had.
    ///
    /// # asyncio
    /// `Task.cancelling()`.
    pub fn cancelling(&self) -> u32 {
        self.0.header.cancelling.get()
    }

    /// Takes one request back from the count; returns what is left.
    ///
    /// # asyncio
    /// `Task.uncancel()`.
    pub fn uncancel(&self) -> u32 {
        let header = &self.0.header;
        header
            .cancelling
            .set(header.cancelling.get().saturating_sub(1));
        header.cancelling.get()
    }

    /// Whether it has ended: with a value, an error, or cancelled.
    ///
    /// # asyncio
    /// `Task.done()`.
    pub fn done(&self) -> bool {
        self.0.header.is_done()
    }

    /// Whether it ended because it was cancelled.
    ///
    /// # asyncio
    /// `Task.cancelled()`.
    pub fn cancelled(&self) -> bool {
        self.done() && self.0.error().is_some_and(|error| error.is_cancelled())
    }

    /// A copy of its result; none while it runs, or where the result was moved out by an await by value.
    ///
    /// # asyncio
    /// `Task.result()` and `Task.exception()` in one.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        if !self.done() {
            return None;
        }
        self.0.header.retrieved.set(true);
        self.0.result.borrow().clone()
    }
}

impl<T: 'static> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.0.header.stage.get() {
            Stage::Body => "pending",
            Stage::CleaningUp => "cleaning up",
            Stage::Done => "done",
        };
        write!(f, "<Task {:?} {state}>", self.name())
    }
}

impl<T: 'static> IntoFuture for Task<T> {
    type Output = Result<T>;
    type IntoFuture = Join<T>;

    #[track_caller]
    fn into_future(self) -> Join<T> {
        Join::taking(self.0)
    }
}

impl<T: Clone + 'static> IntoFuture for &Task<T> {
    type Output = Result<T>;
    type IntoFuture = Join<T>;

    #[track_caller]
    fn into_future(self) -> Join<T> {
        Join::cloning(self.0.clone())
    }
}
