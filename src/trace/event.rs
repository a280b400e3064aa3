//! The vocabulary of the log: what can happen in a run.

use super::delay::Delay;
use super::id::{PlaceId, ResourceId, TaskId, TextId};
use super::kind::{Op, ResourceKind};
use super::warning::Warning;
use crate::time::Instant;

/// One thing that happened, and when.
///
/// Its sequence number is its place in the log. Events stand in the order in which
/// they happened, also where the clock is too coarse to tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it happened.
    pub at: Instant,
    /// What happened.
    pub what: What,
}

const _: () = assert!(size_of::<Event>() <= 32, "an event costs at most 32 bytes");

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A pass of the loop began over a snapshot of the ready queue.
    PassBegun {
        /// How many entries the snapshot holds.
        ready: u32,
        /// How many timers are pending.
        timers: u32,
    },
    /// The pass ran its whole snapshot.
    PassEnded {
        /// How many entries the ready queue holds now.
        ready: u32,
        /// How many timers are pending.
        timers: u32,
        /// How many of those timers are only the limits of timeouts.
        timeouts: u32,
    },
    /// The time budget was used up: the loop goes on in a macrotask, so that the page can paint.
    Hopped,
    /// A task was made. It is ready from now on.
    Spawned {
        /// The new task.
        task: TaskId,
        /// The task that spawned it; none for what the page started.
        parent: Option<TaskId>,
        /// Where in the source.
        place: PlaceId,
    },
    /// A task was given a name.
    Named {
        /// The task.
        task: TaskId,
        /// Its name from now on.
        name: TextId,
    },
    /// A task was put into the ready queue.
    Woken {
        /// The task.
        task: TaskId,
        /// Who woke it.
        by: Cause,
    },
    /// The loop began to poll a task.
    PollBegun {
        /// The task.
        task: TaskId,
    },
    /// The poll is over and the task is not done.
    PollEnded {
        /// The task.
        task: TaskId,
    },
    /// During its poll, a task found that it has to wait for something.
    Waits {
        /// The task.
        task: TaskId,
        /// For what.
        on: Wait,
        /// Where in the source.
        place: PlaceId,
    },
    /// A task began to await the end of another that still runs: by `.await`, or through `gather`, `wait`,
    /// `as_completed`, `shield` or a task group.
    Awaits {
        /// The task that awaits.
        task: TaskId,
        /// The task that is awaited.
        on: TaskId,
    },
    /// A task that nobody had awaited, or that failed while nobody did, was awaited after its end or its result
    /// looked at.
    Retrieved {
        /// The task that has ended.
        task: TaskId,
        /// Who looked; none for the page or a callback of the loop.
        by: Option<TaskId>,
    },
    /// A task failed, nobody looked at its result, and now nobody can any more.
    Unretrieved {
        /// The task that has failed.
        task: TaskId,
    },
    /// A task was asked to cancel.
    CancelRequested {
        /// Who is to end.
        task: TaskId,
        /// Who asked; none for the page or the end of the run.
        by: Option<TaskId>,
        /// Why, in words.
        why: TextId,
    },
    /// A request to cancel a task was taken back.
    ///
    /// asyncio: `Task.uncancel`.
    Uncancelled {
        /// The task.
        task: TaskId,
    },
    /// A cancelled task's future was dropped; what it left to clean up runs from now to its end.
    CleanupBegun {
        /// The task.
        task: TaskId,
    },
    /// A task is done.
    Ended {
        /// The task.
        task: TaskId,
        /// How it ended.
        end: End,
    },
    /// A resource came to be.
    Made {
        /// The resource.
        resource: ResourceId,
        /// What it is.
        kind: ResourceKind,
        /// How much it takes at most; 0 is unbounded.
        capacity: u32,
        /// Where in the source.
        place: PlaceId,
    },
    /// A resource was given a name.
    Labelled {
        /// The resource.
        resource: ResourceId,
        /// Its name from now on.
        name: TextId,
    },
    /// A resource's level or waiters changed.
    Changed {
        /// The resource.
        resource: ResourceId,
        /// Items in a queue, permits of a semaphore, parties at a barrier.
        level: u32,
        /// Tasks that wait to take (at most 65,535 are told).
        takers: u16,
        /// Tasks that wait to put (at most 65,535 are told).
        putters: u16,
    },
    /// A lock changed hands.
    Held {
        /// The lock.
        resource: ResourceId,
        /// Who holds it now.
        by: Option<TaskId>,
        /// How many wait for it.
        waiters: u32,
    },
    /// The program printed a line.
    Printed {
        /// The task that printed.
        task: Option<TaskId>,
        /// The line.
        text: TextId,
    },
    /// A remark of the program or the runtime about this moment.
    Noted {
        /// The task it is about.
        task: Option<TaskId>,
        /// The remark.
        text: TextId,
    },
    /// The loop found that nothing can ever continue: no task is ready, no timer is pending, and nothing is
    /// awaited from outside. A native program would hang here.
    Deadlocked,
    /// The next wait of a task is in another call of a coroutine than its wait before.
    Called {
        /// The task.
        task: TaskId,
        /// The number of the call within the run, counted from one. 0 stands for calls that each need what the one
        /// before gave, as in `page = await fetch(page)`.
        call: u32,
    },
    /// A callback of the loop returned after it had run for a while.
    CallbackRan {
        /// How long it ran, up to this event.
        took: Delay,
        /// The name of the function.
        name: TextId,
        /// Where the function is defined, or where it was scheduled.
        place: PlaceId,
    },
    /// A function began to run in a thread beside the loop. The thread has a number as tasks have.
    ///
    /// asyncio: `to_thread`, `run_in_executor`.
    ThreadStarted {
        /// The thread's lane.
        thread: TaskId,
        /// The task that asked for it.
        parent: Option<TaskId>,
        /// The name of the function.
        name: TextId,
        /// Where in the source it was asked for.
        place: PlaceId,
    },
    /// The function in a thread returned or raised.
    ThreadEnded {
        /// The thread's lane.
        thread: TaskId,
        /// How it ended.
        end: End,
    },
    /// The engine of a program knows for certain that something is wrong here.
    Warned {
        /// What is wrong.
        warning: Warning,
        /// The task in which it happened.
        task: Option<TaskId>,
        /// What it is about, such as the name of a coroutine.
        subject: TextId,
        /// The line that it is about.
        place: Option<PlaceId>,
    },
}

/// Who put a task into the ready queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The task that was running, perhaps the woken one itself.
    Task(TaskId),
    /// A timer that came due.
    Timer,
    /// A callback of the loop (`call_soon` and its kin).
    Callback,
    /// Something outside the loop: a browser event, the end of an I/O operation.
    Outside,
}

/// What a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Nothing: it gave the others a turn.
    Turn,
    /// A timer that was set for this long.
    Timer(Delay),
    /// The end of one task.
    Task(TaskId),
    /// The ends of several tasks; how many are still to come.
    Tasks(u32),
    /// A queue, lock or other shared thing.
    Resource(ResourceId, Op),
    /// The browser, such as a network answer; what exactly.
    Io(TextId),
    /// A future that does not tell more.
    Future,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With a value.
    Value,
    /// With an error; its message.
    Error(TextId),
    /// Cancelled: neither success nor failure.
    Cancelled,
}
