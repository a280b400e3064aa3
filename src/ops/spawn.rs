//! Making tasks.

use crate::error::Result;
use crate::runtime::{self, Cancellation, Task};
use core::panic::Location;

/// Makes a task of a coroutine. It is queued at once and first runs in the loop's next pass,
/// never inline.
///
/// # Panics
/// Outside of a run, where the thread has no runtime of [its own](crate::Runtime::into_ambient).
///
/// # asyncio
/// `asyncio.create_task`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, spawn};
/// let sum = Runtime::virtual_clock().block_on(async {
///     let one = spawn(async { Ok(1) });
///     let two = spawn(async { Ok(2) });
///     Ok(one.await? + two.await?)
/// });
/// assert_eq!(sum.unwrap(), 3);
/// ```
#[track_caller]
pub fn spawn<T: 'static>(future: impl Future<Output = Result<T>> + 'static) -> Task<T> {
    runtime::current_or_ambient("spawn").spawn(future, Some(Location::caller()))
}

/// [`spawn`] for a future that cannot fail and has no value: what
/// `wasm_bindgen_futures::spawn_local` takes. A task that nobody keeps goes on by itself.
///
/// # Panics
/// Outside of a run, where the thread has no runtime of [its own](crate::Runtime::into_ambient).
#[track_caller]
pub fn spawn_local(future: impl Future<Output = ()> + 'static) -> Task<()> {
    let future = async move {
        future.await;
        Ok(())
    };
    runtime::current_or_ambient("spawn_local").spawn(future, Some(Location::caller()))
}

/// Makes a task that is told of a request to cancel it, instead of being dropped.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// A coroutine that catches `CancelledError`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, spawn_told, time::ms, yield_now};
/// let answer = Runtime::virtual_clock().block_on(async {
///     let stubborn = spawn_told(|cancellation| async move {
///         match cancellation.or(sleep(ms(1000))).await {
///             Ok(()) => Ok("slept"),
///             Err(_) => Ok("refused to cancel"),
///         }
///     });
///     yield_now().await;
///     stubborn.cancel();
///     stubborn.await
/// });
/// assert_eq!(answer.unwrap(), "refused to cancel");
/// ```
#[track_caller]
pub fn spawn_told<F, T>(body: impl FnOnce(Cancellation) -> F + 'static) -> Task<T>
where
    F: Future<Output = Result<T>> + 'static,
    T: 'static,
{
    let place = Location::caller();
    let core = runtime::current("spawn_told");
    core.spawn_with(place, core.current(), true, |task| async move {
        let cancellation = Cancellation(task);
        // A task that is cancelled before its first step never runs its body.
        if let Some(request) = cancellation.take() {
            return Err(request);
        }
        body(cancellation).await
    })
}

/// Asks the running task to cancel. It goes on to its next suspension, or to its end, which then
/// counts as cancelled.
///
/// # Panics
/// Outside of a task.
///
/// # asyncio
/// `asyncio.current_task().cancel()`.
#[track_caller]
pub fn cancel_current(why: &str) {
    runtime::current("cancel_current").cancel_current(why);
}
