//! A reference to a task of any type of value: to inspect, name and cancel it.

use super::header::AnyTask;
use super::{Handle, context};
use coroscope_trace::TaskId;
use coroscope_trace::sort;
use std::rc::Rc;

/// A reference to a task of any type of value.
///
/// # asyncio
/// The result of `current_task`, and the items of `all_tasks`.
#[derive(Clone)]
pub struct TaskRef(pub(super) Rc<dyn AnyTask>);

impl TaskRef {
    /// The task's number in its run.
    pub fn id(&self) -> TaskId {
        self.0.header().id()
    }

    /// Its name, by default `Task-` and its number.
    pub fn name(&self) -> Rc<str> {
        self.0.header().name()
    }

    /// Sets its name.
    pub fn set_name(&self, name: impl AsRef<str>) {
        self.0.header().set_name(name.as_ref());
    }

    /// Requests cancellation, as [`Task::cancel`](crate::Task::cancel) does.
    pub fn cancel(&self) -> bool {
        self.0.header().cancel("")
    }

    /// Requests cancellation, with a reason.
    pub fn cancel_because(&self, why: &str) -> bool {
        self.0.header().cancel(why)
    }

    /// Number of requests to cancel it, less those uncancelled.
    pub fn cancelling(&self) -> u32 {
        self.0.header().cancelling.get()
    }

    /// Takes one request to cancel back. Returns the number of requests left.
    pub fn uncancel(&self) -> u32 {
        self.0.header().uncancel()
    }

    /// Whether it has ended.
    pub fn done(&self) -> bool {
        self.0.header().is_done()
    }

    /// The tasks that await it, directly or through an operation over several tasks.
    ///
    /// # asyncio
    /// `asyncio.capture_call_graph` (3.14), its `awaited_by`.
    pub fn awaited_by(&self) -> Vec<TaskId> {
        self.0.header().awaited_by()
    }
}

impl Handle {
    /// All tasks that have not ended, in the order of spawning.
    ///
    /// # asyncio
    /// `asyncio.all_tasks`.
    pub fn all_tasks(&self) -> Vec<TaskRef> {
        let tasks = self.0.tasks.all().into_iter();
        let mut tasks: Vec<TaskRef> = tasks.map(TaskRef).collect();
        sort::by_key(&mut tasks, TaskRef::id);
        tasks
    }

    /// Which tasks await which at this moment, as pairs (awaiting, awaited).
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, sleep, spawn, runtime::Handle, time::ms, yield_now};
    /// Runtime::virtual_clock().block_on(async {
    ///     let inner = spawn(async { sleep(ms(5)).await; Ok(()) });
    ///     let inner_id = inner.id();
    ///     let outer = spawn(async move { inner.await });
    ///     yield_now().await;
    ///     assert_eq!(Handle::current().await_graph(), [(outer.id(), inner_id)]);
    ///     outer.await
    /// }).unwrap();
    /// ```
    pub fn await_graph(&self) -> Vec<(TaskId, TaskId)> {
        let edges = |task: TaskRef| {
            let awaited = task.id();
            let by = task.awaited_by().into_iter();
            by.map(move |awaiting| (awaiting, awaited))
        };
        self.all_tasks().into_iter().flat_map(edges).collect()
    }
}

/// The task that is running.
///
/// # Panics
/// Outside of a task.
///
/// # asyncio
/// `asyncio.current_task`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, current_task};
/// Runtime::virtual_clock().block_on(async {
///     assert_eq!(&*current_task().name(), "Task-1");
///     Ok(())
/// }).unwrap();
/// ```
#[track_caller]
pub fn current_task() -> TaskRef {
    match context::with(|core| core.current_task()).flatten() {
        Some(task) => TaskRef(task),
        None => panic!("current_task was called outside of a task"),
    }
}

/// All tasks of the running loop that have not ended, in the order of spawning.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// `asyncio.all_tasks`.
#[track_caller]
pub fn all_tasks() -> Vec<TaskRef> {
    Handle::current().all_tasks()
}
