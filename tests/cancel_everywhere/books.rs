//! What the program itself knows: who waits where, who holds what, which scopes are open.

use super::world::World;
use core::cell::Cell;
use coroscope::current_task;
use coroscope::trace::TaskId;
use std::rc::Rc;

/// Where a task can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Lock,
    BellLock,
    Permit,
    Event,
    Bell,
    Take,
    Get(usize),
    Put(usize),
    Join(usize),
    Barrier,
}

/// A task in a wait.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    number: u64,
    pub at: At,
    /// A count at the moment of entering, of what ends such waits.
    pub since: u64,
}

/// An entry in the book of waits, struck out when the wait is over or dropped.
pub struct Place {
    world: Rc<World>,
    number: u64,
    at: At,
}

impl Place {
    /// How many entered the same wait before and are still there.
    pub fn rank(&self) -> usize {
        let waits = self.world.waits.borrow();
        let before = waits
            .iter()
            .filter(|entry| entry.at == self.at && entry.number < self.number);
        before.count()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut waits = self.world.waits.borrow_mut();
        waits.retain(|entry| entry.number != self.number);
    }
}

/// What one task at a time may be in.
#[derive(Default)]
pub struct Room(Cell<Option<TaskId>>);

impl Room {
    pub fn inside(&self) -> Option<TaskId> {
        self.0.get()
    }

    /// Is in the room until the guard is dropped.
    pub fn enter<'a>(&'a self, world: &World) -> Inside<'a> {
        if let Some(other) = self.0.replace(Some(current_task().id())) {
            world.complain(format!("{other} was in the room already"));
        }
        Inside(self)
    }
}

pub struct Inside<'a>(&'a Room);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.0.set(None);
    }
}

/// A count that is one higher while this lives.
pub struct Counted<'a>(&'a Cell<usize>);

impl<'a> Counted<'a> {
    pub fn new(count: &'a Cell<usize>) -> Counted<'a> {
        count.set(count.get() + 1);
        Counted(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// Tasks that are being awaited, so that they are cancelled with the one that awaits them.
pub struct Awaited<'a> {
    world: &'a World,
    tasks: Vec<TaskId>,
    over: bool,
}

impl<'a> Awaited<'a> {
    pub fn new(world: &'a World, tasks: impl IntoIterator<Item = TaskId>) -> Awaited<'a> {
        Awaited {
            world,
            tasks: tasks.into_iter().collect(),
            over: false,
        }
    }

    pub fn add(&mut self, task: TaskId) {
        self.tasks.push(task);
    }

    pub fn end(mut self) {
        self.over = true;
    }
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        if let Some(awaiting) = self.world.cancelling.get()
            && !self.over
        {
            let tasks = core::mem::take(&mut self.tasks);
            self.world.owed.borrow_mut().push((awaiting, tasks));
        }
    }
}

/// How far a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Open,
    Exiting,
    Closed,
}

/// A scope of the program. Its outer one must not exit before it is closed.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    outer: Option<usize>,
    pub progress: Progress,
    task: TaskId,
}

impl World {
    pub fn enter(self: &Rc<World>, at: At, since: u64) -> Place {
        let number = self.entered.get();
        self.entered.set(number + 1);
        self.waits.borrow_mut().push(Entry { number, at, since });
        Place {
            world: self.clone(),
            number,
            at,
        }
    }

    /// How many are in a wait.
    pub fn waiting(&self, at: At) -> usize {
        self.waits.borrow().iter().filter(|w| w.at == at).count()
    }

    /// How many are in a wait that nothing has ended since they entered it.
    pub fn waiting_since(&self, at: At, count: u64) -> usize {
        let waits = self.waits.borrow();
        let uncalled = waits.iter().filter(|w| w.at == at && w.since == count);
        uncalled.count()
    }

    pub fn open_scope(&self, outer: Option<usize>) -> usize {
        let mut scopes = self.scopes.borrow_mut();
        scopes.push(Scope {
            outer,
            progress: Progress::Open,
            task: current_task().id(),
        });
        scopes.len() - 1
    }

    pub fn begin_exit(&self, id: usize) {
        let mut scopes = self.scopes.borrow_mut();
        let found = scopes[id].progress;
        if found != Progress::Open {
            self.complain(format!("scope {id} exits while it is {found:?}"));
        }
        let inner = |scope: &Scope| scope.outer == Some(id) && scope.progress != Progress::Closed;
        if scopes.iter().any(inner) {
            self.complain(format!("scope {id} exits before one inside of it"));
        }
        scopes[id].progress = Progress::Exiting;
        scopes[id].task = current_task().id();
    }

    pub fn end_exit(&self, id: usize) {
        self.scopes.borrow_mut()[id].progress = Progress::Closed;
    }

    /// The task that began to exit a scope last and is at it.
    pub fn exiting(&self) -> Option<TaskId> {
        let scopes = self.scopes.borrow();
        let mut exiting = scopes.iter().filter(|s| s.progress == Progress::Exiting);
        exiting.next_back().map(|scope| scope.task)
    }
}
