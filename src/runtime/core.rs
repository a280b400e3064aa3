//! What a runtime is made of, and the small steps that everything else is built from:
//! stamping events, queueing, timers, asking the driver to come back.

use super::Options;
use super::cleanup::Collector;
use super::driver::Driver;
use super::header::AnyTask;
use super::inbox::{Address, Inbox};
use super::ready::{Ending, Ready, Slot};
use super::script::{Calls, Places};
use super::timers::{Alarm, Purpose, TimerKey, Timers};
use super::unretrieved::ExceptionHandler;
use crate::time::Instant;
use crate::trace::{Cause, Event, Log, PlaceId, ResourceId, ResourceKind, TaskId, TextId, What};
use core::cell::{Cell, RefCell};
use core::panic::Location;
use core::task::Waker;
use slab::Slab;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// Whether the loop will be entered again, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Only a timer, a wake from outside or a new task brings it back.
    Idle,
    /// The driver was asked to come back in a microtask or a macrotask.
    Scheduled,
    /// On the stack.
    Running,
}

pub(crate) struct Core {
    pub(super) this: Weak<Core>,
    pub(super) driver: Rc<dyn Driver>,
    pub(super) inbox: Arc<Inbox>,
    pub(super) ready: RefCell<VecDeque<Ready>>,
    /// One for each [`Ready::Ending`], in the same order.
    pub(super) endings: RefCell<VecDeque<Ending>>,
    pub(super) slots: RefCell<Slab<Slot>>,
    pub(super) timers: RefCell<Timers>,
    pub(super) phase: Cell<Phase>,
    /// Entries of the current pass's snapshot that are still to run.
    pub(super) left: Cell<usize>,
    /// When the current macrotask began, as far as the loop can tell.
    pub(super) turn_began: Cell<Instant>,
    pub(super) options: Options,
    /// Entries of the ready queue that the current microtask has run.
    pub(super) polls: Cell<usize>,
    /// The task that is being polled.
    pub(super) current: Cell<Option<Address>>,
    /// The thread beside the loop whose code runs in its place.
    pub(super) thread: Cell<Option<TaskId>>,
    /// Who wakes, while no task is running.
    pub(super) cause: Cell<Cause>,
    pub(super) closed: Cell<bool>,
    /// The main task has ended: when this pass has, every other is cancelled.
    pub(super) stopping: Cell<Option<TaskId>>,
    pub(super) over: RefCell<Vec<Waker>>,
    pub(super) collector: Collector,
    pub(super) exception_handler: RefCell<Option<ExceptionHandler>>,
    pub(super) log: RefCell<Log>,
    /// Where a program that is not in Rust stands.
    pub(super) places: RefCell<Option<Places>>,
    pub(super) calls: RefCell<Option<Calls>>,
    recording: Cell<bool>,
    /// The clock as last read.
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
            endings: RefCell::default(),
            slots: RefCell::default(),
            timers: RefCell::default(),
            phase: Cell::new(Phase::Idle),
            left: Cell::new(0),
            turn_began: Cell::default(),
            options,
            polls: Cell::new(0),
            current: Cell::new(None),
            thread: Cell::new(None),
            cause: Cell::new(Cause::Outside),
            closed: Cell::new(false),
            stopping: Cell::new(None),
            over: RefCell::default(),
            collector: Collector::default(),
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

    /// The task that is being polled, itself.
    pub(crate) fn current_task(&self) -> Option<Rc<dyn AnyTask>> {
        let slots = self.slots.borrow();
        let slot = slots.get(self.current.get()?.slot)?;
        Some(slot.task.clone())
    }

    /// Reads the clock.
    #[inline]
    pub(crate) fn tick(&self) -> Instant {
        let now = self.driver.now().max(self.clock.get());
        self.clock.set(now);
        now
    }

    /// The clock as last read.
    #[inline]
    pub(crate) fn last_tick(&self) -> Instant {
        self.clock.get()
    }

    /// Records an event at the moment of the last tick.
    #[inline]
    pub(crate) fn record(&self, what: What) {
        if self.recording.get() {
            let at = self.clock.get();
            self.log.borrow_mut().push(Event { at, what });
        }
    }

    /// Records an event that names texts or places; nothing is made of them while recording is off.
    #[inline]
    pub(crate) fn record_with(&self, what: impl FnOnce(&mut Log) -> What) {
        if self.recording.get() {
            let at = self.clock.get();
            let mut log = self.log.borrow_mut();
            let what = what(&mut log);
            log.push(Event { at, what });
        }
    }

    /// Records an event that has a place: where the program stands, if it tells that, else `place`.
    #[inline]
    pub(crate) fn record_at(
        &self,
        place: &'static Location<'static>,
        what: impl FnOnce(PlaceId) -> What,
    ) {
        if !self.recording.get() {
            return;
        }
        // Asked before the log is borrowed: it runs code of the engine's.
        let told = self.places.borrow().clone().and_then(|tell| tell());
        self.record_with(|log| {
            what(match told {
                Some(told) => log.intern_told_place(told),
                None => log.intern_place(place),
            })
        });
    }

    /// Keeps a text in the log and tells its id.
    pub(crate) fn intern(&self, text: &str) -> TextId {
        self.log.borrow_mut().intern(text)
    }

    /// Records that a resource came to be.
    pub(crate) fn make_resource(
        &self,
        kind: ResourceKind,
        capacity: usize,
        place: &'static Location<'static>,
    ) -> ResourceId {
        let resource = ResourceId::from_index(self.resources_made.get());
        self.resources_made.set(self.resources_made.get() + 1);
        self.tick();
        self.record_at(place, |place| What::Made {
            resource,
            kind,
            capacity: u32::try_from(capacity).unwrap_or(u32::MAX),
            place,
        });
        resource
    }

    /// Records a resource's name.
    pub(crate) fn label_resource(&self, resource: ResourceId, name: &str) {
        self.record_with(|log| What::Labelled {
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

    /// Puts a task at the end of the ready queue. Its signal says that it is not there yet.
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
            // A task that wakes itself is ready when its poll has ended, which has its own stamp; and
            // at the beginning of a pass the clock was just read. Reading it is dear.
            if by != Cause::Task(address.id) && self.current.get().is_some() {
                self.tick();
            }
            self.record(What::Woken {
                task: address.id,
                by,
            });
        }
        self.push_ready(Ready::Task(address));
    }

    /// Puts an entry at the end of the ready queue and sees to it that the loop will run.
    #[inline]
    pub(super) fn push_ready(&self, entry: Ready) {
        if self.closed.get() {
            return;
        }
        self.ready.borrow_mut().push_back(entry);
        if self.phase.get() == Phase::Idle {
            self.turn_began.set(self.tick());
            self.schedule_microtask();
        }
    }

    pub(super) fn schedule_microtask(&self) {
        self.phase.set(Phase::Scheduled);
        self.driver.microtask();
    }

    pub(super) fn schedule_macrotask(&self) {
        self.record(What::Hopped);
        self.phase.set(Phase::Scheduled);
        self.driver.macrotask();
    }

    /// Wakes `waker` at `deadline`.
    pub(crate) fn insert_timer(&self, deadline: Instant, waker: Waker) -> TimerKey {
        self.insert_alarm(deadline, Alarm::Wake(waker), Purpose::Wake)
    }

    /// The same for the limit of a timeout.
    pub(crate) fn insert_limit(&self, deadline: Instant, waker: Waker) -> TimerKey {
        self.insert_alarm(deadline, Alarm::Wake(waker), Purpose::Limit)
    }

    pub(super) fn insert_alarm(
        &self,
        deadline: Instant,
        alarm: Alarm,
        purpose: Purpose,
    ) -> TimerKey {
        let key = self.timers.borrow_mut().insert(deadline, alarm, purpose);
        if self.closed.get() {
            drop(self.timers.take());
            return key;
        }
        if self.phase.get() == Phase::Idle {
            let next = self.timers.borrow_mut().next();
            self.driver.wake_at(next);
        }
        key
    }

    /// Wakes `waker` at its turn in the next pass, as a timer whose deadline has passed.
    pub(crate) fn insert_due_timer(&self, waker: Waker) -> TimerKey {
        let key = self.timers.borrow_mut().insert_due(Alarm::Wake(waker));
        if self.closed.get() {
            drop(self.timers.take());
        }
        self.push_ready(Ready::Timer(key));
        key
    }

    /// Whether the timer is yet to fire.
    pub(crate) fn is_timer_armed(&self, key: TimerKey) -> bool {
        self.timers.borrow().is_armed(key)
    }

    /// Whether the timer is yet to fire; if so, it will wake `waker`.
    pub(crate) fn rewake_timer(&self, key: TimerKey, waker: &Waker) -> bool {
        self.timers.borrow_mut().rewake(key, waker)
    }

    /// Forgets a timer.
    pub(crate) fn cancel_timer(&self, key: TimerKey) {
        self.timers.borrow_mut().cancel(key);
    }
}
