//! Work elsewhere, in parallel to the loop.

use super::{Answer, World};
use crate::{Io, io};
use core::fmt::Display;

/// A place for work that would keep the loop.
pub trait Worker {
    /// Runs one of the [`jobs`](crate::lessons::jobs) elsewhere. Dropping the answer ends the work at once.
    ///
    /// # Errors
    /// What the job fails with, or a message that tells why there is no such place and what still works.
    fn run(&self, job: &str, input: &str) -> Answer<String>;
}

/// Runs one of the [`jobs`](crate::lessons::jobs) elsewhere, while the loop goes on.
///
/// # Errors
/// What the job fails with, or a message that tells why there is no such place and what still works.
///
/// # Cancel safety
/// Dropped, it ends the work at once; nothing of it is kept.
///
/// # asyncio
/// `asyncio.to_thread`, or `loop.run_in_executor`. A thread cannot be ended so.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, lessons::{doubles, world::to_worker}};
/// let world = doubles::world();
/// let found = Runtime::virtual_clock()
///     .block_on(async move { to_worker(&world, "primes", 100).await });
/// assert_eq!(found.unwrap(), "25");
/// ```
#[track_caller]
pub fn to_worker(world: &World, job: &str, input: impl Display) -> Io<Answer<String>> {
    let input = input.to_string();
    let answer = world.worker.run(job, &input);
    io(format!("worker: {job} {input}"), answer)
}
