//! Results in the order in which they come.

use super::alarm::Limit;
use super::children::{Endings, join_all};
use super::gather::Awaitable;
use super::timeout::TimeoutError;
use crate::error::Result;
use crate::runtime::{self, Join};
use crate::time::Duration;
use crate::trace::Wait;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_core::Stream;
use std::rc::Rc;

/// Runs awaitables concurrently and gives their results as they come, as a stream.
///
/// # Cancel safety
/// Dropping it, or a future of [`next`](AsCompleted::next), loses nothing: the tasks go on.
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
        endings: Endings::of(&children),
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
    endings: Rc<Endings>,
    left: usize,
    limit: Option<Limit>,
    place: &'static Location<'static>,
}

impl<T: 'static> AsCompleted<T> {
    /// Gives [`TimeoutError`] for what has not come after `limit`, counted from the first wait.
    ///
    /// # asyncio
    /// The `timeout` argument.
    pub fn timeout(mut self, limit: Duration) -> AsCompleted<T> {
        self.limit = Some(Limit::After(limit));
        self
    }

    /// The next result; none when all have come.
    ///
    /// # Errors
    /// What that task failed with.
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
        if let Some(index) = this.endings.next(cx) {
            this.left -= 1;
            return Poll::Ready(Some(this.children[index].take()));
        }
        if let Some(limit) = &mut this.limit
            && limit.is_over(cx)
        {
            this.left -= 1;
            return Poll::Ready(Some(Err(TimeoutError.into())));
        }
        let left = u32::try_from(this.left).unwrap_or(u32::MAX);
        runtime::with(|core| core.record_wait(Wait::Tasks(left), this.place));
        Poll::Pending
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
