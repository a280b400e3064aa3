//! `scope`: closes a resource after a body has ended, even if the body was cancelled.

use crate::error::Result;
use crate::runtime;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Runs `body` with `resource`, then `exit`, whether the body returns a value, fails or is cancelled. If the
/// task is cancelled, the body is dropped and `exit` is awaited before the task ends. Of nested scopes,
/// the innermost exits first.
///
/// # Errors
/// The error of `exit`, or else of the body.
///
/// # Cancel safety
/// After the scope was polled for the first time, `exit` runs exactly once, to its end.
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

/// A scope whose `exit` has not begun. If it is dropped, `exit` runs as a cleanup.
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

/// A running `exit`. If it is dropped before its end, it continues as a cleanup.
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
            runtime::defer_cleanup(exit);
        }
    }
}
