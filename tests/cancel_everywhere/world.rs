//! What the tasks of a program share: one primitive of each kind, and the books about them.

use super::books::{Entry, Room, Scope};
use super::life::End;
use super::program::{Program, Victim};
use super::queues::{AnyQueue, Books};
use core::cell::{Cell, RefCell};
use coroscope::runtime::{Handle, TaskRef};
use coroscope::trace::{TaskId, What};
use coroscope::{Barrier, Condition, Event, Lock, Semaphore};
use std::rc::Rc;

pub struct World {
    pub handle: Handle,

    pub lock: Lock,
    pub event: Event,
    pub bell: Condition,
    pub stock: Condition,
    pub semaphore: Semaphore,
    pub barrier: Barrier,
    pub queues: [AnyQueue; 3],

    pub waits: RefCell<Vec<Entry>>,
    pub entered: Cell<u64>,
    pub scopes: RefCell<Vec<Scope>>,
    pub lives: RefCell<Vec<(TaskId, End)>>,

    pub lock_room: Room,
    pub bell_room: Room,
    pub stock_room: Room,
    /// How often the event became set.
    pub sets: Cell<u64>,
    /// Notifications that somebody was there for, and waits that one of them ended.
    pub rung: Cell<usize>,
    pub heard: Cell<usize>,
    pub in_stock: Cell<usize>,
    /// Permits that there are, and that are held.
    pub permits: Cell<usize>,
    pub permits_out: Cell<usize>,
    /// How often the barrier let all through, and sent all away.
    pub trips: Cell<u64>,
    pub breaks: Cell<u64>,
    pub books: [Books; 3],
    /// Alive as often as there are items.
    pub item: Rc<()>,

    /// The task that is being dropped because it was cancelled.
    pub cancelling: Cell<Option<TaskId>>,
    /// A task that was cancelled while it awaited others, which must end before it.
    pub owed: RefCell<Vec<(TaskId, Vec<TaskId>)>>,

    moments: Cell<u64>,
    cancels: Vec<(u64, Victim)>,
    /// The runtime is being dropped.
    pub closing: Cell<bool>,
    complaints: RefCell<Vec<String>>,
}

impl World {
    /// Made by a task, so that the primitives are in the log.
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
            bell: Condition::new(),
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
            lives: RefCell::default(),
            lock_room: Room::default(),
            bell_room: Room::default(),
            stock_room: Room::default(),
            sets: Cell::default(),
            rung: Cell::default(),
            heard: Cell::default(),
            in_stock: Cell::default(),
            permits: Cell::new(program.permits),
            permits_out: Cell::default(),
            trips: Cell::default(),
            breaks: Cell::default(),
            books: Default::default(),
            item: Rc::default(),
            cancelling: Cell::default(),
            owed: RefCell::default(),
            moments: Cell::default(),
            cancels: cancels.collect(),
            closing: Cell::default(),
            complaints: RefCell::default(),
        }
    }

    pub fn complain(&self, what: String) {
        self.complaints.borrow_mut().push(what);
    }

    pub fn expect(&self, holds: bool, otherwise: &str) {
        if !holds {
            self.complain(otherwise.to_owned());
        }
    }

    /// The first complaint.
    pub fn result(&self) -> Result<(), String> {
        match self.complaints.borrow().first() {
            Some(complaint) => Err(complaint.clone()),
            None => Ok(()),
        }
    }

    /// A moment at which a task may be cancelled: before and after a poll, before an operation, after
    /// a wake, between two steps of the clock.
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
            let begun = last.filter_map(|(_, event)| match event.what {
                What::PollBegun { task } => Some(task),
                _ => None,
            });
            begun.last()
        })
    }

    fn woken_last(&self) -> Option<TaskId> {
        self.handle.with_log(|log| {
            let last = log.iter_from(log.next_seq().saturating_sub(20));
            let woken = last.filter_map(|(_, event)| match event.what {
                What::Woken { task, .. } => Some(task),
                _ => None,
            });
            woken.last()
        })
    }
}
