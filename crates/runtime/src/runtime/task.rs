//! The handle of a task.

use super::header::{AnyTask, TaskCell, TaskStage};
use super::join::Join;
use crate::error::Result;
use core::fmt;
use coroscope_trace::TaskId;
use std::rc::Rc;

/// The handle of a task, which runs a coroutine.
///
/// Await it to get its result: by value, or by reference if the value implements `Clone`.
/// Dropping the handle detaches the task, which keeps running. If the awaiting task is cancelled,
/// the awaited task is cancelled too, and its cleanup is awaited.
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

    /// The task's name, by default `Task-` and its number.
    ///
    /// # asyncio
    /// `Task.get_name()`.
    pub fn name(&self) -> Rc<str> {
        self.0.header.name()
    }

    /// Sets the task's name, for the timeline and for messages.
    ///
    /// # asyncio
    /// `Task.set_name()`.
    pub fn set_name(&self, name: impl AsRef<str>) {
        self.0.header.set_name(name.as_ref());
    }

    /// Sets the task's name and returns the task.
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

    /// Requests cancellation. Returns false if the task has ended. The request takes effect when the task
    /// would run next: its future is dropped, and the cleanups of its open [`scope`](crate::scope)s are
    /// awaited before the task is done. A task that has not been polled yet never runs.
    ///
    /// # asyncio
    /// `Task.cancel()`. In asyncio a coroutine can catch the exception; here only a task made by
    /// [`spawn_with_cancellation`](crate::spawn_with_cancellation) can refuse.
    pub fn cancel(&self) -> bool {
        self.0.header.cancel("")
    }

    /// [`cancel`](Task::cancel) with a reason.
    ///
    /// # asyncio
    /// The `msg` argument of `Task.cancel()`.
    pub fn cancel_because(&self, why: &str) -> bool {
        self.0.header.cancel(why)
    }

    /// Number of requests to cancel the task, less those uncancelled.
    ///
    /// # asyncio
    /// `Task.cancelling()`.
    pub fn cancelling(&self) -> u32 {
        self.0.header.cancelling.get()
    }

    /// Takes one request to cancel back. Returns the number of requests left.
    ///
    /// # asyncio
    /// `Task.uncancel()`.
    pub fn uncancel(&self) -> u32 {
        self.0.header.uncancel()
    }

    /// Whether the task has ended: with a value, with an error, or cancelled.
    ///
    /// # asyncio
    /// `Task.done()`.
    pub fn done(&self) -> bool {
        self.0.header.is_done()
    }

    /// Whether the task was cancelled, and has ended.
    ///
    /// # asyncio
    /// `Task.cancelled()`.
    pub fn cancelled(&self) -> bool {
        self.done() && self.0.error().is_some_and(|error| error.is_cancelled())
    }

    /// A clone of its result. `None` while the task runs, or if an await by value has moved the result out.
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
        self.0.header.record_retrieved();
        self.0.result.borrow().clone()
    }
}

impl<T: 'static> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.0.header.stage.get() {
            TaskStage::Body => "pending",
            TaskStage::CleaningUp => "cleaning up",
            TaskStage::Done => "done",
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
