//! The state of a runtime, in four parts, and the basic operations that involve several of them: recording events and
//! queueing tasks.

use super::Options;
use super::choices::CancelMoment;
use super::driver::Driver;
use super::header::AnyTask;
use super::host_hooks::HostHooks;
use super::inbox::Address;
use super::ready::ReadyEntry;
use super::recorder::Recorder;
use super::scheduler::Scheduler;
use super::task_table::TaskTable;
use core::panic::Location;
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::{Cause, EventKind, Log, PlaceId, TaskId, TextId, WaitReason};
use std::rc::{Rc, Weak};

/// The state of one runtime. Each part says what holds for its own cells.
///
/// # Invariants
/// - No cell of any part is borrowed while other code runs: bodies, their destructors, callbacks, wakes, functions of
///   the host.
/// - A part uses no other part; what involves several is a method here.
pub(crate) struct Core {
    pub(super) this: Weak<Core>,
    pub(crate) scheduler: Scheduler,
    pub(super) tasks: TaskTable,
    pub(super) recorder: Recorder,
    pub(super) hooks: HostHooks,
}

impl Core {
    pub(super) fn new(driver: Rc<dyn Driver>, options: Options) -> Rc<Core> {
        Rc::new_cyclic(|this| Core {
            this: this.clone(),
            scheduler: Scheduler::new(driver, &options),
            tasks: TaskTable::default(),
            recorder: Recorder::new(options.log_limit),
            hooks: HostHooks::default(),
        })
    }

    #[inline]
    pub(crate) fn is_recording(&self) -> bool {
        self.recorder.is_recording()
    }

    /// The task that is being polled.
    #[inline]
    pub(crate) fn current(&self) -> Option<TaskId> {
        self.tasks.current().map(|address| address.id)
    }

    /// The task that is being polled, or the thread whose code runs.
    #[inline]
    pub(crate) fn actor(&self) -> Option<TaskId> {
        self.recorder.thread().or_else(|| self.current())
    }

    /// The task that is being polled, as an object.
    pub(crate) fn current_task(&self) -> Option<Rc<dyn AnyTask>> {
        self.tasks.current_task()
    }

    /// Reads the driver's clock.
    #[inline]
    pub(crate) fn tick(&self) -> Instant {
        self.scheduler.tick()
    }

    /// Keeps the thread for this time.
    pub(crate) fn block(&self, duration: Duration) {
        self.scheduler.driver.block(duration);
    }

    /// The last reading of the clock.
    #[inline]
    pub(crate) fn last_tick(&self) -> Instant {
        self.scheduler.last_tick()
    }

    /// Records an event, stamped with the last reading of the clock.
    #[inline(always)]
    pub(crate) fn record(&self, kind: EventKind) {
        self.recorder.record(self.last_tick(), kind);
    }

    /// Records an event that refers to texts or places. They are interned only if recording is on.
    #[inline(always)]
    pub(crate) fn record_with(&self, kind: impl FnOnce(&mut Log) -> EventKind) {
        self.recorder.record_with(self.last_tick(), kind);
    }

    /// Records an event that has a place: the current line of the program if the host gives one, else `place`.
    #[inline]
    pub(crate) fn record_at(
        &self,
        place: &'static Location<'static>,
        kind: impl FnOnce(PlaceId) -> EventKind,
    ) {
        if !self.is_recording() {
            return;
        }
        let provided = self.hooks.place();
        self.record_with(|log| {
            kind(match provided {
                Some(provided) => log.intern_place(provided),
                None => log.intern_location(place),
            })
        });
    }

    /// Records what the running task is waiting for.
    #[inline]
    pub(crate) fn record_wait(&self, on: WaitReason, place: &'static Location<'static>) {
        let Some(task) = self.current().filter(|_| self.is_recording()) else {
            return;
        };
        if let Some(call) = self.hooks.next_call() {
            self.record(EventKind::Called { task, call });
        }
        self.record_at(place, |place| EventKind::Waits { task, on, place });
    }

    /// Adds a text to the log, if it is new, and returns its id.
    pub(crate) fn intern(&self, text: &str) -> TextId {
        self.recorder.intern(text)
    }

    /// Puts a task at the end of the ready queue. It must not be there already.
    #[inline]
    pub(super) fn enqueue(&self, address: Address) {
        if self.scheduler.is_closed() {
            return;
        }
        if self.is_recording() {
            let by = match self.actor() {
                Some(task) => Cause::Task(task),
                None => self.recorder.cause(),
            };
            // Reading the clock is expensive, and not needed in two cases: a task that wakes itself
            // is ready when its poll has ended, which has its own time stamp; and at the beginning
            // of a pass the clock was just read.
            if by != Cause::Task(address.id) && self.current().is_some() {
                self.tick();
            }
            let task = address.id;
            self.record(EventKind::TaskWoken { task, by });
        }
        self.scheduler.push(ReadyEntry::Task(address));
        self.offer_cancel(address, CancelMoment::Woken);
    }

    /// Whether the runtime was dropped, or all tasks have ended and no callback is ready.
    pub(super) fn is_all_done(&self) -> bool {
        self.scheduler.is_closed() || (self.tasks.is_empty() && self.scheduler.is_ready_empty())
    }

    /// Drops every task, timer and callback. Nothing runs after that.
    pub(super) fn close(&self) {
        // A destructor cannot spawn any more, so one round drops all tasks.
        self.scheduler.close();
        self.tasks.clear();
        self.scheduler.clear();
        self.hooks.close();
        self.tasks.wake_all_done();
    }
}
