//! A random program: its data, and its listing for messages.

use core::fmt;
use std::rc::Rc;

/// The operations of a task or of a part of it, in order.
pub type Body = Rc<[Op]>;

/// One operation of a task.
#[derive(Clone)]
pub enum Op {
    Yield,
    Sleep(u64),
    /// Holds the lock during the body. The flag: without its guard.
    Lock(bool, Body),
    /// Holds a permit during the body. The flag: without its guard.
    Permit(bool, Body),
    AddPermit,
    WaitEvent,
    Set,
    Clear,
    /// Waits on the condition.
    WaitCondition,
    /// Notifies this number of waiters of the condition; 0 for all.
    Notify(usize),
    /// Waits on the other condition until there is stock, and takes one piece.
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
    /// A body and its exit.
    Scope(Body, Body),
    Timeout(u64, Body),
    /// `wait_for` on a task.
    WaitFor(u64, Body),
    /// Polls both in one task until one ends. Drops the other.
    Race(Body, Body),
    /// The flag: with `return_exceptions`.
    Gather(bool, Vec<Body>),
    /// The tasks of a group and its body.
    Group(Vec<Body>, Body),
    AsCompleted(Vec<Body>),
    /// The index of `return_when`, the time limit, and the tasks.
    WaitTasks(usize, Option<u64>, Vec<Body>),
    Shield(Body),
    /// A task that is not awaited.
    Spawn(Body),
    Await(Body),
    /// A task with cancellation: if it is cancelled, it performs the second body. The flag: then it refuses.
    HandleCancel(bool, Body, Body),
    Fail,
    CancelSelf,
}

/// The task to cancel.
#[derive(Clone, Copy, Debug)]
pub enum Victim {
    /// The task with this index, of those that have not ended.
    Nth(usize),
    /// The task that was woken last.
    Woken,
    /// The task that runs the exit that began last.
    Exiting,
    /// The task that is running.
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
    /// The tasks to cancel, each with the number of moments after the previous one.
    pub cancels: Vec<(u64, Victim)>,
    /// The runtime is dropped after this number of steps.
    pub dropped_after: Option<u64>,
}

pub const QUEUES: [&str; 3] = ["fifo", "lifo", "priority"];

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let without_guard = |keep: &bool| if *keep { " (without guard)" } else { "" };
        match self {
            Op::Yield => write!(f, "yield"),
            Op::Sleep(ms) => write!(f, "sleep {ms}"),
            Op::Lock(keep, body) => write!(f, "lock{} {body:?}", without_guard(keep)),
            Op::Permit(keep, body) => write!(f, "permit{} {body:?}", without_guard(keep)),
            Op::AddPermit => write!(f, "add permit"),
            Op::WaitEvent => write!(f, "wait for event"),
            Op::Set => write!(f, "set event"),
            Op::Clear => write!(f, "clear event"),
            Op::WaitCondition => write!(f, "wait for condition"),
            Op::Notify(0) => write!(f, "notify all"),
            Op::Notify(n) => write!(f, "notify {n}"),
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
            Op::HandleCancel(true, body, after) => {
                write!(f, "with cancellation {body:?} refuses {after:?}")
            }
            Op::HandleCancel(false, body, after) => {
                write!(f, "with cancellation {body:?} obeys {after:?}")
            }
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
