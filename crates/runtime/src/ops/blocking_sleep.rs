//! `blocking_sleep`: a call that keeps the thread, as synchronous code does when it waits.

use crate::runtime;
use coroscope_trace::time::Duration;

/// Keeps the thread for `duration`. Until it returns, no other task runs, and a page neither paints nor handles input.
/// On the virtual clock, the time passes in the calling task's turn. For programs and tests that show what blocking does;
/// to wait, use [`sleep`](crate::sleep()).
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// `time.sleep`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, blocking_sleep, now, spawn, time::ms};
/// let rt = Runtime::virtual_clock();
/// let other_began = rt.block_on(async {
///     let other = spawn(async { Ok(now()) });
///     blocking_sleep(ms(250));
///     other.await
/// });
/// assert_eq!(other_began.unwrap().elapsed(), ms(250));
/// ```
#[track_caller]
pub fn blocking_sleep(duration: Duration) {
    runtime::current("blocking_sleep").block(duration);
}
