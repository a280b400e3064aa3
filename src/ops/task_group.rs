//! Task groups: tasks that end together.

use crate::error::{Error, Result};
use crate::runtime::{self, AnyTask, CleanUp, Task, Watch, Watcher};
use crate::trace::{TaskId, Wait};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

/// Tasks that end together: when one fails, the others are cancelled. Clones are the same group, so
/// that tasks of the group can add to it.
///
/// # asyncio
/// `asyncio.TaskGroup`.
#[derive(Clone)]
pub struct TaskGroup(Rc<Group>);

#[derive(Default)]
struct Group {
    /// The task that will not go on before the group's tasks have ended.
    owner: Option<TaskId>,
    tasks: RefCell<Vec<Rc<dyn AnyTask>>>,
    pending: Cell<usize>,
    /// In the order in which they came.
    errors: RefCell<Vec<Error>>,
    aborting: Cell<bool>,
    over: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

/// Several errors at once.
///
/// # asyncio
/// `ExceptionGroup`.
#[derive(Clone, Debug)]
pub struct ErrorGroup {
    /// In the order of completion, then the body's.
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

/// The group takes no more tasks: it is over, or one of its tasks has failed.
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
/// When a task fails, the others are cancelled, and so is the body where it still runs; their cleanups
/// are awaited. A task that is cancelled by somebody else does not disturb the group.
///
/// # Errors
/// An [`ErrorGroup`] of all failures, the body's last; a cancellation of the body itself, alone.
///
/// # Cancel safety
/// Cancelling the task that awaits this cancels the group's tasks and awaits their cleanups. It stays
/// a cancellation, also when a task fails meanwhile.
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
        let group = TaskGroup(Rc::new(Group {
            owner: runtime::with(|core| core.current()).flatten(),
            ..Group::default()
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
    /// Makes a task of the group.
    ///
    /// # Errors
    /// [`GroupClosed`] after a failure, or when the group is over.
    ///
    /// # asyncio
    /// `TaskGroup.create_task`.
    #[track_caller]
    pub fn create_task<T: 'static>(
        &self,
        future: impl Future<Output = Result<T>> + 'static,
    ) -> Result<Task<T>, GroupClosed> {
        if self.0.aborting.get() || self.0.over.get() {
            return Err(GroupClosed);
        }
        let core = runtime::current("TaskGroup::create_task");
        let task = core.spawn(future, Some(Location::caller()));
        let number = self.0.tasks.borrow().len();
        self.0.tasks.borrow_mut().push(task.0.clone());
        self.0.pending.set(self.0.pending.get() + 1);
        task.0.header.retrieved.set(true);
        let watcher = Watcher::Watch(self.0.clone(), number);
        task.0.header.watch_for(self.0.owner, watcher);
        Ok(task)
    }
}

impl Group {
    /// Cancels the tasks, once.
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
        let pending = u32::try_from(self.pending.get()).unwrap_or(u32::MAX);
        runtime::with(|core| core.record_wait(Wait::Tasks(pending), place));
        Poll::Pending
    }
}

impl Watch for Group {
    fn ended(&self, _number: usize, task: &dyn AnyTask) {
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
    cleanup: Option<CleanUp>,
    result: Option<F::Output>,
    place: &'static Location<'static>,
}

impl<T, F: Future<Output = Result<T>>> GroupRun<F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let group = self.group.0.clone();
        // Only a change in the group wakes the task by this waker; the body has its own ways.
        group.waker.replace(Some(cx.waker().clone()));
        if let Some(body) = &mut self.body {
            if group.aborting.get() {
                let core = runtime::current("task_group");
                self.cleanup = Some(CleanUp::new(core.drop_for_cancel(self.body.take())));
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
        group.over.set(true);
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
        // The body's cleanups come first: it is the innermost.
        drop(self.body.take());
        drop(self.cleanup.take());
        if self.group.0.over.get() || !runtime::is_cancelling() {
            return;
        }
        let (group, place) = (self.group.0.clone(), self.place);
        runtime::leave(Box::pin(async move {
            // Only now: until its body is clean, the group goes on.
            group.abort("its group was cancelled");
            core::future::poll_fn(|cx| group.poll_ended(cx, place)).await;
            group.over.set(true);
            // A failure during a task's cleanup does not turn the cancellation into a failure.
            Ok(())
        }));
    }
}
