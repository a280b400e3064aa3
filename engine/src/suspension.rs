//! Waits on a suspended stack: a blocking call waits for what arrives from outside, and the host goes on meanwhile.

use crate::current;
use crate::host::Suspend;
use crate::state::Progress;
use core::pin::pin;

/// Suspends the stack until `arrived` is ready. What arrives is handled as code outside of the run.
pub(crate) fn wait(suspend: Suspend, why: Progress, arrived: impl Future<Output = ()>) {
    let state = current::state();
    state.progress(why);
    let arrived = pin!(arrived);
    state.handle.leave(|| suspend(arrived));
}
