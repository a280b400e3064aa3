//! How an event is stored: the first byte, and the numbers from which the differences are counted.

use strum::VariantArray;

/// In the first byte: the time of the event follows, as the difference from the time before.
pub(super) const HAS_TIME: u8 = 1;
/// In the first byte: the task follows, as the difference from the [expected](Before) one. In events without such a task:
/// the numbers follow that are often zero.
pub(super) const HAS_MORE: u8 = 2;
/// By how many bits the code is shifted in the first byte.
pub(super) const CODE_SHIFT: u32 = 2;

/// The kind of an event, in the first byte. Some kinds have a code for each of their frequent forms.
#[derive(Clone, Copy, VariantArray)]
#[repr(u8)]
pub(super) enum Code {
    PassBegun,
    PassEnded,
    Hopped,
    TaskSpawned,
    CleanupSpawned,
    CallScheduled,
    TimeoutSet,
    TimeoutExpired,
    TimeoutEnded,
    TaskNamed,
    WokenByItself,
    WokenByRunning,
    WokenByTask,
    WokenByTimer,
    WokenByCallback,
    WokenByOutside,
    PollBegun,
    PollEnded,
    WaitsForTurn,
    WaitsForTimer,
    WaitsForTask,
    WaitsForTasks,
    WaitsForResource,
    WaitsForIo,
    WaitsForFuture,
    Awaits,
    Retrieved,
    Unretrieved,
    CancelRequested,
    Uncancelled,
    CleanupBegun,
    TaskDone,
    TaskFailed,
    TaskCancelled,
    ResourceCreated,
    ResourceNamed,
    ResourceChanged,
    LockHolderChanged,
    Printed,
    Noted,
    PointRecorded,
    Deadlocked,
    Called,
    CallbackRan,
    ThreadStarted,
    ProcessStarted,
    ThreadDone,
    ThreadFailed,
    ThreadCancelled,
    Warned,
    Chosen,
}

const _: () = assert!(Code::VARIANTS.len() <= 1 << (u8::BITS - CODE_SHIFT));

/// What the events before had, so that an event stores only what is different. Tasks are given by their numbers; 0 if
/// there was none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    /// The time, in microseconds.
    pub(super) at: u64,
    /// The task whose poll began last: most events are about it.
    pub(super) running: u32,
    /// The task that another task or a timer woke, or that was changed from outside.
    pub(super) other: u32,
    /// The task that was spawned last.
    pub(super) newest: u32,
    /// The task that was awaited last.
    pub(super) awaited: u32,
}

impl Before {
    /// At the beginning of a chunk, so that it can be read without those before it.
    pub(super) fn first_at(at: u64) -> Before {
        Before {
            at,
            ..Before::default()
        }
    }
}

/// The difference between two numbers of tasks, small if they are close to each other in either direction.
#[inline]
pub(super) fn difference(number: u32, from: u32) -> u32 {
    let signed = number.wrapping_sub(from).cast_signed();
    (signed << 1 ^ signed >> 31).cast_unsigned()
}

/// The number with this [`difference`] from another.
#[inline]
pub(super) fn add_difference(from: u32, difference: u32) -> u32 {
    let signed = (difference >> 1) ^ (difference & 1).wrapping_neg();
    from.wrapping_add(signed)
}
