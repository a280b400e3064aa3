//! The scheduler: the ready queue, the clock, and the requests to the driver to enter the loop again.

use super::Options;
use super::call::Callback;
use super::choices::Choices;
use super::driver::{Driver, Entry};
use super::inbox::{Address, Inbox};
use super::ready::ReadyEntry;
use super::timers::Timers;
use core::cell::{Cell, RefCell};
use coroscope_trace::saturating_u32;
use coroscope_trace::time::{Duration, Instant};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// Whether the loop is running, or scheduled to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Only a timer, a wake from outside or a new entry of the ready queue starts the next pass.
    Idle,
    /// A microtask or a macrotask was requested from the driver.
    Scheduled,
    /// The loop is on the stack.
    Running,
}

/// Decides what runs next, and when. Each time the driver enters the loop, it runs one or more passes, or a part of one.
///
/// # Invariants
/// - `phase` is `Scheduled` exactly while one microtask or macrotask is requested and has not run.
///   While it is `Idle`, the ready queue and `before_pass` are empty, the driver knows the next deadline, and a wake from
///   outside wakes the driver.
/// - The first `remaining` entries of `ready` are the rest of the current pass.
/// - A task is in `ready` or in the inbox at most once: its `TaskWaker` is marked as queued from then until
///   it is polled.
/// - `clock` never decreases. After `closed` is set, nothing is queued and no timer is kept.
/// - If both are borrowed, `timers` is borrowed before `ready`.
pub(crate) struct Scheduler {
    pub(super) driver: Rc<dyn Driver>,
    inbox: Arc<Inbox>,
    ready: RefCell<VecDeque<ReadyEntry>>,
    /// What runs before the next pass begins.
    before_pass: RefCell<Vec<Callback>>,
    pub(super) timers: RefCell<Timers>,
    /// Who decides what asyncio leaves open; usually nobody.
    pub(super) choices: RefCell<Option<Rc<dyn Choices>>>,
    /// Whether a wait for the outside is being polled.
    pub(super) in_io: Cell<bool>,
    phase: Cell<Phase>,
    /// Number of entries that the current pass has yet to run.
    remaining: Cell<usize>,
    /// Number of entries that were run since the driver entered the loop.
    polls: Cell<usize>,
    polls_per_microtask: usize,
    /// When the current macrotask began, as far as the loop knows.
    macrotask_began: Cell<Instant>,
    budget: Duration,
    /// The last reading of the driver's clock.
    clock: Cell<Instant>,
    closed: Cell<bool>,
}

/// Numbers of entries of the ready queue, of timers that are not due, and of timeouts among them.
pub(super) struct QueueLengths {
    pub(super) ready: u32,
    pub(super) timers: u32,
    pub(super) timeouts: u32,
}

impl Scheduler {
    pub(super) fn new(driver: Rc<dyn Driver>, options: &Options) -> Scheduler {
        Scheduler {
            driver,
            inbox: Arc::default(),
            ready: RefCell::default(),
            before_pass: RefCell::default(),
            timers: RefCell::default(),
            choices: RefCell::default(),
            in_io: Cell::new(false),
            phase: Cell::new(Phase::Idle),
            remaining: Cell::new(0),
            polls: Cell::new(0),
            polls_per_microtask: options.polls_per_microtask,
            macrotask_began: Cell::default(),
            budget: options.budget,
            clock: Cell::default(),
            closed: Cell::new(false),
        }
    }

    /// The time of the driver's clock. The reading is not kept.
    pub(super) fn now(&self) -> Instant {
        self.driver.now()
    }

    /// Reads the driver's clock.
    #[inline]
    pub(super) fn tick(&self) -> Instant {
        let now = self.driver.now().max(self.clock.get());
        self.clock.set(now);
        now
    }

    /// The last reading of the clock.
    #[inline]
    pub(super) fn last_tick(&self) -> Instant {
        self.clock.get()
    }

    /// The inbox, for wakes from outside of the loop.
    pub(super) fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }

    /// Whether the runtime was dropped.
    #[inline]
    pub(super) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Puts an entry at the end of the ready queue, and requests a microtask if the loop is idle.
    #[inline]
    pub(super) fn push(&self, entry: ReadyEntry) {
        if self.closed.get() {
            return;
        }
        self.ready.borrow_mut().push_back(entry);
        self.leave_idle();
    }

    /// Adds a callback that runs before the next pass begins, and requests a microtask if the loop is idle.
    pub(super) fn push_before_pass(&self, callback: Callback) {
        if self.closed.get() {
            return;
        }
        self.before_pass.borrow_mut().push(callback);
        self.leave_idle();
    }

    /// Whether only a timer, a wake from outside or a new entry starts the next pass.
    pub(super) fn is_idle(&self) -> bool {
        self.phase.get() == Phase::Idle
    }

    /// Whether the loop is on the stack, or was when an exception left it.
    pub(super) fn is_running(&self) -> bool {
        self.phase.get() == Phase::Running
    }

    #[inline]
    fn leave_idle(&self) {
        if self.is_idle() {
            self.macrotask_began.set(self.tick());
            self.request_microtask();
        }
    }

    /// Takes the callbacks that run before the pass that begins now.
    #[inline]
    pub(super) fn take_before_pass(&self) -> Vec<Callback> {
        self.before_pass.take()
    }

    /// Takes a task out of the ready queue if it is the last entry.
    pub(super) fn take_last(&self, address: Address) -> bool {
        let mut ready = self.ready.borrow_mut();
        ready.back().is_some_and(|it| it.is_task(address)) && ready.pop_back().is_some()
    }

    /// Called when the driver enters the loop. False if the loop did not expect that and returns at once.
    pub(super) fn begin(&self, entry: Entry) -> bool {
        let was_requested = matches!(entry, Entry::Microtask | Entry::Macrotask);
        let expected = match self.phase.get() {
            Phase::Idle => !was_requested,
            // The requested microtask or macrotask will handle the timer or the wake.
            Phase::Scheduled => was_requested,
            Phase::Running => false,
        };
        if !expected || self.closed.get() {
            return false;
        }
        let now = self.tick();
        if entry != Entry::Microtask {
            self.macrotask_began.set(now);
        }
        self.phase.set(Phase::Running);
        self.polls.set(0);
        true
    }

    /// The tasks that were woken from outside of the loop.
    pub(super) fn take_woken(&self) -> Vec<Address> {
        self.inbox.take()
    }

    /// Queues the due timers, and passes their callbacks to `due`. The ready queue is then the next pass; returns how many
    /// entries it has.
    pub(super) fn begin_pass(&self, due: impl Fn(&Callback)) -> usize {
        let now = self.last_tick();
        let mut timers = self.timers.borrow_mut();
        while let Some(key) = timers.pop_due(now) {
            if let Some(callback) = timers.callback(key) {
                due(callback);
            }
            self.push(ReadyEntry::Timer(key));
        }
        let ready = self.ready.borrow().len();
        self.remaining.set(ready);
        ready
    }

    /// The next entry of the current pass.
    #[inline]
    pub(super) fn next_entry(&self) -> Option<ReadyEntry> {
        let remaining = self.remaining.get().checked_sub(1)?;
        self.remaining.set(remaining);
        self.polls.set(self.polls.get() + 1);
        self.ready.borrow_mut().pop_front()
    }

    /// Whether the current pass has run all its entries.
    #[inline]
    pub(super) fn is_pass_done(&self) -> bool {
        self.remaining.get() == 0
    }

    /// Whether nothing is in the ready queue, nor to be run before the next pass.
    pub(super) fn is_ready_empty(&self) -> bool {
        self.ready.borrow().is_empty() && self.before_pass.borrow().is_empty()
    }

    /// Number of entries that were run since the driver entered the loop.
    #[inline]
    pub(super) fn polls(&self) -> usize {
        self.polls.get()
    }

    /// Whether the loop returns to the driver now. If not, another pass begins: short passes share a microtask, because
    /// requesting one costs more than a short pass.
    pub(super) fn must_return(&self) -> bool {
        let is_cut = !self.is_pass_done();
        let is_full = self.polls.get() >= self.polls_per_microtask;
        is_cut || is_full || self.is_ready_empty() || self.is_over_budget()
    }

    /// Whether the budget was used up when the clock was last read.
    #[inline]
    pub(super) fn is_over_budget(&self) -> bool {
        self.last_tick() - self.macrotask_began.get() >= self.budget
    }

    /// Numbers of entries and timers, for the log.
    pub(super) fn lengths(&self) -> QueueLengths {
        let timers = self.timers.borrow();
        QueueLengths {
            ready: saturating_u32(self.ready.borrow().len()),
            timers: saturating_u32(timers.len()),
            timeouts: saturating_u32(timers.timeouts()),
        }
    }

    /// Requests the driver to enter the loop again: at once if entries are ready or timers are due, else when something
    /// happens. Returns whether that will be in a macrotask.
    pub(super) fn request_next(&self) -> bool {
        if !self.is_pass_done() {
            self.request_macrotask();
            return true;
        }
        if !self.is_ready_empty() {
            // Without reading the clock again: a poll that used up the budget since the last reading is
            // noticed when the next microtask begins.
            return self.request_now();
        }
        self.choose_next_timer();
        let next = self.timers.borrow_mut().next();
        let now = match next {
            Some(_) => self.tick(),
            None => self.last_tick(),
        };
        if next.is_some_and(|deadline| deadline <= now) || !self.inbox.is_empty() {
            return self.request_now();
        }
        self.phase.set(Phase::Idle);
        self.driver.wake_at(next);
        self.inbox.wait(self.driver.waker());
        false
    }

    fn request_now(&self) -> bool {
        let is_over_budget = self.is_over_budget();
        match is_over_budget {
            true => self.request_macrotask(),
            false => self.request_microtask(),
        }
        is_over_budget
    }

    fn request_microtask(&self) {
        self.phase.set(Phase::Scheduled);
        self.driver.microtask();
    }

    fn request_macrotask(&self) {
        self.phase.set(Phase::Scheduled);
        self.driver.macrotask();
    }

    /// Accepts no entries any more.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.driver.wake_at(None);
    }

    /// Drops all entries and timers.
    pub(super) fn clear(&self) {
        self.remaining.set(0);
        // Taken out of their cells first, because destructors of their contents may use the cells.
        drop((
            self.ready.take(),
            self.before_pass.take(),
            self.timers.take(),
        ));
    }
}
