//! The state of a runtime, and its basic operations: recording events, queueing tasks,
//! scheduling the next pass with the driver.

use super::Options;
use super::cleanup::CleanupCollector;
use super::driver::Driver;
use super::header::AnyTask;
use super::hooks::{Calls, Places};
use super::inbox::{Address, Inbox};
use super::ready::{ReadyEntry, ScheduledCallback, Slot};
use super::timers::Timers;
use super::unretrieved::ExceptionHandler;
use crate::time::Instant;
use crate::trace::{
    Cause, Event, EventKind, Log, PlaceId, ResourceId, ResourceKind, TaskId, TextId,
};
use core::cell::{Cell, RefCell};
use core::panic::Location;
use core::task::Waker;
use slab::Slab;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// Whether the loop is running, or scheduled to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Only a timer, a wake from outside or a new task starts the next pass.
    Idle,
    /// A microtask or a macrotask was requested from the driver.
    Scheduled,
    /// A pass is on the stack.
    Running,
}

/// The state of one runtime.
///
/// # Invariants
/// - `phase` is `Scheduled` exactly while one microtask or macrotask is requested and has not run.
///   While it is `Idle`, the ready queue is empty, the driver knows the next deadline, and a wake from
///   outside wakes the driver.
/// - The first `remaining` entries of `ready` are the rest of the current pass.
/// - `done_callbacks` has one item for each [`ReadyEntry::DoneCallback`] in `ready`, in the same order.
/// - A task is in `ready` or in the inbox at most once: its `TaskWaker` is marked as queued from then until
///   it is polled.
/// - A slot has no [`Pollable`](super::ready::Pollable) exactly while its task is being polled; that task
///   is `current`.
/// - No cell is borrowed while other code runs: bodies, their destructors, callbacks, wakes, place
///   providers. If several are borrowed at once, `timers` comes before `ready`, and `log` is last.
/// - `clock` never decreases. After `closed` is set, nothing is queued and no timer is kept.
pub(crate) struct Core {
    pub(super) this: Weak<Core>,
    pub(super) driver: Rc<dyn Driver>,
    pub(super) inbox: Arc<Inbox>,
    pub(super) ready: RefCell<VecDeque<ReadyEntry>>,
    pub(super) done_callbacks: RefCell<VecDeque<ScheduledCallback>>,
    pub(super) slots: RefCell<Slab<Slot>>,
    pub(super) timers: RefCell<Timers>,
    pub(super) phase: Cell<Phase>,
    /// Number of entries that the current pass has yet to run.
    pub(super) remaining: Cell<usize>,
    /// When the current macrotask began, as far as the loop knows.
    pub(super) macrotask_began: Cell<Instant>,
    pub(super) options: Options,
    /// Number of ready entries that the current microtask has run.
    pub(super) polls: Cell<usize>,
    /// The task that is being polled.
    pub(super) current: Cell<Option<Address>>,
    /// The thread whose code runs now, on the loop's own thread.
    pub(super) thread: Cell<Option<TaskId>>,
    /// The cause that wakes are recorded with while no task is running.
    pub(super) cause: Cell<Cause>,
    pub(super) closed: Cell<bool>,
    /// The main task, after it has ended: at the end of the pass the other tasks are cancelled.
    pub(super) ended_main: Cell<Option<TaskId>>,
    /// Wakers of [`wait_all_done`](super::Handle::wait_all_done).
    pub(super) all_done_wakers: RefCell<Vec<Waker>>,
    pub(super) collector: CleanupCollector,
    pub(super) exception_handler: RefCell<Option<ExceptionHandler>>,
    pub(super) log: RefCell<Log>,
    /// Gives the current source line of a program that is not written in Rust.
    pub(super) places: RefCell<Option<Places>>,
    pub(super) calls: RefCell<Option<Calls>>,
    recording: Cell<bool>,
    /// The last reading of the driver's clock.
    clock: Cell<Instant>,
    tasks_made: Cell<usize>,
    resources_made: Cell<usize>,
}

impl Core {
    pub(super) fn new(driver: Rc<dyn Driver>, options: Options) -> Rc<Core> {
        let log = options.log_limit.map(Log::new);
        Rc::new_cyclic(|this| Core {
            this: this.clone(),
            driver,
            inbox: Arc::default(),
            ready: RefCell::default(),
            done_callbacks: RefCell::default(),
            slots: RefCell::default(),
            timers: RefCell::default(),
            phase: Cell::new(Phase::Idle),
            remaining: Cell::new(0),
            macrotask_began: Cell::default(),
            options,
            polls: Cell::new(0),
            current: Cell::new(None),
            thread: Cell::new(None),
            cause: Cell::new(Cause::Outside),
            closed: Cell::new(false),
            ended_main: Cell::new(None),
            all_done_wakers: RefCell::default(),
            collector: CleanupCollector::default(),
            exception_handler: RefCell::default(),
            places: RefCell::default(),
            calls: RefCell::default(),
            recording: Cell::new(log.is_some()),
            log: RefCell::new(log.unwrap_or_else(|| Log::new(0))),
            clock: Cell::default(),
            tasks_made: Cell::new(0),
            resources_made: Cell::new(0),
        })
    }

    pub(crate) fn is_recording(&self) -> bool {
        self.recording.get()
    }

    /// The task that is being polled.
    pub(crate) fn current(&self) -> Option<TaskId> {
        self.current.get().map(|address| address.id)
    }

    /// The task that is being polled, or the thread whose code runs.
    pub(crate) fn actor(&self) -> Option<TaskId> {
        self.thread.get().or_else(|| self.current())
    }

    /// The task that is being polled, as an object.
    pub(crate) fn current_task(&self) -> Option<Rc<dyn AnyTask>> {
        let slots = self.slots.borrow();
        let slot = slots.get(self.current.get()?.slot)?;
        Some(slot.task.clone())
    }

    /// Reads the driver's clock.
    #[inline]
    pub(crate) fn tick(&self) -> Instant {
        let now = self.driver.now().max(self.clock.get());
        self.clock.set(now);
        now
    }

    /// The last reading of the clock.
    #[inline]
    pub(crate) fn last_tick(&self) -> Instant {
        self.clock.get()
    }

    /// Records an event, stamped with the last reading of the clock.
    #[inline]
    pub(crate) fn record(&self, kind: EventKind) {
        if self.recording.get() {
            let at = self.clock.get();
            self.log.borrow_mut().push(Event { at, kind });
        }
    }

    /// Records an event that refers to texts or places. They are interned only if recording is on.
    #[inline]
    pub(crate) fn record_with(&self, kind: impl FnOnce(&mut Log) -> EventKind) {
        if self.recording.get() {
            let at = self.clock.get();
            let mut log = self.log.borrow_mut();
            let kind = kind(&mut log);
            log.push(Event { at, kind });
        }
    }

    /// Records an event that has a place: the current line of the program if a provider gives one, else `place`.
    #[inline]
    pub(crate) fn record_at(
        &self,
        place: &'static Location<'static>,
        kind: impl FnOnce(PlaceId) -> EventKind,
    ) {
        if !self.recording.get() {
            return;
        }
        // Before the log is borrowed, because the provider runs code of the engine.
        let provided = self.places.borrow().clone().and_then(|current| current());
        self.record_with(|log| {
            kind(match provided {
                Some(provided) => log.intern_place(provided),
                None => log.intern_location(place),
            })
        });
    }

    /// Adds a text to the log, if it is new, and returns its id.
    pub(crate) fn intern(&self, text: &str) -> TextId {
        self.log.borrow_mut().intern(text)
    }

    /// Assigns an id to a new resource and records its creation.
    pub(crate) fn create_resource(
        &self,
        kind: ResourceKind,
        capacity: usize,
        place: &'static Location<'static>,
    ) -> ResourceId {
        let resource = ResourceId::from_index(self.resources_made.get());
        self.resources_made.set(self.resources_made.get() + 1);
        self.tick();
        self.record_at(place, |place| EventKind::ResourceCreated {
            resource,
            kind,
            capacity: u32::try_from(capacity).unwrap_or(u32::MAX),
            place,
        });
        resource
    }

    /// Records a resource's name.
    pub(crate) fn name_resource(&self, resource: ResourceId, name: &str) {
        self.record_with(|log| EventKind::ResourceNamed {
            resource,
            name: log.intern(name),
        });
    }

    pub(super) fn next_task_id(&self) -> TaskId {
        let made = self.tasks_made.get();
        self.tasks_made.set(made + 1);
        TaskId::from_index(made)
    }

    pub(super) fn has_inbox(&self, inbox: &Arc<Inbox>) -> bool {
        Arc::ptr_eq(&self.inbox, inbox)
    }

    /// Puts a task at the end of the ready queue. It must not be there already.
    #[inline]
    pub(super) fn enqueue(&self, address: Address) {
        if self.closed.get() {
            return;
        }
        if self.recording.get() {
            let by = match self.actor() {
                Some(task) => Cause::Task(task),
                None => self.cause.get(),
            };
            // Reading the clock is expensive, and not needed in two cases: a task that wakes itself
            // is ready when its poll has ended, which has its own time stamp; and at the beginning
            // of a pass the clock was just read.
            if by != Cause::Task(address.id) && self.current.get().is_some() {
                self.tick();
            }
            self.record(EventKind::TaskWoken {
                task: address.id,
                by,
            });
        }
        self.push_ready(ReadyEntry::Task(address));
    }

    /// Puts an entry at the end of the ready queue, and schedules a pass if none is.
    #[inline]
    pub(super) fn push_ready(&self, entry: ReadyEntry) {
        if self.closed.get() {
            return;
        }
        self.ready.borrow_mut().push_back(entry);
        if self.phase.get() == Phase::Idle {
            self.macrotask_began.set(self.tick());
            self.schedule_microtask();
        }
    }

    pub(super) fn schedule_microtask(&self) {
        self.phase.set(Phase::Scheduled);
        self.driver.microtask();
    }

    pub(super) fn schedule_macrotask(&self) {
        self.record(EventKind::Hopped);
        self.phase.set(Phase::Scheduled);
        self.driver.macrotask();
    }
}
