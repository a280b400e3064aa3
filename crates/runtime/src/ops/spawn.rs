//! Spawning tasks.

use crate::error::Result;
use crate::runtime::{self, Cancellation, Task, TaskBody};
use core::panic::Location;

/// Wraps a coroutine in a task and schedules it. It first runs in the loop's next pass, never inline.
///
/// # Panics
/// Outside of a run, if the thread has no [ambient runtime](crate::Runtime::into_ambient).
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

/// [`spawn`] for a future without a result, like `wasm_bindgen_futures::spawn_local`. The task keeps running if its
/// handle is dropped.
///
/// # Panics
/// Outside of a run, if the thread has no [ambient runtime](crate::Runtime::into_ambient).
#[track_caller]
pub fn spawn_local(future: impl Future<Output = ()> + 'static) -> Task<()> {
    let future = async move {
        future.await;
        Ok(())
    };
    runtime::current_or_ambient("spawn_local").spawn(future, Some(Location::caller()))
}

/// Makes a task that handles requests to cancel it. Its future is not dropped: it receives them through a
/// [`Cancellation`], and can refuse.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// A coroutine that catches `CancelledError`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, spawn_with_cancellation, time::ms, yield_now};
/// let answer = Runtime::virtual_clock().block_on(async {
///     let stubborn = spawn_with_cancellation(|cancellation| async move {
///         match cancellation.run_until_cancelled(sleep(ms(1000))).await {
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
pub fn spawn_with_cancellation<F, T>(body: impl FnOnce(Cancellation) -> F + 'static) -> Task<T>
where
    F: Future<Output = Result<T>> + 'static,
    T: 'static,
{
    let place = Location::caller();
    let core = runtime::current("spawn_with_cancellation");
    core.spawn_with(
        place,
        core.current(),
        TaskBody::HandlesCancel,
        |task| async move {
            let cancellation = Cancellation(task);
            // As in asyncio, the body of a task that is cancelled before its first step never runs.
            if let Some(request) = cancellation.take() {
                return Err(request);
            }
            body(cancellation).await
        },
    )
}

/// Requests cancellation of the running task. It takes effect at the task's next suspension, or at its
/// end: the task then counts as cancelled.
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
