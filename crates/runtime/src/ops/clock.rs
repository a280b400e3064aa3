//! `now`: the time of the current run.

use crate::runtime;
use coroscope_trace::time::Instant;

/// Time since the run began.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// `asyncio.get_running_loop().time()`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, now, sleep, time::ms};
/// Runtime::virtual_clock().block_on(async {
///     let began = now();
///     sleep(ms(20)).await;
///     assert_eq!(now() - began, ms(20));
///     Ok(())
/// }).unwrap();
/// ```
#[track_caller]
pub fn now() -> Instant {
    runtime::current("now").tick()
}
