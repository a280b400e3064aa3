//! A worker: runs jobs in parallel to the event loop.

use super::{Answer, World};
use core::fmt::Display;
use coroscope_runtime::{Io, io};

/// Runs work that would block the event loop.
pub trait Worker {
    /// Runs one of the jobs of `lessons::jobs` in parallel. Dropping the future terminates it at once.
    ///
    /// # Errors
    /// The job's error, or a message that says why there is no worker and what still works.
    fn run(&self, job: &str, input: &str) -> Answer<String>;
}

/// Runs one of the jobs of `lessons::jobs` in a worker, while the event loop continues.
///
/// # Errors
/// The job's error, or a message that says why there is no worker and what still works.
///
/// # Cancel safety
/// Dropping the future terminates the job at once; its work is lost.
///
/// # asyncio
/// `asyncio.to_thread`, or `loop.run_in_executor`. A thread cannot be terminated like that.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, lessons::doubles, world::to_worker};
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
