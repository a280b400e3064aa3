//! A body between entering and leaving: what was opened is closed, also when the body is cancelled.

use crate::error::Result;
use crate::runtime;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Runs `body` on `resource`, then `exit`, whatever becomes of the body: a value, an error, or
/// a cancellation. When the task is cancelled, the body is dropped and `exit` is awaited before
/// the task counts as ended; of nested scopes, the innermost exits first.
///
/// # Errors
/// What the body fails with; what `exit` fails with takes its place.
///
/// # Cancel safety
/// `exit` runs exactly once, to its end, once the scope has been polled.
///
/// # asyncio
/// `async with`, and `try: … finally: await …`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, print, scope, sleep, spawn, time::ms};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let reader = spawn(scope(
///         "notes.txt",
///         async |file: &&str| {
///             sleep(ms(1000)).await;
///             Ok(file.len())
///         },
///         async |file: &str| {
///             sleep(ms(5)).await;
///             print(format!("closed {file}"));
///             Ok(())
///         },
///     ));
///     sleep(ms(10)).await;
///     reader.cancel();
///     assert!(reader.await.unwrap_err().is_cancelled());
///     Ok(())
/// })
/// .unwrap();
/// assert_eq!(rt.time().elapsed(), ms(15));
/// ```
pub async fn scope<R, T>(
    resource: R,
    body: impl AsyncFnOnce(&R) -> Result<T>,
    exit: impl AsyncFnOnce(R) -> Result<()> + 'static,
) -> Result<T>
where
    R: 'static,
{
    let mut open = Open {
        parts: Some((resource, exit)),
        leave: |(resource, exit)| Box::pin(async move { exit(resource).await }),
    };
    let result = match &open.parts {
        Some((resource, _)) => body(resource).await,
        None => unreachable!("the parts are taken below, or when this is dropped"),
    };
    open.exit().await?;
    result
}

type Exit = Pin<Box<dyn Future<Output = Result<()>>>>;

/// Exits when it is dropped: by whoever awaits the cleanups of what is being dropped.
struct Open<P> {
    parts: Option<P>,
    leave: fn(P) -> Exit,
}

impl<P> Open<P> {
    fn exit(&mut self) -> Exiting {
        Exiting(self.parts.take().map(self.leave))
    }
}

impl<P> Drop for Open<P> {
    fn drop(&mut self) {
        drop(self.exit());
    }
}

/// An exit that is under way. Dropped half way, it goes on elsewhere.
struct Exiting(Option<Exit>);

impl Future for Exiting {
    type Output = Result<()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let Some(exit) = &mut self.0 else {
            return Poll::Ready(Ok(()));
        };
        let polled = exit.as_mut().poll(cx);
        if polled.is_ready() {
            self.0 = None;
        }
        polled
    }
}

impl Drop for Exiting {
    fn drop(&mut self) {
        if let Some(exit) = self.0.take() {
            runtime::leave(exit);
        }
    }
}
