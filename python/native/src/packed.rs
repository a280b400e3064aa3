//! The packed events of a log, as `coroscope/_events.py` describes them.

pub(crate) const POLL: i64 = 1;
pub(crate) const PAUSE: i64 = 2;
pub(crate) const YIELD: i64 = 3;
pub(crate) const WAKE: i64 = 4;
pub(crate) const DONE: i64 = 5;
pub(crate) const PASS: i64 = 7;
pub(crate) const PASSED: i64 = 8;
pub(crate) const OPERAND: i64 = 9;
pub(crate) const LEVEL: i64 = 10;
pub(crate) const WAITERS: i64 = 11;
pub(crate) const SPAWN: i64 = 12;
pub(crate) const PLACE: i64 = 13;
pub(crate) const NAME: i64 = 14;

pub(crate) const KIND_BITS: u32 = 4;
pub(crate) const ARGUMENT_BITS: u32 = 31;
pub(crate) const MAX_ARGUMENT: i64 = (1 << (63 - ARGUMENT_BITS)) - 1;
pub(crate) const WAITER_BITS: u32 = 16;
pub(crate) const MAX_WAITERS: i64 = (1 << WAITER_BITS) - 1;

pub(crate) const OUTSIDE_CAUSE: i64 = 0;
pub(crate) const CALLBACK_CAUSE: i64 = 1 << ARGUMENT_BITS;
const FIRST_TASK: i64 = 3;

/// The second integer of an event.
pub(crate) fn packed(kind: i64, subject: i64, argument: i64) -> i64 {
    kind | subject << KIND_BITS | argument << ARGUMENT_BITS
}

/// The cause of what a task wakes.
pub(crate) fn cause_of(task: i64) -> i64 {
    (FIRST_TASK + task) << ARGUMENT_BITS
}
