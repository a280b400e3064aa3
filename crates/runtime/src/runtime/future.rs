//! A future whose result is set explicitly, as asyncio's `Future`.

use super::resource::Resource;
use super::{Handle, is_cancelling};
use crate::error::{Error, Result};
use core::cell::RefCell;
use core::fmt;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::{Op, ResourceKind};
use std::rc::Rc;

/// A future whose result is set once, explicitly. Await it by reference. Clones refer to the same future.
///
/// # asyncio
/// `asyncio.Future`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, runtime::Handle, time::ms};
/// let answer = Runtime::virtual_clock().block_on(async {
///     let answer = Handle::current().create_future();
///     let setter = answer.clone();
///     Handle::current().call_later(ms(10), move || setter.set_result(42).unwrap());
///     (&answer).await
/// });
/// assert_eq!(answer.unwrap(), 42);
/// ```
pub struct FutureHandle<T>(Rc<FutureCell<T>>);

struct FutureCell<T> {
    resource: Resource,
    result: RefCell<Option<Result<T>>>,
    waiters: RefCell<Vec<(u64, Waker)>>,
}

/// The future already has a result.
///
/// # asyncio
/// `asyncio.InvalidStateError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidState;

impl fmt::Display for InvalidState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the future has its result already")
    }
}

impl std::error::Error for InvalidState {}

impl Handle {
    /// Makes a future without a result.
    ///
    /// # asyncio
    /// `loop.create_future`.
    #[track_caller]
    pub fn create_future<T>(&self) -> FutureHandle<T> {
        FutureHandle(Rc::new(FutureCell {
            resource: Resource::of(&self.0, ResourceKind::Future, 1, Location::caller()),
            result: RefCell::new(None),
            waiters: RefCell::default(),
        }))
    }
}

impl<T> Clone for FutureHandle<T> {
    fn clone(&self) -> FutureHandle<T> {
        FutureHandle(self.0.clone())
    }
}

impl<T> FutureHandle<T> {
    /// Sets its result to a value.
    ///
    /// # Errors
    /// [`InvalidState`] if it already has a result.
    pub fn set_result(&self, value: T) -> Result<(), InvalidState> {
        self.settle(Ok(value))
    }

    /// Sets its result to an error.
    ///
    /// # Errors
    /// [`InvalidState`] if it already has a result.
    pub fn set_exception(&self, error: impl Into<Error>) -> Result<(), InvalidState> {
        self.settle(Err(error.into()))
    }

    /// Cancels it. Returns false if it already has a result.
    pub fn cancel(&self) -> bool {
        self.settle(Err(Error::cancelled(""))).is_ok()
    }

    /// Whether it has a result.
    pub fn done(&self) -> bool {
        self.0.result.borrow().is_some()
    }

    /// Whether it was cancelled.
    pub fn cancelled(&self) -> bool {
        matches!(&*self.0.result.borrow(), Some(Err(error)) if error.is_cancelled())
    }

    /// A clone of its result, if it has one.
    pub fn result(&self) -> Option<Result<T>>
    where
        T: Clone,
    {
        self.0.result.borrow().clone()
    }

    fn settle(&self, result: Result<T>) -> Result<(), InvalidState> {
        if self.done() {
            return Err(InvalidState);
        }
        self.0.result.replace(Some(result));
        let waiters = self.0.waiters.take();
        waiters.into_iter().for_each(|(_, waker)| waker.wake());
        Ok(())
    }
}

impl<T: Clone> IntoFuture for &FutureHandle<T> {
    type Output = Result<T>;
    type IntoFuture = FutureWait<T>;

    #[track_caller]
    fn into_future(self) -> FutureWait<T> {
        FutureWait {
            future: self.clone(),
            number: None,
            place: Location::caller(),
        }
    }
}

/// Awaits a [`FutureHandle`].
///
/// # Cancel safety
/// If the awaiting task is cancelled, the future is cancelled too. If this is dropped for another reason, it only
/// stops waiting.
#[must_use = "futures do nothing unless they are awaited"]
pub struct FutureWait<T> {
    future: FutureHandle<T>,
    number: Option<u64>,
    place: &'static Location<'static>,
}

impl<T: Clone> Future for FutureWait<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        if let Some(result) = self.future.result() {
            self.number = None;
            return Poll::Ready(result);
        }
        let mut waiters = self.future.0.waiters.borrow_mut();
        match self.number {
            Some(number) => {
                if let Some((_, waker)) = waiters.iter_mut().find(|(n, _)| *n == number) {
                    waker.clone_from(cx.waker());
                }
            }
            None => {
                let number = waiters.last().map_or(0, |(n, _)| n + 1);
                waiters.push((number, cx.waker().clone()));
                drop(waiters);
                self.number = Some(number);
            }
        }
        self.future.0.resource.record_wait(Op::Wait, self.place);
        Poll::Pending
    }
}

impl<T> Drop for FutureWait<T> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        self.future
            .0
            .waiters
            .borrow_mut()
            .retain(|(n, _)| *n != number);
        if is_cancelling() {
            self.future.cancel();
        }
    }
}
