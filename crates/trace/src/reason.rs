//! Why a task waits, and what made it ready.

use super::count::saturating_u32;
use super::delay::Delay;
use super::id::{ResourceId, TaskId, TextId};
use super::kind::Op;

/// What put a task into the ready queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The task that was running, possibly the woken task itself.
    Task(TaskId),
    /// A timer that was due.
    Timer,
    /// A callback of the loop, for example of `call_soon`.
    Callback,
    /// Something outside of the loop: a browser event, or the end of an I/O operation.
    Outside,
}

/// The reason why a task waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// It yields to the other tasks.
    Turn,
    /// A timer with this delay.
    Timer(Delay),
    /// The end of a task.
    Task(TaskId),
    /// The ends of several tasks; how many have not ended.
    Tasks(u32),
    /// An operation on a queue, lock or other resource.
    Resource(ResourceId, Op),
    /// I/O, for example a response from the network; with a description.
    Io(TextId),
    /// A future of unknown kind.
    Future,
}

impl WaitReason {
    /// The ends of this number of tasks.
    pub fn tasks(count: usize) -> WaitReason {
        WaitReason::Tasks(saturating_u32(count))
    }
}
