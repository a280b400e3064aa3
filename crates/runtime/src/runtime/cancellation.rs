//! Tasks that handle requests to cancel them, and may refuse.

use super::header::AnyTask;
use crate::error::{Error, Result};
use core::task::Poll;
use std::rc::Rc;

/// Gives the body of a task the requests to cancel it. See [`spawn_with_cancellation`](crate::spawn_with_cancellation).
///
/// # asyncio
/// Corresponds to `except CancelledError`.
pub struct Cancellation(pub(crate) Rc<dyn AnyTask>);

impl Cancellation {
    /// Takes the pending request, if there is one. The body obeys by returning the error, and refuses by
    /// continuing.
    pub fn take(&self) -> Option<Error> {
        let header = self.0.header();
        header
            .must_cancel
            .replace(false)
            .then(|| header.cancelled())
    }

    /// Awaits `future` until it completes or a request comes. In the latter case `future` is dropped, and
    /// its cleanups are awaited.
    ///
    /// # Errors
    /// The request, or the error of a cleanup.
    pub async fn run_until_cancelled<T>(&self, future: impl Future<Output = T>) -> Result<T> {
        let mut future = Some(Box::pin(future));
        let outcome = core::future::poll_fn(|cx| {
            if let Some(request) = self.take() {
                return Poll::Ready(Err(request));
            }
            match &mut future {
                Some(future) => future.as_mut().poll(cx).map(Ok),
                None => Poll::Pending,
            }
        })
        .await;
        if outcome.is_err() {
            let core = super::current("Cancellation::run_until_cancelled");
            super::RunCleanups::new(core.drop_for_cancel(future.take())).await?;
        }
        outcome
    }
}
