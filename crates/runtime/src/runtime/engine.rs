//! What an engine needs that runs programs in another language on the loop: tasks that it drives itself, and events
//! of its own in the log.

use super::cleanup::RunCleanups;
use super::lifecycle::TaskBody;
use super::task::Task;
use super::{Handle, context};
use crate::error::Result;
use core::panic::Location;
use coroscope_trace::time::Duration;
use coroscope_trace::{Cause, Delay, EventKind, Outcome, Place, TaskId, WaitReason, Warning};

impl Handle {
    /// Calls `f` as code of this run, outside of its tasks. Tasks and resources that it makes belong to the run.
    pub fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        let entered = context::enter(self.0.clone());
        let result = f();
        drop(entered);
        result
    }

    /// Makes a task whose body handles cancellation entirely itself. Unlike with
    /// [`spawn_with_cancellation`](crate::spawn_with_cancellation), the body runs even if the task was cancelled before its
    /// first poll.
    #[track_caller]
    pub fn spawn_driven<T: 'static>(
        &self,
        body: impl Future<Output = Result<T>> + 'static,
    ) -> Task<T> {
        self.spawn_driven_for(self.0.current(), body)
    }

    /// [`spawn_driven`](Handle::spawn_driven) on behalf of `parent`, which may be suspended.
    #[track_caller]
    pub fn spawn_driven_for<T: 'static>(
        &self,
        parent: Option<TaskId>,
        body: impl Future<Output = Result<T>> + 'static,
    ) -> Task<T> {
        let place = Location::caller();
        self.0
            .spawn_with(place, parent, TaskBody::HandlesCancel, |_| body)
    }

    /// Runs the first step of a task that was just spawned at once, not in a later pass. The running task continues
    /// afterwards. Does nothing if the task was not the last thing that became ready.
    ///
    /// # asyncio
    /// `eager_start=True`.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, print, sleep, time::ms, trace::Model};
    /// let rt = Runtime::virtual_clock();
    /// let handle = rt.handle();
    /// rt.block_on(async move {
    ///     let task = handle.spawn_driven(async {
    ///         print("begins");
    ///         sleep(ms(1)).await;
    ///         Ok(())
    ///     });
    ///     handle.run_first_step(&task);
    ///     print("goes on");
    ///     task.await
    /// })
    /// .unwrap();
    /// let printed = rt.with_log(|log| {
    ///     let lines = Model::of(log).printed;
    ///     lines.iter().map(|line| log.text(line.text).to_owned()).collect::<Vec<_>>()
    /// });
    /// assert_eq!(printed, ["begins", "goes on"]);
    /// ```
    pub fn run_first_step<T>(&self, task: &Task<T>) {
        self.0.run_at_once(task.0.header.waker.address);
    }

    /// Calls `f` outside of tasks. The log gives `cause` as the cause of wakes in it.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, spawn, trace::{Cause, EventKind}};
    /// let rt = Runtime::virtual_clock();
    /// let handle = rt.handle();
    /// rt.block_on(async move {
    ///     let first = spawn(async { Ok(()) });
    ///     let id = first.id();
    ///     let gate = handle.create_future::<()>();
    ///     let opens = gate.clone();
    ///     let caller = handle.clone();
    ///     handle.call_soon(move || {
    ///         caller.caused_by(Cause::Task(id), || opens.set_result(()).unwrap());
    ///     });
    ///     (&gate).await
    /// })
    /// .unwrap();
    /// let by_first = rt.with_log(|log| {
    ///     log.iter().any(|event| matches!(event.kind, EventKind::TaskWoken { by: Cause::Task(by), .. } if by.index() == 1))
    /// });
    /// assert!(by_first);
    /// ```
    pub fn caused_by<R>(&self, cause: Cause, f: impl FnOnce() -> R) -> R {
        self.0.recorder.caused_by(cause, f)
    }

    /// Records what the running task is waiting for.
    #[track_caller]
    pub fn record_wait(&self, on: WaitReason) {
        self.0.record_wait(on, Location::caller());
    }

    /// Records that `by` requested cancellation of a task that handles it itself.
    pub fn record_cancel_request(&self, task: TaskId, by: Option<TaskId>, why: &str) {
        self.0.tick();
        self.0.record_with(|log| EventKind::CancelRequested {
            task,
            by,
            why: log.intern(why),
        });
    }

    /// Records a deadlock: no task can ever continue. The caller must know that nothing outside of the loop will
    /// wake a task.
    pub fn record_deadlock(&self) {
        self.0.record(EventKind::Deadlocked);
    }

    /// Records that one request to cancel a task was uncancelled.
    pub fn record_uncancel(&self, task: TaskId) {
        self.0.tick();
        self.0.record(EventKind::Uncancelled { task });
    }

    /// Records that the callback `name` has run for `took` and returns now. `place` is the definition of its function.
    pub fn record_callback(&self, took: Duration, name: &str, place: Place) {
        self.0.tick();
        self.0.record_with(|log| EventKind::CallbackRan {
            took: Delay::of(took),
            name: log.intern(name),
            place: log.intern_place(place),
        });
    }

    /// Records that the function `name` starts in a thread. Returns the thread's id in the log.
    #[track_caller]
    pub fn record_thread_start(&self, name: &str) -> TaskId {
        self.0.tick();
        let (thread, parent) = (self.0.tasks.next_id(), self.0.current());
        let name = self.0.intern(name);
        self.0
            .record_at(Location::caller(), |place| EventKind::ThreadStarted {
                thread,
                parent,
                name,
                place,
                is_process: false,
            });
        thread
    }

    /// [`record_thread_start`](Handle::record_thread_start) for a function that was queued until a thread was free:
    /// `parent` submitted it earlier, at `place`.
    pub fn record_queued_thread_start(
        &self,
        name: &str,
        parent: Option<TaskId>,
        place: Place,
    ) -> TaskId {
        self.0.tick();
        let thread = self.0.tasks.next_id();
        self.0.record_with(|log| EventKind::ThreadStarted {
            thread,
            parent,
            name: log.intern(name),
            place: log.intern_place(place),
            is_process: false,
        });
        thread
    }

    /// The task or thread whose code runs.
    pub fn actor(&self) -> Option<TaskId> {
        self.0.actor()
    }

    /// Calls `f` as the code of a thread: the log attributes its wakes and printed lines to the thread.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, print, trace::EventKind};
    /// let rt = Runtime::virtual_clock();
    /// let handle = rt.handle();
    /// let thread = handle.enter(|| handle.record_thread_start("work"));
    /// handle.enter(|| handle.run_as_thread(thread, || print("from a thread")));
    /// handle.record_thread_end(thread, None);
    /// rt.with_log(|log| {
    ///     let printed = log.iter().find_map(|event| match event.kind {
    ///         EventKind::Printed { task, .. } => task,
    ///         _ => None,
    ///     });
    ///     assert_eq!(printed, Some(thread));
    /// });
    /// ```
    pub fn run_as_thread<R>(&self, thread: TaskId, f: impl FnOnce() -> R) -> R {
        let (tasks, recorder) = (&self.0.tasks, &self.0.recorder);
        let task = tasks.replace_current(None);
        let before = recorder.replace_thread(Some(thread));
        let result = f();
        recorder.replace_thread(before);
        tasks.replace_current(task);
        result
    }

    /// Records that the function in a thread returned, or that it raised `error`.
    pub fn record_thread_end(&self, thread: TaskId, error: Option<&str>) {
        self.0.tick();
        self.0.record_with(|log| EventKind::ThreadEnded {
            thread,
            end: match error {
                None => Outcome::Done,
                Some(error) => Outcome::Failed(log.intern(error)),
            },
        });
    }

    /// Records a mistake of the program that the engine detected, in the running task.
    pub fn record_warning(&self, warning: Warning, subject: &str, place: Option<Place>) {
        self.0.tick();
        let task = self.0.actor();
        self.0.record_with(|log| EventKind::Warned {
            warning,
            task,
            subject: log.intern(subject),
            place: place.map(|place| log.intern_place(place)),
        });
    }
}

impl<T: 'static> Task<T> {
    /// Records that the running task began to await this one without using [`Join`](super::Join).
    pub fn record_await(&self) {
        self.0.header.record_awaited();
    }

    /// Records that `task`, which may be suspended, began to await this one.
    pub fn record_await_by(&self, task: TaskId) {
        self.0.header.record_awaited_by(Some(task));
    }
}

/// Drops `future` as a cancellation does. Returns a future of its cleanups, which must be awaited; `None` if there
/// are none.
///
/// # Panics
/// Outside of a run.
#[track_caller]
pub fn drop_for_cancel<F>(future: F) -> Option<impl Future<Output = Result<()>>> {
    let cleanups = super::current("drop_for_cancel").drop_for_cancel(future);
    (!cleanups.is_empty()).then(|| RunCleanups::new(cleanups))
}
