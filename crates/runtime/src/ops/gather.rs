//! `gather`: runs several awaitables concurrently and returns their results in order.

use crate::error::{Error, Result};
use crate::runtime::{self, AnyTask, DoneCallback, Join, Task, Waiter};
use core::cell::{Cell, RefCell};
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use coroscope_trace::WaitReason;
use std::rc::Rc;

/// An argument of [`gather`] and similar operations: a task, or a coroutine, which they wrap in a task.
pub trait Awaitable {
    /// The value of the task.
    type Output: 'static;

    /// The task to await. A coroutine is spawned, with `place` as the place of the spawn.
    #[doc(hidden)]
    fn into_join(self, place: &'static Location<'static>) -> Join<Self::Output>;
}

impl<F, T> Awaitable for F
where
    F: Future<Output = Result<T>> + 'static,
    T: 'static,
{
    type Output = T;

    fn into_join(self, place: &'static Location<'static>) -> Join<T> {
        Join::taking(runtime::current("gather").spawn(self, Some(place)).0)
    }
}

impl<T: 'static> Awaitable for Task<T> {
    type Output = T;

    fn into_join(self, _place: &'static Location<'static>) -> Join<T> {
        Join::taking(self.0)
    }
}

impl<T: Clone + 'static> Awaitable for &Task<T> {
    type Output = T;

    fn into_join(self, _place: &'static Location<'static>) -> Join<T> {
        Join::cloning(self.0.clone())
    }
}

/// Runs awaitables concurrently and returns their results in the order of the arguments. Each coroutine is
/// spawned as a task immediately, in order.
///
/// # Errors
/// The error of the first child that fails. The others keep running, and their later failures count as
/// retrieved. A cancelled child counts as failed with a cancellation. [`Gather::return_exceptions`]
/// collects values and errors instead.
///
/// # Cancel safety
/// If the task that awaits it is cancelled, the children that have not ended are cancelled, and their cleanups
/// are awaited. If it is dropped for another reason, the children keep running.
///
/// # Panics
/// Outside of a run.
///
/// # asyncio
/// `asyncio.gather`.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, sleep, time::ms};
/// let rt = Runtime::virtual_clock();
/// let lengths = rt.block_on(async {
///     let measure = |name: &'static str| async move {
///         sleep(ms(100)).await;
///         Ok(name.len())
///     };
///     gather(["one", "three"].map(measure)).await
/// });
/// assert_eq!(lengths.unwrap(), [3, 5]);
/// assert_eq!(rt.time().elapsed(), ms(100));
/// ```
#[track_caller]
pub fn gather<I>(awaitables: I) -> Gather<<I::Item as Awaitable>::Output>
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    let place = Location::caller();
    let children: Vec<Join<_>> = awaitables
        .into_iter()
        .map(|awaitable| awaitable.into_join(place))
        .collect();
    let state = Rc::new(GatherState::default());
    for (index, child) in children.iter().enumerate() {
        let header = &child.task.header;
        header.retrieved.set(true);
        if header.is_done() {
            header.record_retrieved();
            state.note_done(&*child.task);
        } else {
            state.pending.set(state.pending.get() + 1);
            header.add_waiter(Waiter::Callback(state.clone(), index));
        }
    }
    Gather {
        children,
        state,
        place,
    }
}

/// Counts the children that have ended.
#[derive(Default)]
struct GatherState {
    pending: Cell<usize>,
    /// The error of the first child that failed.
    failed: RefCell<Option<Error>>,
    stop_at_failure: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl GatherState {
    fn note_done(&self, task: &dyn AnyTask) {
        if let Some(error) = task.error() {
            self.failed.borrow_mut().get_or_insert(error);
        }
    }

    fn is_decided(&self) -> bool {
        self.pending.get() == 0 || self.stop_at_failure.get() && self.failed.borrow().is_some()
    }
}

impl DoneCallback for GatherState {
    fn task_done(&self, _index: usize, task: &dyn AnyTask) {
        self.pending.set(self.pending.get() - 1);
        self.note_done(task);
        if self.is_decided() {
            let waker = self.waker.take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

/// The future of [`gather`].
#[must_use = "the tasks run without it, but their results are lost"]
pub struct Gather<T: 'static> {
    children: Vec<Join<T>>,
    state: Rc<GatherState>,
    place: &'static Location<'static>,
}

impl<T: 'static> Gather<T> {
    /// Waits for all children and returns their results, values and errors alike.
    ///
    /// # Cancel safety
    /// As for [`gather`].
    ///
    /// # asyncio
    /// `gather(…, return_exceptions=True)`.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Error, Runtime, gather};
    /// let results = Runtime::virtual_clock().block_on(async {
    ///     let halve = |n: u32| async move {
    ///         if n % 2 == 0 { Ok(n / 2) } else { Err(Error::msg("odd")) }
    ///     };
    ///     Ok(gather([2, 3].map(halve)).return_exceptions().await)
    /// });
    /// let results = results.unwrap();
    /// assert_eq!(*results[0].as_ref().unwrap(), 1);
    /// assert_eq!(results[1].as_ref().unwrap_err().to_string(), "odd");
    /// ```
    pub fn return_exceptions(self) -> GatherAll<T> {
        GatherAll(self)
    }

    fn poll_decided(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.state.is_decided() {
            return Poll::Ready(());
        }
        self.state.waker.replace(Some(cx.waker().clone()));
        let on = WaitReason::tasks(self.state.pending.get());
        runtime::with(|core| core.record_wait(on, self.place));
        Poll::Pending
    }
}

impl<T: 'static> Future for Gather<T> {
    type Output = Result<Vec<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<Vec<T>>> {
        self.state.stop_at_failure.set(true);
        core::task::ready!(self.poll_decided(cx));
        let failed = self.state.failed.borrow().clone();
        let children = core::mem::take(&mut self.children);
        Poll::Ready(match failed {
            Some(error) => Err(error),
            None => children.iter().map(Join::take).collect(),
        })
    }
}

/// The future of [`Gather::return_exceptions`].
#[must_use = "the tasks run without it, but their results are lost"]
pub struct GatherAll<T: 'static>(Gather<T>);

impl<T: 'static> Future for GatherAll<T> {
    type Output = Vec<Result<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Vec<Result<T>>> {
        core::task::ready!(self.0.poll_decided(cx));
        let children = core::mem::take(&mut self.0.children);
        Poll::Ready(children.iter().map(Join::take).collect())
    }
}

impl<T: 'static> Drop for Gather<T> {
    fn drop(&mut self) {
        if !runtime::is_cancelling() {
            return;
        }
        let children: Vec<Rc<dyn AnyTask>> = core::mem::take(&mut self.children)
            .into_iter()
            .map(|child| child.task.clone() as Rc<dyn AnyTask>)
            .filter(|child| {
                child
                    .header()
                    .cancel("the gather that awaits it was cancelled")
            })
            .collect();
        let place = self.place;
        for child in children {
            runtime::defer_cleanup(Box::pin(async move {
                // An error of a child's cleanup is ignored, because the gather is cancelled.
                let _ = runtime::wait_done(child, place).await;
                Ok(())
            }));
        }
    }
}
