//! The events of the log.

use super::coordinate::Coordinate;
use super::delay::Delay;
use super::id::{PlaceId, ResourceId, TaskId, TextId};
use super::kind::ResourceKind;
use super::outcome::Outcome;
use super::reason::{Cause, WaitReason};
use super::warning::Warning;
use crate::time::Instant;

/// An event of a run, with its time.
///
/// Its sequence number is its position in the log. Events are in the order in which they happened, even if they
/// have the same time stamp because the clock is coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Time of the event.
    pub at: Instant,
    /// What happened.
    pub kind: EventKind,
}

const _: () = assert!(size_of::<Event>() <= 32, "events are passed by value");

/// The kind of an event, with its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A pass of the loop began. It runs a snapshot of the ready queue.
    PassBegun {
        /// Number of entries in the snapshot.
        ready: u32,
        /// Number of pending timers.
        timers: u32,
    },
    /// The pass has run its whole snapshot.
    PassEnded {
        /// Number of entries in the ready queue now.
        ready: u32,
        /// Number of pending timers.
        timers: u32,
        /// Number of pending timers that are deadlines of timeouts.
        timeouts: u32,
    },
    /// The time budget was used up: the loop continues in a macrotask, so that the page can paint.
    Hopped,
    /// A task was spawned. It is ready from then on.
    TaskSpawned {
        /// The new task.
        task: TaskId,
        /// The task that spawned it; `None` if code outside of tasks did.
        parent: Option<TaskId>,
        /// Where in the source.
        place: PlaceId,
        /// Whether the runtime made it to run the cleanup of a future that was dropped without an awaiter.
        is_cleanup: bool,
    },
    /// A callback was scheduled, for the next pass or for a later time. It is numbered together with tasks, and then runs
    /// as they do: [`TaskWoken`](EventKind::TaskWoken) when its timer is due, [`PollBegun`](EventKind::PollBegun) and
    /// [`TaskEnded`](EventKind::TaskEnded).
    ///
    /// asyncio: `call_soon`, `call_later`, `call_at`.
    CallScheduled {
        /// The callback.
        call: TaskId,
        /// The task that scheduled it; `None` if code outside of tasks did.
        parent: Option<TaskId>,
        /// How long until its time; unknown for the next pass.
        after: Delay,
        /// Where in the source.
        place: PlaceId,
    },
    /// A task set a time limit for a part of its work.
    ///
    /// asyncio: `timeout`, `timeout_at`, `wait_for`.
    TimeoutSet {
        /// The task.
        task: TaskId,
        /// The number of the timeout in the run, counted from one.
        timeout: u32,
        /// How long until the limit.
        after: Delay,
    },
    /// A time limit was reached: the work is cancelled.
    TimeoutExpired {
        /// The task.
        task: TaskId,
        /// The number of the timeout.
        timeout: u32,
    },
    /// The work under a time limit has ended, with its cleanup.
    TimeoutEnded {
        /// The task.
        task: TaskId,
        /// The number of the timeout.
        timeout: u32,
    },
    /// A task was given a name.
    TaskNamed {
        /// The task.
        task: TaskId,
        /// The new name.
        name: TextId,
    },
    /// A task was put into the ready queue.
    TaskWoken {
        /// The task.
        task: TaskId,
        /// What woke it.
        by: Cause,
    },
    /// The loop began to poll a task.
    PollBegun {
        /// The task.
        task: TaskId,
    },
    /// The poll of a task ended, and the task is not done.
    PollEnded {
        /// The task.
        task: TaskId,
    },
    /// In its poll, a task began to wait for something.
    Waits {
        /// The task.
        task: TaskId,
        /// What it waits for.
        on: WaitReason,
        /// Where in the source.
        place: PlaceId,
    },
    /// A task began to await the end of another task: by `.await`, or through `gather`, `wait`, `as_completed`,
    /// `shield` or a task group.
    Awaits {
        /// The task that awaits.
        task: TaskId,
        /// The awaited task.
        on: TaskId,
    },
    /// The result of an ended task was retrieved, by await or otherwise. Recorded if no task had
    /// awaited it, or none was awaiting it when it failed.
    Retrieved {
        /// The task that has ended.
        task: TaskId,
        /// The task that retrieved it; `None` if code outside of tasks did.
        by: Option<TaskId>,
    },
    /// A task failed, and the last handle was dropped before its result was retrieved.
    Unretrieved {
        /// The failed task.
        task: TaskId,
    },
    /// Cancellation of a task was requested.
    CancelRequested {
        /// The task to cancel.
        task: TaskId,
        /// The task that requested it; `None` if code outside of tasks did, or the end of the run.
        by: Option<TaskId>,
        /// The reason.
        why: TextId,
    },
    /// One request to cancel a task was uncancelled.
    ///
    /// asyncio: `Task.uncancel`.
    Uncancelled {
        /// The task.
        task: TaskId,
    },
    /// The future of a cancelled task was dropped, and its cleanups begin to run.
    CleanupBegun {
        /// The task.
        task: TaskId,
    },
    /// A task ended.
    TaskEnded {
        /// The task.
        task: TaskId,
        /// How it ended.
        end: Outcome,
    },
    /// A resource was created.
    ResourceCreated {
        /// The resource.
        resource: ResourceId,
        /// Its kind.
        kind: ResourceKind,
        /// Its capacity; 0 if unbounded.
        capacity: u32,
        /// Where in the source.
        place: PlaceId,
    },
    /// A resource was given a name.
    ResourceNamed {
        /// The resource.
        resource: ResourceId,
        /// The new name.
        name: TextId,
    },
    /// The level of a resource, or the number of its waiters, changed.
    ResourceChanged {
        /// The resource.
        resource: ResourceId,
        /// Number of items in a queue, available permits of a semaphore, or tasks at a barrier.
        level: u32,
        /// Number of tasks that wait to take, at most 65,535.
        takers: u16,
        /// Number of tasks that wait to put, at most 65,535.
        putters: u16,
    },
    /// A lock was acquired or released, or the number of its waiters changed.
    LockHolderChanged {
        /// The lock.
        resource: ResourceId,
        /// The task that holds it now.
        by: Option<TaskId>,
        /// Number of tasks that wait for it.
        waiters: u32,
    },
    /// The program printed a line.
    Printed {
        /// The task that printed it.
        task: Option<TaskId>,
        /// The line.
        text: TextId,
    },
    /// The program or the runtime added a remark.
    Noted {
        /// The task that added it.
        task: Option<TaskId>,
        /// The remark.
        text: TextId,
    },
    /// The program recorded a point, for a plot or a progress bar.
    PointRecorded {
        /// The name of the series that it belongs to.
        series: TextId,
        /// The horizontal coordinate.
        x: Coordinate,
        /// The vertical coordinate.
        y: Coordinate,
    },
    /// Deadlock: no task is ready, no timer is pending, and nothing outside of the loop will wake a task. A native
    /// program would hang here.
    Deadlocked,
    /// The next wait of a task is in another call of a coroutine than its previous wait.
    Called {
        /// The task.
        task: TaskId,
        /// The number of the call in the run, counted from one. 0 if each call needs the result of the previous one,
        /// as in `page = await fetch(page)`.
        call: u32,
    },
    /// A callback of the loop returned after it had run for a long time.
    CallbackRan {
        /// How long it ran before this event.
        took: Delay,
        /// The name of the function.
        name: TextId,
        /// Where the function is defined, or where it was scheduled.
        place: PlaceId,
    },
    /// A function began to run in another thread or process, or a program as a process. Threads are numbered together with
    /// tasks.
    ///
    /// asyncio: `to_thread`, `run_in_executor`, `create_subprocess_exec`.
    ThreadStarted {
        /// The thread.
        thread: TaskId,
        /// The task that submitted the function.
        parent: Option<TaskId>,
        /// The name of the function.
        name: TextId,
        /// Where in the source it was submitted.
        place: PlaceId,
        /// Whether it runs in another process.
        is_process: bool,
    },
    /// The function in a thread returned or raised an exception.
    ThreadEnded {
        /// The thread.
        thread: TaskId,
        /// How it ended.
        end: Outcome,
    },
    /// A schedule made a choice that differs from what the virtual clock would do: another timer fires next, a request fails, a
    /// task is cancelled. All such choices of a run are its schedule.
    Chosen {
        /// The number of the choice in the run, counted from zero. Choices in which the run went on as the clock would are
        /// counted and not recorded.
        choice: u32,
        /// Which alternative was taken, from 1.
        alternative: u32,
    },
    /// The engine that runs the program detected a mistake.
    Warned {
        /// The kind of mistake.
        warning: Warning,
        /// The task in which it happened.
        task: Option<TaskId>,
        /// The subject, for example the name of a coroutine.
        subject: TextId,
        /// The source line of the mistake.
        place: Option<PlaceId>,
    },
}
