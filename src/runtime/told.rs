//! Bodies that are told of a cancellation instead of being dropped, and may refuse it.

use super::header::AnyTask;
use crate::error::{Error, Result};
use core::task::Poll;
use std::rc::Rc;

/// Tells the body of a task made by [`spawn_told`](crate::spawn_told) of requests to cancel it.
///
/// # asyncio
/// The place of `except CancelledError`.
pub struct Cancellation(pub(crate) Rc<dyn AnyTask>);

impl Cancellation {
    /// Takes the request that came, if one did. The body answers it by ending with the error, or
    /// refuses by going on.
    pub fn take(&self) -> Option<Error> {
        let header = self.0.header();
        header
            .must_cancel
            .replace(false)
            .then(|| header.cancelled())
    }

    /// Awaits `future`, unless a request comes first: then `future` is dropped, and what it left to
    /// clean up is awaited.
    ///
    /// # Errors
    /// The request, or what failed during the cleanup.
    pub async fn or<T>(&self, future: impl Future<Output = T>) -> Result<T> {
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
            let core = super::current("Cancellation::or");
            super::CleanUp::new(core.drop_for_cancel(future.take())).await?;
        }
        outcome
    }
}
