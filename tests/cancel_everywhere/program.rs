//! A random program as data, and as the listing that a failure shows.

use core::fmt;
use std::rc::Rc;

/// What one task, or a part of it, does in order.
pub type Body = Rc<[Op]>;

/// One operation of a task.
#[derive(Clone)]
pub enum Op {
    Yield,
    Sleep(u64),
    /// Holds the lock during the body; with or without its guard.
    Lock(bool, Body),
    /// Holds a permit during the body; with or without its guard.
    Permit(bool, Body),
    AddPermit,
    WaitEvent,
    Set,
    Clear,
    /// Waits on the condition until it is notified.
    WaitBell,
    /// Notifies so many who wait on it; zero for all.
    Ring(usize),
    /// Waits on the other condition until there is stock, and takes some.
    Take,
    Stock,
    Put(usize),
    PutNow(usize),
    Get(usize),
    GetNow(usize),
    TaskDone(usize),
    Join(usize),
    Shutdown(usize, bool),
    Arrive,
    Abort,
    Reset,
    /// A body and the exit that is run whatever becomes of it.
    Scope(Body, Body),
    Timeout(u64, Body),
    /// `wait_for` on a task.
    WaitFor(u64, Body),
    /// Polls both in one task until one ends, and drops the other.
    Race(Body, Body),
    /// Collects errors where it says so.
    Gather(bool, Vec<Body>),
    /// The tasks of a group and its body.
    Group(Vec<Body>, Body),
    AsCompleted(Vec<Body>),
    /// Which end it waits for, its time limit, and the tasks.
    WaitTasks(usize, Option<u64>, Vec<Body>),
    Shield(Body),
    /// Spawned and left alone.
    Spawn(Body),
    Await(Body),
    /// Told of a cancellation, it does the second body, and refuses or not.
    Told(bool, Body, Body),
    Fail,
    CancelSelf,
}

/// Whom to cancel.
#[derive(Clone, Copy, Debug)]
pub enum Victim {
    /// One of those that have not ended.
    Nth(usize),
    /// Who was woken last.
    Woken,
    /// Who began to exit a scope last, and is still at it.
    Exiting,
    /// Who runs at that moment.
    Running,
}

#[derive(Clone)]
pub struct Program {
    pub tasks: Vec<Body>,
    /// The end of the first task cancels the others.
    pub main: bool,
    pub capacities: [usize; 3],
    pub permits: usize,
    pub parties: usize,
    /// Whom to cancel, and how many moments after the last one.
    pub cancels: Vec<(u64, Victim)>,
    /// The runtime is dropped after so many steps.
    pub dropped_after: Option<u64>,
}

pub const QUEUES: [&str; 3] = ["fifo", "lifo", "priority"];

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = |kept: &bool| if *kept { " (guard kept)" } else { "" };
        match self {
            Op::Yield => write!(f, "yield"),
            Op::Sleep(ms) => write!(f, "sleep {ms}"),
            Op::Lock(keep, body) => write!(f, "lock{} {body:?}", kept(keep)),
            Op::Permit(keep, body) => write!(f, "permit{} {body:?}", kept(keep)),
            Op::AddPermit => write!(f, "add permit"),
            Op::WaitEvent => write!(f, "wait for event"),
            Op::Set => write!(f, "set event"),
            Op::Clear => write!(f, "clear event"),
            Op::WaitBell => write!(f, "wait for bell"),
            Op::Ring(0) => write!(f, "ring for all"),
            Op::Ring(n) => write!(f, "ring for {n}"),
            Op::Take => write!(f, "take stock"),
            Op::Stock => write!(f, "add stock"),
            Op::Put(q) => write!(f, "put {}", QUEUES[*q]),
            Op::PutNow(q) => write!(f, "put_nowait {}", QUEUES[*q]),
            Op::Get(q) => write!(f, "get {}", QUEUES[*q]),
            Op::GetNow(q) => write!(f, "get_nowait {}", QUEUES[*q]),
            Op::TaskDone(q) => write!(f, "task_done {}", QUEUES[*q]),
            Op::Join(q) => write!(f, "join {}", QUEUES[*q]),
            Op::Shutdown(q, true) => write!(f, "shutdown {} immediately", QUEUES[*q]),
            Op::Shutdown(q, false) => write!(f, "shutdown {}", QUEUES[*q]),
            Op::Arrive => write!(f, "arrive at barrier"),
            Op::Abort => write!(f, "abort barrier"),
            Op::Reset => write!(f, "reset barrier"),
            Op::Scope(body, exit) => write!(f, "scope {body:?} exit {exit:?}"),
            Op::Timeout(ms, body) => write!(f, "timeout {ms} {body:?}"),
            Op::WaitFor(ms, body) => write!(f, "wait_for {ms} {body:?}"),
            Op::Race(a, b) => write!(f, "race {a:?} {b:?}"),
            Op::Gather(true, all) => write!(f, "gather return_exceptions {all:?}"),
            Op::Gather(false, all) => write!(f, "gather {all:?}"),
            Op::Group(tasks, body) => write!(f, "group {tasks:?} body {body:?}"),
            Op::AsCompleted(all) => write!(f, "as_completed {all:?}"),
            Op::WaitTasks(when, limit, all) => {
                let when = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"][*when];
                write!(f, "wait {when} {limit:?} {all:?}")
            }
            Op::Shield(body) => write!(f, "shield {body:?}"),
            Op::Spawn(body) => write!(f, "spawn {body:?}"),
            Op::Await(body) => write!(f, "await task {body:?}"),
            Op::Told(true, body, after) => write!(f, "told {body:?} refuses {after:?}"),
            Op::Told(false, body, after) => write!(f, "told {body:?} obeys {after:?}"),
            Op::Fail => write!(f, "fail"),
            Op::CancelSelf => write!(f, "cancel itself"),
        }
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [fifo, lifo, priority] = self.capacities;
        writeln!(
            f,
            "\n  queues: fifo {fifo}, lifo {lifo}, priority {priority}; semaphore of {}; barrier for {}",
            self.permits, self.parties
        )?;
        for (n, body) in self.tasks.iter().enumerate() {
            let main = if self.main && n == 0 { " (main)" } else { "" };
            writeln!(f, "  task {}{main}: {body:?}", n + 2)?;
        }
        let mut at = 0;
        for (after, victim) in &self.cancels {
            at += after + 1;
            writeln!(f, "  moment {at}: cancel {victim:?}")?;
        }
        match self.dropped_after {
            Some(step) => writeln!(f, "  the runtime is dropped after {step} steps"),
            None => Ok(()),
        }
    }
}
