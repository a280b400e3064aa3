//! The points in which asyncio's behaviour is easily missed, each with a test that states it. The number
//! of the point stands before its tests.
//!
//! CPython does the same. Its 3.11 differs in four: it leaves the order of equal deadlines open (3),
//! runs what `wait_for` awaits in a task of its own (11), lets a group's error hide a cancellation that
//! comes after it (14), and loses the notification of a cancelled waiter (20).

mod cancelling;
mod groups_and_timeouts;
mod locks;
mod queues;
mod scheduling;
mod several;
