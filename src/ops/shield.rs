//! Protecting a task from the cancellation of who awaits it.

use super::gather::Awaitable;
use crate::error::Result;
use crate::runtime::Join;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Awaits a task, or a coroutine, of which it makes one, and does not cancel it when the awaiting task
/// is cancelled: the inner one goes on.
///
/// # Errors
/// What the inner one fails with; its cancellation, too.
///
/// # Cancel safety
/// Dropping it only stops waiting. At the end of the run the inner task is cancelled as any other.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// `asyncio.shield`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, shield, sleep, spawn, time::ms, wait_for, yield_now};
/// let saved = Runtime::virtual_clock().block_on(async {
///     let save = spawn(async { sleep(ms(50)).await; Ok("saved") });
///     assert!(wait_for(shield(&save), ms(10)).await.is_err());
///     save.await
/// });
/// assert_eq!(saved.unwrap(), "saved");
/// ```
#[track_caller]
pub fn shield<A: Awaitable>(awaitable: A) -> Shield<A::Output> {
    Shield(awaitable.into_join(Location::caller()).shielded())
}

/// The future of [`shield`].
#[must_use = "the task runs without it, but its result is lost"]
pub struct Shield<T: 'static>(Join<T>);

impl<T: 'static> Future for Shield<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        Pin::new(&mut self.0).poll(cx)
    }
}
