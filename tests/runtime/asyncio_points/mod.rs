//! Details of asyncio's behaviour that are easy to get wrong, as numbered points. The comment before a test is the
//! number of its point.
//!
//! CPython behaves in the same way, with four exceptions in 3.11: the order of timers with equal deadlines is not
//! defined (3), `wait_for` runs its coroutine in a separate task (11), the error of a task group hides a later
//! cancellation (14), and the notification of a cancelled waiter is lost (20).

mod cancelling;
mod groups_and_timeouts;
mod locks;
mod queues;
mod scheduling;
mod several;
