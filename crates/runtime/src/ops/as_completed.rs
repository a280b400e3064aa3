//! `as_completed`: results in the order of completion.

use super::completions::{Completions, join_all};
use super::gather::Awaitable;
use super::timeout::TimeoutError;
use super::timer::WaitLimit;
use crate::error::Result;
use crate::runtime::{self, Join};
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use coroscope_trace::WaitReason;
use coroscope_trace::time::Duration;
use futures_core::Stream;
use std::rc::Rc;

/// Runs awaitables concurrently. Returns a stream of their results in the order of completion.
///
/// # Cancel safety
/// Dropping it, or a future of [`next`](AsCompleted::next), loses no result: the tasks keep running.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// `asyncio.as_completed`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, as_completed, sleep, time::ms};
/// let order = Runtime::virtual_clock().block_on(async {
///     let mut results = as_completed([30, 10, 20].map(|n| async move {
///         sleep(ms(n)).await;
///         Ok(n)
///     }));
///     let mut order = Vec::new();
///     while let Some(n) = results.next().await {
///         order.push(n?);
///     }
///     Ok(order)
/// });
/// assert_eq!(order.unwrap(), [10, 20, 30]);
/// ```
#[track_caller]
pub fn as_completed<I>(awaitables: I) -> AsCompleted<<I::Item as Awaitable>::Output>
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    let place = Location::caller();
    let children = join_all(awaitables, place);
    AsCompleted {
        completions: Completions::of(&children),
        left: children.len(),
        children,
        limit: None,
        place,
    }
}

/// The stream of [`as_completed`].
#[must_use = "the tasks run without it, but their results are lost"]
pub struct AsCompleted<T: 'static> {
    children: Vec<Join<T>>,
    completions: Rc<Completions>,
    left: usize,
    limit: Option<WaitLimit>,
    place: &'static Location<'static>,
}

impl<T: 'static> AsCompleted<T> {
    /// After `limit`, counted from the first wait, the missing results are [`TimeoutError`].
    ///
    /// # asyncio
    /// The `timeout` argument.
    pub fn timeout(mut self, limit: Duration) -> AsCompleted<T> {
        self.limit = Some(WaitLimit::After(limit));
        self
    }

    /// The next result. `None` after the last one.
    ///
    /// # Errors
    /// The error of that task.
    pub async fn next(&mut self) -> Option<Result<T>> {
        core::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: 'static> Stream for AsCompleted<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let this = &mut *self;
        if this.left == 0 {
            return Poll::Ready(None);
        }
        if let Some(index) = this.completions.next(cx) {
            this.left -= 1;
            return Poll::Ready(Some(this.children[index].take()));
        }
        if let Some(limit) = &mut this.limit
            && limit.poll_reached(cx)
        {
            this.left -= 1;
            return Poll::Ready(Some(Err(TimeoutError.into())));
        }
        runtime::with(|core| core.record_wait(WaitReason::tasks(this.left), this.place));
        Poll::Pending
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
