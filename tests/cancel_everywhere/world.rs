//! The primitives that the tasks of a program share, and the record of their expected state.

use super::bookkeeping::{Entry, Scope, Section};
use super::program::{Program, Victim};
use super::queues::{AnyQueue, ExpectedQueue};
use super::tracked::End;
use core::cell::{Cell, RefCell};
use coroscope::runtime::{Handle, TaskRef};
use coroscope::trace::{EventKind, TaskId};
use coroscope::{Barrier, Condition, Event, Lock, Semaphore};
use std::rc::Rc;

pub struct World {
    pub handle: Handle,

    pub lock: Lock,
    pub event: Event,
    pub condition: Condition,
    pub stock: Condition,
    pub semaphore: Semaphore,
    pub barrier: Barrier,
    pub queues: [AnyQueue; 3],

    pub waits: RefCell<Vec<Entry>>,
    pub entered: Cell<u64>,
    pub scopes: RefCell<Vec<Scope>>,
    pub ends: RefCell<Vec<(TaskId, End)>>,

    pub lock_section: Section,
    pub condition_section: Section,
    pub stock_section: Section,
    /// How often the event became set.
    pub sets: Cell<u64>,
    /// Number of waiters that were notified, and of waits that ended with a notification.
    pub notified: Cell<usize>,
    pub woken: Cell<usize>,
    pub in_stock: Cell<usize>,
    /// Number of permits, and of permits that are held.
    pub permits: Cell<usize>,
    pub permits_out: Cell<usize>,
    /// How often the barrier opened, and how often it was aborted or reset.
    pub trips: Cell<u64>,
    pub breaks: Cell<u64>,
    pub expected_queues: [ExpectedQueue; 3],
    /// Referenced by each item, to count live items.
    pub item: Rc<()>,

    /// The task that is being dropped because it was cancelled.
    pub cancelling: Cell<Option<TaskId>>,
    /// Tasks that were cancelled while they awaited others, with those others, which must end first.
    pub must_end_before: RefCell<Vec<(TaskId, Vec<TaskId>)>>,

    moments: Cell<u64>,
    cancels: Vec<(u64, Victim)>,
    /// The runtime is being dropped.
    pub closing: Cell<bool>,
    failures: RefCell<Vec<String>>,
}

impl World {
    /// Must be called in a task, so that the primitives are in the log.
    pub fn new(program: &Program) -> World {
        let [fifo, lifo, priority] = program.capacities;
        let mut at = 0;
        let cancels = program.cancels.iter().map(|(after, victim)| {
            at += after + 1;
            (at, *victim)
        });
        World {
            handle: Handle::current(),
            lock: Lock::new(),
            event: Event::new(),
            condition: Condition::new(),
            stock: Condition::new(),
            semaphore: Semaphore::new(program.permits),
            barrier: Barrier::new(program.parties),
            queues: [
                AnyQueue::fifo(fifo),
                AnyQueue::lifo(lifo),
                AnyQueue::priority(priority),
            ],
            waits: RefCell::default(),
            entered: Cell::default(),
            scopes: RefCell::default(),
            ends: RefCell::default(),
            lock_section: Section::default(),
            condition_section: Section::default(),
            stock_section: Section::default(),
            sets: Cell::default(),
            notified: Cell::default(),
            woken: Cell::default(),
            in_stock: Cell::default(),
            permits: Cell::new(program.permits),
            permits_out: Cell::default(),
            trips: Cell::default(),
            breaks: Cell::default(),
            expected_queues: Default::default(),
            item: Rc::default(),
            cancelling: Cell::default(),
            must_end_before: RefCell::default(),
            moments: Cell::default(),
            cancels: cancels.collect(),
            closing: Cell::default(),
            failures: RefCell::default(),
        }
    }

    pub fn fail(&self, message: String) {
        self.failures.borrow_mut().push(message);
    }

    pub fn expect(&self, condition: bool, message: &str) {
        if !condition {
            self.fail(message.to_owned());
        }
    }

    /// The first failure.
    pub fn result(&self) -> Result<(), String> {
        match self.failures.borrow().first() {
            Some(failure) => Err(failure.clone()),
            None => Ok(()),
        }
    }

    /// Called when a task can be cancelled: before and after a poll, before an operation, after a wake, between
    /// two steps of the clock.
    pub fn moment(&self) {
        let moment = self.moments.get() + 1;
        self.moments.set(moment);
        for (at, victim) in &self.cancels {
            if *at == moment && !self.closing.get() {
                self.cancel(*victim);
            }
        }
    }

    fn cancel(&self, victim: Victim) {
        let tasks = self.handle.all_tasks();
        let find = |id: TaskId| tasks.iter().find(|task| task.id() == id);
        let found = match victim {
            Victim::Nth(n) => tasks.get(n % tasks.len().max(1)),
            Victim::Woken => self.woken_last().and_then(find),
            Victim::Exiting => self.exiting().and_then(find),
            Victim::Running => self.running().and_then(find),
        };
        found.map(TaskRef::cancel);
    }

    fn running(&self) -> Option<TaskId> {
        self.handle.with_log(|log| {
            let last = log.iter_from(log.next_seq().saturating_sub(20));
            let begun = last.filter_map(|(_, event)| match event.kind {
                EventKind::PollBegun { task } => Some(task),
                _ => None,
            });
            begun.last()
        })
    }

    fn woken_last(&self) -> Option<TaskId> {
        self.handle.with_log(|log| {
            let last = log.iter_from(log.next_seq().saturating_sub(20));
            let woken = last.filter_map(|(_, event)| match event.kind {
                EventKind::TaskWoken { task, .. } => Some(task),
                _ => None,
            });
            woken.last()
        })
    }
}
