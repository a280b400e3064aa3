//! The program's own record of waiting tasks, holders and open scopes, to compare with the library's.

use super::world::World;
use core::cell::Cell;
use coroscope::current_task;
use coroscope::trace::TaskId;
use std::rc::Rc;

/// An operation that a task can wait in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Lock,
    ConditionLock,
    Permit,
    Event,
    Condition,
    Take,
    Get(usize),
    Put(usize),
    Join(usize),
    Barrier,
}

/// A wait of a task.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    number: u64,
    pub at: At,
    /// The value of the counter for this kind of wait when it began. The counter increases when such waits end.
    pub since: u64,
}

/// Removes an entry when the wait has ended or was dropped.
pub struct EntryGuard {
    world: Rc<World>,
    number: u64,
    at: At,
}

impl EntryGuard {
    /// Number of tasks that began the same wait earlier and are still in it.
    pub fn rank(&self) -> usize {
        let waits = self.world.waits.borrow();
        let before = waits
            .iter()
            .filter(|entry| entry.at == self.at && entry.number < self.number);
        before.count()
    }
}

impl Drop for EntryGuard {
    fn drop(&mut self) {
        let mut waits = self.world.waits.borrow_mut();
        waits.retain(|entry| entry.number != self.number);
    }
}

/// A section of code that at most one task may be in.
#[derive(Default)]
pub struct Section(Cell<Option<TaskId>>);

impl Section {
    pub fn inside(&self) -> Option<TaskId> {
        self.0.get()
    }

    /// Enters the section, until the guard is dropped.
    pub fn enter<'a>(&'a self, world: &World) -> Inside<'a> {
        if let Some(other) = self.0.replace(Some(current_task().id())) {
            world.fail(format!("{other} is already in the section"));
        }
        Inside(self)
    }
}

pub struct Inside<'a>(&'a Section);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.0.set(None);
    }
}

/// Increments a count while it exists.
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

/// Tasks that are being awaited. If the awaiting task is cancelled, they are cancelled too.
pub struct Awaited<'a> {
    world: &'a World,
    tasks: Vec<TaskId>,
    has_ended: bool,
}

impl<'a> Awaited<'a> {
    pub fn new(world: &'a World, tasks: impl IntoIterator<Item = TaskId>) -> Awaited<'a> {
        Awaited {
            world,
            tasks: tasks.into_iter().collect(),
            has_ended: false,
        }
    }

    pub fn add(&mut self, task: TaskId) {
        self.tasks.push(task);
    }

    pub fn end(mut self) {
        self.has_ended = true;
    }
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        if let Some(awaiting) = self.world.cancelling.get()
            && !self.has_ended
        {
            let tasks = core::mem::take(&mut self.tasks);
            self.world
                .must_end_before
                .borrow_mut()
                .push((awaiting, tasks));
        }
    }
}

/// The state of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeState {
    Open,
    Exiting,
    Closed,
}

/// A scope of the program. It must be closed before its outer scope exits.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    outer: Option<usize>,
    pub state: ScopeState,
    task: TaskId,
}

impl World {
    pub fn enter(self: &Rc<World>, at: At, since: u64) -> EntryGuard {
        let number = self.entered.get();
        self.entered.set(number + 1);
        self.waits.borrow_mut().push(Entry { number, at, since });
        EntryGuard {
            world: self.clone(),
            number,
            at,
        }
    }

    /// Number of tasks in a wait.
    pub fn waiting(&self, at: At) -> usize {
        self.waits.borrow().iter().filter(|w| w.at == at).count()
    }

    /// Number of tasks in a wait that began when the counter had the value `count`.
    pub fn waiting_since(&self, at: At, count: u64) -> usize {
        let waits = self.waits.borrow();
        let not_notified = waits.iter().filter(|w| w.at == at && w.since == count);
        not_notified.count()
    }

    pub fn open_scope(&self, outer: Option<usize>) -> usize {
        let mut scopes = self.scopes.borrow_mut();
        scopes.push(Scope {
            outer,
            state: ScopeState::Open,
            task: current_task().id(),
        });
        scopes.len() - 1
    }

    pub fn begin_exit(&self, id: usize) {
        let mut scopes = self.scopes.borrow_mut();
        let found = scopes[id].state;
        if found != ScopeState::Open {
            self.fail(format!("scope {id} exits in the state {found:?}"));
        }
        let inner = |scope: &Scope| scope.outer == Some(id) && scope.state != ScopeState::Closed;
        if scopes.iter().any(inner) {
            self.fail(format!("scope {id} exits before a scope inside of it"));
        }
        scopes[id].state = ScopeState::Exiting;
        scopes[id].task = current_task().id();
    }

    pub fn end_exit(&self, id: usize) {
        self.scopes.borrow_mut()[id].state = ScopeState::Closed;
    }

    /// The task that runs the exit that began last.
    pub fn exiting(&self) -> Option<TaskId> {
        let scopes = self.scopes.borrow();
        let mut exiting = scopes.iter().filter(|s| s.state == ScopeState::Exiting);
        exiting.next_back().map(|scope| scope.task)
    }
}
