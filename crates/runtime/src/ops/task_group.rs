//! Task groups: several tasks that are awaited, and cancelled, together.

use crate::error::{Error, Result};
use crate::runtime::{self, AnyTask, DoneCallback, RunCleanups, Task, Waiter};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{TaskId, WaitReason};
use std::rc::Rc;

/// A group of tasks. If one fails, the others are cancelled. Clones refer to the same group, so that its tasks
/// can add tasks to it.
///
/// # asyncio
/// `asyncio.TaskGroup`.
#[derive(Clone)]
pub struct TaskGroup(Rc<GroupState>);

#[derive(Default)]
struct GroupState {
    /// The task that awaits the group.
    owner: Option<TaskId>,
    tasks: RefCell<Vec<Rc<dyn AnyTask>>>,
    pending: Cell<usize>,
    /// Errors of tasks, in the order in which they failed.
    errors: RefCell<Vec<Error>>,
    aborting: Cell<bool>,
    finished: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

/// Several errors at once.
///
/// # asyncio
/// `ExceptionGroup`.
#[derive(Clone, Debug)]
pub struct ErrorGroup {
    /// In the order of completion. The error of the body is last.
    pub errors: Vec<Error>,
}

impl fmt::Display for ErrorGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.errors.len() == 1 { "" } else { "s" };
        write!(
            f,
            "unhandled errors in a TaskGroup ({} sub-exception{plural})",
            self.errors.len()
        )?;
        for (n, error) in self.errors.iter().enumerate() {
            write!(f, "{} {error}", if n == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl std::error::Error for ErrorGroup {}

/// The group accepts no more tasks, because it is finished or one of its tasks has failed.
///
/// # asyncio
/// `RuntimeError: TaskGroup … is shutting down`, or `… is finished`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupClosed;

impl fmt::Display for GroupClosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task group is shutting down and takes no more tasks")
    }
}

impl std::error::Error for GroupClosed {}

/// Runs `body`, which adds tasks to the group, and waits for all of them.
///
/// If a task fails, the other tasks are cancelled, and so is the body if it is still running. Their cleanups
/// are awaited. A task that other code cancels does not affect the group.
///
/// # Errors
/// An [`ErrorGroup`] of all failures, with the error of the body last. If there is no failure and the body was
/// cancelled, that cancellation.
///
/// # Cancel safety
/// If the task that awaits this is cancelled, the tasks of the group are cancelled and their cleanups are awaited.
/// The result is a cancellation, even if a task fails meanwhile.
///
/// # asyncio
/// `async with asyncio.TaskGroup() as group: …`.
///
/// # Examples
/// ```
/// use coroscope::{Error, ErrorGroup, Runtime, sleep, task_group, time::ms};
/// let rt = Runtime::virtual_clock();
/// let result = rt.block_on(task_group(async |group| {
///     group.create_task(async { sleep(ms(1000)).await; Ok(()) })?;
///     group.create_task(async { Err::<(), _>(Error::msg("no luck")) })?;
///     Ok(())
/// }));
/// let error = result.unwrap_err();
/// assert_eq!(error.downcast_ref::<ErrorGroup>().unwrap().errors.len(), 1);
/// assert_eq!(rt.time().elapsed(), ms(0));
/// ```
#[track_caller]
pub fn task_group<T, F>(body: F) -> impl Future<Output = Result<T>>
where
    F: AsyncFnOnce(TaskGroup) -> Result<T>,
{
    let place = Location::caller();
    async move {
        let group = TaskGroup(Rc::new(GroupState {
            owner: runtime::with(|core| core.current()).flatten(),
            ..GroupState::default()
        }));
        let mut run = GroupRun {
            body: Some(Box::pin(body(group.clone()))),
            cleanup: None,
            result: None,
            group,
            place,
        };
        core::future::poll_fn(|cx| run.poll(cx)).await
    }
}

impl TaskGroup {
    /// Spawns a task in the group.
    ///
    /// # Errors
    /// [`GroupClosed`] after a failure, or if the group is finished.
    ///
    /// # asyncio
    /// `TaskGroup.create_task`.
    #[track_caller]
    pub fn create_task<T: 'static>(
        &self,
        future: impl Future<Output = Result<T>> + 'static,
    ) -> Result<Task<T>, GroupClosed> {
        if self.0.aborting.get() || self.0.finished.get() {
            return Err(GroupClosed);
        }
        let core = runtime::current("TaskGroup::create_task");
        let task = core.spawn(future, Some(Location::caller()));
        let number = self.0.tasks.borrow().len();
        self.0.tasks.borrow_mut().push(task.0.clone());
        self.0.pending.set(self.0.pending.get() + 1);
        task.0.header.retrieved.set(true);
        let waiter = Waiter::Callback(self.0.clone(), number);
        task.0.header.add_waiter_for(self.0.owner, waiter);
        Ok(task)
    }
}

impl GroupState {
    /// Cancels all tasks of the group. Does nothing the second time.
    fn abort(&self, why: &str) {
        if self.aborting.replace(true) {
            return;
        }
        let tasks = self.tasks.borrow().clone();
        for task in tasks {
            task.header().cancel(why);
        }
    }

    fn poll_ended(&self, cx: &mut Context<'_>, place: &'static Location<'static>) -> Poll<()> {
        if self.pending.get() == 0 {
            return Poll::Ready(());
        }
        self.waker.replace(Some(cx.waker().clone()));
        let on = WaitReason::tasks(self.pending.get());
        runtime::with(|core| core.record_wait(on, place));
        Poll::Pending
    }
}

impl DoneCallback for GroupState {
    fn task_done(&self, _index: usize, task: &dyn AnyTask) {
        self.pending.set(self.pending.get() - 1);
        if let Some(error) = task.error().filter(|error| !error.is_cancelled()) {
            self.errors.borrow_mut().push(error);
            self.abort("another task of its group has failed");
        }
        let waker = self.waker.take();
        waker.into_iter().for_each(Waker::wake);
    }
}

struct GroupRun<F: Future> {
    group: TaskGroup,
    body: Option<Pin<Box<F>>>,
    cleanup: Option<RunCleanups>,
    result: Option<F::Output>,
    place: &'static Location<'static>,
}

impl<T, F: Future<Output = Result<T>>> GroupRun<F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let group = self.group.0.clone();
        // Woken by the end of a task. The body registers the waker itself.
        group.waker.replace(Some(cx.waker().clone()));
        if let Some(body) = &mut self.body {
            if group.aborting.get() {
                let core = runtime::current("task_group");
                self.cleanup = Some(RunCleanups::new(core.drop_for_cancel(self.body.take())));
            } else if let Poll::Ready(result) = body.as_mut().poll(cx) {
                self.body = None;
                if result.is_err() {
                    group.abort("the body of its group has failed");
                }
                self.result = Some(result);
            } else {
                return Poll::Pending;
            }
        }
        if let Some(cleanup) = &mut self.cleanup {
            let cleaned = core::task::ready!(Pin::new(cleanup).poll(cx));
            self.cleanup = None;
            self.result = cleaned.err().map(Err);
        }
        core::task::ready!(group.poll_ended(cx, self.place));
        group.finished.set(true);
        Poll::Ready(self.conclude())
    }

    fn conclude(&mut self) -> Result<T> {
        let mut errors = self.group.0.errors.take();
        match self.result.take() {
            Some(Ok(value)) if errors.is_empty() => return Ok(value),
            Some(Err(error)) if error.is_cancelled() && errors.is_empty() => return Err(error),
            Some(Err(error)) if !error.is_cancelled() => errors.push(error),
            _ => {}
        }
        Err(ErrorGroup { errors }.into())
    }
}

impl<F: Future> Drop for GroupRun<F> {
    fn drop(&mut self) {
        // The body is the innermost future, so its cleanups come first.
        drop(self.body.take());
        drop(self.cleanup.take());
        if self.group.0.finished.get() || !runtime::is_cancelling() {
            return;
        }
        let (group, place) = (self.group.0.clone(), self.place);
        runtime::defer_cleanup(Box::pin(async move {
            // After the cleanups of the body: the tasks keep running until then.
            group.abort("its group was cancelled");
            core::future::poll_fn(|cx| group.poll_ended(cx, place)).await;
            group.finished.set(true);
            // An error of a task's cleanup does not replace the cancellation.
            Ok(())
        }));
    }
}
