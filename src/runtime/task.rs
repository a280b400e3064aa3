//! A task from the outside: its handle.

use super::header::{AnyTask, Stage, TaskCell};
use super::join::Join;
use crate::error::Result;
use crate::trace::TaskId;
use core::fmt;
use std::rc::Rc;

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
        self.0.header.uncancel()
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
        self.0.header.note_retrieved();
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
