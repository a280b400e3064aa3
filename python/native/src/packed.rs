//! The packed events of a log, as `coroscope/_events.py` describes them.

pub(crate) const POLL: i64 = 1;
pub(crate) const PAUSE: i64 = 2;
pub(crate) const YIELD: i64 = 3;
pub(crate) const WAKE: i64 = 4;
pub(crate) const DONE: i64 = 5;
pub(crate) const PASS: i64 = 7;
const PASSED: i64 = 8;
pub(crate) const OPERAND: i64 = 9;
const LEVEL: i64 = 10;
const WAITERS: i64 = 11;
pub(crate) const SPAWN: i64 = 12;
const PLACE: i64 = 13;
const NAME: i64 = 14;
const WAIT: i64 = 15;

pub(crate) const KIND_BITS: u32 = 4;
pub(crate) const ARGUMENT_BITS: u32 = 31;
pub(crate) const MAX_ARGUMENT: i64 = (1 << (63 - ARGUMENT_BITS)) - 1;
const WAITER_BITS: u32 = 16;
const MAX_WAITERS: i64 = (1 << WAITER_BITS) - 1;
const WAIT_BITS: u32 = 12;
const MAX_WAIT: i64 = (1 << WAIT_BITS) - 1;
const MAX_OPERAND: i64 = (1 << (63 - ARGUMENT_BITS - WAIT_BITS)) - 1;
const SMALL_BITS: u32 = 10;
const MAX_SMALL: i64 = (1 << SMALL_BITS) - 1;
const TAKER_BITS: u32 = 12;
const MAX_TAKERS: i64 = (1 << TAKER_BITS) - 1;
const TIMER_BITS: u32 = 20;
const MAX_TIMERS: i64 = (1 << TIMER_BITS) - 1;
const MAX_TIMEOUTS: i64 = (1 << (63 - ARGUMENT_BITS - TIMER_BITS)) - 1;
const NAME_BITS: u32 = 16;
const MAX_NAME: i64 = (1 << NAME_BITS) - 1;

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

/// The event for a task that waits with an operand, and one that comes before if that does not fit.
pub(crate) fn packed_wait(task: i64, wait: i64, operand: i64) -> (Option<i64>, i64) {
    if wait <= MAX_WAIT && operand <= MAX_OPERAND {
        return (None, packed(WAIT, task, operand << WAIT_BITS | wait));
    }
    (
        Some(packed(OPERAND, task, operand)),
        packed(PAUSE, task, wait),
    )
}

/// The event for the level of a resource with the numbers of takers and putters, and one that comes before if the level
/// does not fit.
pub(crate) fn packed_level(resource: i64, level: (i64, i64, i64)) -> (Option<i64>, i64) {
    let (amount, takers, putters) = level;
    if amount.max(putters) <= MAX_SMALL && takers <= MAX_TAKERS {
        let all = (amount << TAKER_BITS | takers) << SMALL_BITS | putters;
        return (None, packed(WAITERS, resource, all));
    }
    let waiters = takers.min(MAX_WAITERS) | putters.min(MAX_WAITERS) << WAITER_BITS;
    (
        Some(packed(LEVEL, resource, amount)),
        packed(WAITERS, resource, waiters),
    )
}

/// The event for the end of a pass, and one that comes before if the numbers of timers and of time limits do not fit.
pub(crate) fn packed_passed(ready: i64, timers: i64, timeouts: i64) -> (Option<i64>, i64) {
    if timers <= MAX_TIMERS && timeouts <= MAX_TIMEOUTS {
        let both = timeouts << TIMER_BITS | timers;
        return (None, packed(PASSED, ready, both));
    }
    (
        Some(packed(OPERAND, 0, timers)),
        packed(PASSED, ready, timeouts),
    )
}

/// The event for the place of a task and the name of its coroutine, and one that comes before if they do not fit.
pub(crate) fn packed_name(task: i64, place: i64, name: i64) -> (Option<i64>, i64) {
    if place.max(name) <= MAX_NAME {
        return (None, packed(NAME, task, place << NAME_BITS | name));
    }
    (Some(packed(PLACE, task, place)), packed(NAME, task, name))
}

/// The number in a name that asyncio gave.
pub(crate) fn number_in_name(name: &str) -> Option<i64> {
    let number = name.strip_prefix("Task-")?;
    let is_number =
        !number.is_empty() && number.len() < 10 && number.bytes().all(|it| it.is_ascii_digit());
    (is_number && (number == "0" || !number.starts_with('0'))).then(|| number.parse().ok())?
}
