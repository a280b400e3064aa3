//! `shield`: protects a task from the cancellation of the task that awaits it.

use super::completions::Completions;
use super::gather::Awaitable;
use crate::error::Result;
use crate::runtime::{self, Join};
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use coroscope_trace::WaitReason;
use std::rc::Rc;

/// Awaits a task, or a coroutine, which it wraps in a task. If the awaiting task is cancelled, the inner task is
/// not: it keeps running.
///
/// # Errors
/// The error of the inner task, including its cancellation.
///
/// # Cancel safety
/// Dropping it only stops waiting. At the end of the run the inner task is cancelled like all tasks.
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
    let place = Location::caller();
    let inner = awaitable.into_join(place);
    let is_done = inner.task.header.is_done();
    Shield {
        completion: (!is_done).then(|| Completions::of(core::slice::from_ref(&inner))),
        inner,
        place,
    }
}

/// The future of [`shield`].
#[must_use = "the task runs without it, but its result is lost"]
pub struct Shield<T: 'static> {
    inner: Join<T>,
    /// `None` after the inner task has ended.
    completion: Option<Rc<Completions>>,
    place: &'static Location<'static>,
}

impl<T: 'static> Future for Shield<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        if let Some(completion) = &self.completion {
            if completion.next(cx).is_none() {
                let task = self.inner.task.header.id();
                runtime::with(|core| core.record_wait(WaitReason::Task(task), self.place));
                return Poll::Pending;
            }
            self.completion = None;
        }
        Poll::Ready(self.inner.take())
    }
}
