//! What an engine for scripts needs of the loop beside its primitives: its own places, bodies that it drives
//! itself, and words in the log for what happens inside it.

use super::cleanup::CleanUp;
use super::core::Core;
use super::task::Task;
use super::{Handle, context};
use crate::error::Result;
use crate::time::Duration;
use crate::trace::{Cause, Delay, End, Place, TaskId, Wait, Warning, What};
use core::panic::Location;
use std::rc::Rc;

/// Tells where a program that is not in Rust stands.
pub(super) type Places = Rc<dyn Fn() -> Option<Place>>;

/// Gives the number of the call in which the running task waits next, where that is to be recorded.
pub(super) type Calls = Rc<dyn Fn() -> Option<u32>>;

impl Handle {
    /// From now on the log tells as the place of a spawn, a wait or a new resource what `tell` says;
    /// the line in Rust where it says nothing.
    pub fn set_places(&self, tell: impl Fn() -> Option<Place> + 'static) {
        self.0.places.replace(Some(Rc::new(tell)));
    }

    /// From now on `tell` is asked before each wait is recorded: it gives the number of the call of a coroutine, counted
    /// from one, where the wait is in another call than the wait before, at the same line.
    pub fn set_calls(&self, tell: impl Fn() -> Option<u32> + 'static) {
        self.0.calls.replace(Some(Rc::new(tell)));
    }

    /// Calls `f` as code of this run, though no task is running: what it makes is recorded.
    pub fn inside<R>(&self, f: impl FnOnce() -> R) -> R {
        let entered = context::enter(self.0.clone());
        let result = f();
        drop(entered);
        result
    }

    /// Makes a task whose body keeps its own account of cancellations. It is polled for its first time
    /// also where it was asked to cancel before, unlike one of [`spawn_told`](crate::spawn_told).
    #[track_caller]
    pub fn spawn_driven<T: 'static>(
        &self,
        body: impl Future<Output = Result<T>> + 'static,
    ) -> Task<T> {
        self.spawn_driven_for(self.0.current(), body)
    }

    /// [`spawn_driven`](Handle::spawn_driven) on behalf of `parent`, which need not be running.
    #[track_caller]
    pub fn spawn_driven_for<T: 'static>(
        &self,
        parent: Option<TaskId>,
        body: impl Future<Output = Result<T>> + 'static,
    ) -> Task<T> {
        let place = Location::caller();
        self.0.spawn_with(place, parent, true, |_| body)
    }

    /// Calls `f` outside of tasks, with `cause` as what wakes and cancels tasks meanwhile.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, spawn, trace::{Cause, What}};
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
    ///     log.iter().any(|event| matches!(event.what, What::Woken { by: Cause::Task(by), .. } if by.index() == 1))
    /// });
    /// assert!(by_first);
    /// ```
    pub fn caused_by<R>(&self, cause: Cause, f: impl FnOnce() -> R) -> R {
        let before = self.0.cause.replace(cause);
        let result = f();
        self.0.cause.set(before);
        result
    }

    /// Records what the running task waits for.
    #[track_caller]
    pub fn record_wait(&self, on: Wait) {
        self.0.record_wait(on, Location::caller());
    }

    /// Records that `by` asked a task to cancel, where its body is told by other means.
    pub fn record_cancel_request(&self, task: TaskId, by: Option<TaskId>, why: &str) {
        self.0.tick();
        self.0.record_with(|log| What::CancelRequested {
            task,
            by,
            why: log.intern(why),
        });
    }
}

impl Core {
    /// Records what the running task waits for.
    #[inline]
    pub(crate) fn record_wait(&self, on: Wait, place: &'static Location<'static>) {
        let Some(task) = self.current().filter(|_| self.is_recording()) else {
            return;
        };
        // Asked before the log is borrowed: it runs code of the engine's.
        let call = self.calls.borrow().clone().and_then(|tell| tell());
        if let Some(call) = call {
            self.record(What::Called { task, call });
        }
        self.record_at(place, |place| What::Waits { task, on, place });
    }
}

impl Handle {
    /// Records that nothing can ever continue. Only who drives the loop can know: nothing is awaited from outside.
    pub fn record_deadlock(&self) {
        self.0.record(What::Deadlocked);
    }

    /// Records that a request to cancel a task was taken back.
    pub fn record_uncancel(&self, task: TaskId) {
        self.0.tick();
        self.0.record(What::Uncancelled { task });
    }

    /// Records that a callback called `name` has run for `took` and returns now. `place` is where its function is.
    pub fn record_callback(&self, took: Duration, name: &str, place: Place) {
        self.0.tick();
        self.0.record_with(|log| What::CallbackRan {
            took: Delay::of(took),
            name: log.intern(name),
            place: log.intern_told_place(place),
        });
    }

    /// Records that the function called `name` starts in a thread, and gives the thread's number in the log.
    #[track_caller]
    pub fn record_thread_start(&self, name: &str) -> TaskId {
        self.0.tick();
        let (thread, parent) = (self.0.next_task_id(), self.0.current());
        let name = self.0.intern(name);
        self.0
            .record_at(Location::caller(), |place| What::ThreadStarted {
                thread,
                parent,
                name,
                place,
            });
        thread
    }

    /// As [`record_thread_start`](Handle::record_thread_start), for a function that had to wait for a free thread:
    /// `parent` asked for it earlier, at `place`.
    pub fn record_late_thread_start(
        &self,
        name: &str,
        parent: Option<TaskId>,
        place: Place,
    ) -> TaskId {
        self.0.tick();
        let thread = self.0.next_task_id();
        self.0.record_with(|log| What::ThreadStarted {
            thread,
            parent,
            name: log.intern(name),
            place: log.intern_told_place(place),
        });
        thread
    }

    /// Calls `f` as a callback that a thread asked for: the log names the thread as who wakes.
    pub fn on_behalf_of<R>(&self, thread: TaskId, f: impl FnOnce() -> R) -> R {
        let before = self.0.cause.replace(Cause::Task(thread));
        let result = f();
        self.0.cause.set(before);
        result
    }

    /// The task or thread whose code runs.
    pub fn actor(&self) -> Option<TaskId> {
        self.0.actor()
    }

    /// Calls `f` as the code of a thread: the log names the thread as who wakes and prints.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, print, trace::What};
    /// let rt = Runtime::virtual_clock();
    /// let handle = rt.handle();
    /// let thread = handle.inside(|| handle.record_thread_start("work"));
    /// handle.inside(|| handle.beside_loop(thread, || print("from a thread")));
    /// handle.record_thread_end(thread, None);
    /// rt.with_log(|log| {
    ///     let printed = log.iter().find_map(|event| match event.what {
    ///         What::Printed { task, .. } => task,
    ///         _ => None,
    ///     });
    ///     assert_eq!(printed, Some(thread));
    /// });
    /// ```
    pub fn beside_loop<R>(&self, thread: TaskId, f: impl FnOnce() -> R) -> R {
        let core = &self.0;
        let (task, before) = (core.current.take(), core.thread.replace(Some(thread)));
        let result = f();
        core.thread.set(before);
        core.current.set(task);
        result
    }

    /// Records that the function in a thread returned, or what it raised.
    pub fn record_thread_end(&self, thread: TaskId, error: Option<&str>) {
        self.0.tick();
        self.0.record_with(|log| What::ThreadEnded {
            thread,
            end: match error {
                None => End::Value,
                Some(error) => End::Error(log.intern(error)),
            },
        });
    }

    /// Records a mistake of the program that the engine sees for certain, in the running task.
    pub fn record_warning(&self, warning: Warning, subject: &str, place: Option<Place>) {
        self.0.tick();
        let task = self.0.actor();
        self.0.record_with(|log| What::Warned {
            warning,
            task,
            subject: log.intern(subject),
            place: place.map(|place| log.intern_told_place(place)),
        });
    }
}

impl<T: 'static> Task<T> {
    /// Records that the running task began to await this one, where it does so by other means than
    /// [`Join`](super::Join).
    pub fn record_await(&self) {
        self.0.header.note_awaited();
    }

    /// Records that `task`, which need not be running, began to await this one.
    pub fn record_await_by(&self, task: TaskId) {
        self.0.header.note_awaited_by(Some(task));
    }
}

/// Drops `future` as a cancellation does. What it leaves to clean up is to be awaited; none where
/// that is nothing.
///
/// # Panics
/// Outside of a run.
#[track_caller]
pub fn drop_for_cancel<F>(future: F) -> Option<impl Future<Output = Result<()>>> {
    let cleanups = super::current("drop_for_cancel").drop_for_cancel(future);
    (!cleanups.is_empty()).then(|| CleanUp::new(cleanups))
}
