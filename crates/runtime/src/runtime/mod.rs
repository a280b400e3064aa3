//! The event loop: one thread, one ready queue, one timer heap, and a log of all that happens.
//!
//! The life of a task, with the events that it leaves in the log:
//!
//! ```text
//!            spawn (1)                        (1) TaskSpawned
//!               │
//!               ▼      poll (2)               (2) PollBegun
//!           ┌─ ready ─────────────► running
//!           │   ▲                   │ │ │
//!           │   │ wake (4)          │ │ │     (3) Waits, PollEnded
//!           │   │      pending (3)  │ │ │     (4) TaskWoken, also while it runs
//!           │   waiting ◄───────────┘ │ │
//!           │                         │ └───► done: value, error   (5) TaskEnded
//!           │ cancelled (6)           │
//!           └──────► cleaning up ◄────┘       (6) CancelRequested, then CleanupBegun
//!                        │                        if there are cleanups
//!                        └──────────────────► done: cancelled      (5) TaskEnded
//! ```
//!
//! A pass runs a snapshot of the ready queue, first in, first out. A task that is woken during a pass runs in the next
//! one. Due timers, and the done callbacks of operations over several tasks, are entries of the ready queue too, and
//! wake tasks for the next pass. Passes run one after the other in microtasks. When the time budget since the last
//! macrotask is used up, the loop continues in a macrotask, even in the middle of a pass.

mod call;
mod cancellation;
mod choices;
mod cleanup;
mod context;
mod core;
mod driver;
mod engine;
mod first_turn;
mod future;
mod header;
mod host_hooks;
mod inbox;
mod join;
mod lifecycle;
mod logged_resource;
mod options;
mod pass;
mod ready;
mod recorder;
mod resource;
mod scheduler;
mod scheduler_timers;
mod task;
mod task_observer;
mod task_ref;
mod task_table;
mod timeout_log;
mod timers;
mod unretrieved;
mod virtual_clock;

pub(crate) use self::core::Core;
pub use call::CallHandle;
pub use cancellation::Cancellation;
pub use choices::{CancelMoment, Choices, NextTimer, Others, PendingTimer, TimerKind};
pub(crate) use cleanup::{RunCleanups, defer_cleanup, is_cancelling};
pub(crate) use context::{current, current_or_ambient, with};
pub use driver::{Driver, Enter, Entry};
pub use engine::drop_for_cancel;
pub use first_turn::FirstTurn;
pub use future::{FutureHandle, FutureWait, InvalidState};
pub(crate) use header::{AnyTask, DoneCallback, Waiter};
pub use join::Join;
pub(crate) use join::wait_done;
pub(crate) use lifecycle::TaskBody;
pub use logged_resource::{LoggedResource, LoggedWait};
pub use options::{DEFAULT_BUDGET, DEFAULT_POLLS_PER_MICROTASK, Options};
pub(crate) use resource::{Levels, Resource};
pub use task::Task;
pub use task_observer::TaskObserver;
pub use task_ref::{TaskRef, all_tasks, current_task};
pub(crate) use timeout_log::LoggedTimeout;
pub(crate) use timers::{Purpose, TimerAction, TimerKey};
pub use unretrieved::Unretrieved;
pub use virtual_clock::VirtualClock;

use crate::error::{Error, Result};
use ::core::ops::Deref;
use ::core::panic::Location;
use ::core::task::Poll;
use coroscope_trace::Log;
use coroscope_trace::time::Instant;
use std::rc::Rc;

/// An event loop with its tasks, timers and log. Dropping it drops them all.
///
/// It dereferences to [`Handle`], which has most of the methods. A thread can have several runtimes.
///
/// # asyncio
/// `asyncio.Runner` and its event loop.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, sleep, time::ms};
/// let rt = Runtime::virtual_clock();
/// let squares = rt.block_on(async {
///     gather((1..=3).map(|n| async move {
///         sleep(ms(10 * n)).await;
///         Ok(n * n)
///     }))
///     .await
/// });
/// assert_eq!(squares.unwrap(), [1, 4, 9]);
/// assert_eq!(rt.time().elapsed(), ms(30));
/// ```
#[must_use = "dropping a runtime drops its tasks"]
pub struct Runtime {
    handle: Handle,
    clock: Option<Rc<VirtualClock>>,
}

/// A reference to a [`Runtime`], with most of its methods. It does not keep tasks alive.
#[derive(Clone)]
pub struct Handle(Rc<Core>);

impl Runtime {
    /// A runtime on a driver.
    pub fn new(driver: Rc<dyn Driver>, options: Options) -> Runtime {
        let core = Core::new(driver.clone(), options);
        let weak = Rc::downgrade(&core);
        driver.attach(Rc::new(move |entry| match weak.upgrade() {
            Some(core) => {
                core.enter(entry);
                true
            }
            None => false,
        }));
        Runtime {
            handle: Handle(core),
            clock: None,
        }
    }

    /// A runtime on the [`VirtualClock`], with default options except one: each pass runs in its own microtask, so that a
    /// [step](VirtualClock::step) is one pass.
    pub fn virtual_clock() -> Runtime {
        Runtime::virtual_clock_with(Options {
            polls_per_microtask: 1,
            ..Options::default()
        })
    }

    /// A runtime on the [`VirtualClock`].
    pub fn virtual_clock_with(options: Options) -> Runtime {
        let clock = Rc::new(VirtualClock::default());
        let mut runtime = Runtime::new(clock.clone(), options);
        runtime.clock = Some(clock);
        runtime
    }

    /// The virtual clock of this runtime, if it has one.
    pub fn clock(&self) -> Option<&Rc<VirtualClock>> {
        self.clock.as_ref()
    }

    /// A reference to this runtime that can be stored.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Makes this the thread's ambient runtime: [`spawn`](crate::spawn()) and
    /// [`spawn_local`](crate::spawn_local) use it while no runtime is running, for example in an event listener.
    /// The thread owns it. The previous ambient runtime is dropped, with its tasks.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, spawn_local};
    /// use std::{cell::Cell, rc::Rc};
    /// let rt = Runtime::virtual_clock();
    /// let clock = rt.clock().cloned().unwrap();
    /// rt.into_ambient();
    /// let done = Rc::new(Cell::new(false));
    /// let sets = done.clone();
    /// drop(spawn_local(async move { sets.set(true) }).named("a listener's work"));
    /// while clock.step() {}
    /// assert!(done.get());
    /// ```
    pub fn into_ambient(self) -> Handle {
        let handle = self.handle();
        drop(context::set_ambient(self));
        handle
    }

    /// Runs `main` on the virtual clock until no task is left, as [`Handle::start`] does.
    ///
    /// # Errors
    /// The error of `main`. Also if tasks are still waiting while none is ready and no timer is
    /// pending: nothing could ever wake them (asyncio would hang).
    ///
    /// # Panics
    /// If the runtime is not on the virtual clock.
    ///
    /// # asyncio
    /// `asyncio.run`.
    #[track_caller]
    pub fn block_on<T: 'static>(
        &self,
        main: impl Future<Output = Result<T>> + 'static,
    ) -> Result<T> {
        let Some(clock) = &self.clock else {
            panic!("block_on needs the virtual clock: a browser's page must not block");
        };
        let main = self.start(main);
        while clock.step() {}
        match main.0.result.take() {
            Some(result) if self.0.tasks.is_empty() => result,
            _ => {
                self.handle.record_deadlock();
                Err(Error::msg(format_args!(
                    "nothing is ready and no timer is pending, but {} still wait",
                    self.handle.pending_names()
                )))
            }
        }
    }
}

impl Deref for Runtime {
    type Target = Handle;
    fn deref(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        let entered = context::enter(self.0.clone());
        self.0.close();
        drop(entered);
    }
}

impl Handle {
    /// The runtime that runs the calling code.
    ///
    /// # Panics
    /// Outside of every run.
    ///
    /// # asyncio
    /// `asyncio.get_running_loop()`.
    #[track_caller]
    pub fn current() -> Handle {
        Handle(context::current("Handle::current()"))
    }

    /// The thread's [ambient runtime](Runtime::into_ambient), if it has one.
    pub fn ambient() -> Option<Handle> {
        context::with_ambient(Runtime::handle)
    }

    /// Spawns a task without a parent. It first runs in a later microtask.
    #[track_caller]
    pub fn spawn<T: 'static>(&self, future: impl Future<Output = Result<T>> + 'static) -> Task<T> {
        self.0.spawn(future, Some(Location::caller()))
    }

    /// Spawns the main task. After it has ended, the loop runs one more pass and then cancels all other tasks.
    ///
    /// # asyncio
    /// What `asyncio.run` does with its coroutine.
    #[track_caller]
    pub fn start<T: 'static>(&self, main: impl Future<Output = Result<T>> + 'static) -> Task<T> {
        let main = self.spawn(main);
        self.0.cancel_rest_after(&main);
        main
    }

    /// Requests cancellation of every task. A task ends when its cleanups are done.
    pub fn stop(&self, why: &str) {
        let entered = context::enter(self.0.clone());
        self.0.cancel_all(why);
        drop(entered);
    }

    /// Waits until all tasks have ended and no callback is ready. The log is then complete: done callbacks run after the
    /// last task has ended. Returns at once if there is nothing to wait for.
    pub fn wait_all_done(&self) -> impl Future<Output = ()> + 'static {
        let core = self.0.clone();
        ::core::future::poll_fn(move |cx| {
            if core.is_all_done() {
                return Poll::Ready(());
            }
            core.tasks.wake_when_all_done(cx.waker().clone());
            Poll::Pending
        })
    }

    /// Time since the run began.
    ///
    /// # asyncio
    /// `loop.time()`.
    pub fn time(&self) -> Instant {
        self.0.scheduler.now()
    }

    /// Calls `read` with the log. It is empty if recording is off.
    ///
    /// # Panics
    /// If `read` makes this runtime record an event.
    pub fn with_log<R>(&self, read: impl FnOnce(&Log) -> R) -> R {
        self.0.recorder.with_log(read)
    }

    /// [`with_log`](Handle::with_log) for a panic hook: `None` if the panic happened while an event was being recorded.
    pub fn try_with_log<R>(&self, read: impl FnOnce(&Log) -> R) -> Option<R> {
        self.0.recorder.try_with_log(read)
    }

    /// Number of tasks that have not ended.
    pub fn pending(&self) -> usize {
        self.0.tasks.len()
    }

    fn pending_names(&self) -> String {
        const MOST: usize = 5;
        let tasks = self.0.tasks.all();
        let first = tasks.iter().take(MOST);
        let mut names: Vec<String> = first.map(|task| task.header().name().to_string()).collect();
        if tasks.len() > MOST {
            names.push(format!("{} more tasks", tasks.len() - MOST));
        }
        names.join(", ")
    }
}
