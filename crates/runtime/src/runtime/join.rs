//! Awaiting a task.

use super::cleanup;
use super::context;
use super::header::{AnyTask, TaskCell, Waiter};
use crate::error::{Error, Result};
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use coroscope_trace::WaitReason;
use std::rc::Rc;

/// The future of a [`Task`](crate::Task)'s result.
///
/// # Cancel safety
/// If the awaiting task is cancelled, the awaited task is cancelled too, and its cleanup is
/// awaited. If it is dropped for any other reason, it only stops waiting.
#[must_use = "a task runs without being awaited, but its result is lost"]
pub struct Join<T: 'static> {
    pub(crate) task: Rc<TaskCell<T>>,
    take: fn(&TaskCell<T>) -> Option<Result<T>>,
    /// The key of this waiter in the task.
    waiter: Option<u32>,
    place: &'static Location<'static>,
}

impl<T: 'static> Join<T> {
    /// Awaits the task and moves its result out.
    #[track_caller]
    pub(crate) fn taking(task: Rc<TaskCell<T>>) -> Join<T> {
        Join::new(task, |task| task.result.take())
    }

    /// Awaits the task and clones its result.
    #[track_caller]
    pub(crate) fn cloning(task: Rc<TaskCell<T>>) -> Join<T>
    where
        T: Clone,
    {
        Join::new(task, |task| task.result.borrow().clone())
    }

    #[track_caller]
    fn new(task: Rc<TaskCell<T>>, take: fn(&TaskCell<T>) -> Option<Result<T>>) -> Join<T> {
        Join {
            task,
            take,
            waiter: None,
            place: Location::caller(),
        }
    }

    /// The result of a task that is done.
    pub(crate) fn take(&self) -> Result<T> {
        self.task.header.retrieved.set(true);
        self.task.header.record_retrieved();
        (self.take)(&self.task).unwrap_or_else(|| {
            Err(Error::msg(format_args!(
                "the result of {} was already taken by another await",
                self.task.header.name()
            )))
        })
    }
}

impl<T: 'static> Future for Join<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let header = &self.task.header;
        if header.is_done() {
            let result = self.take();
            self.waiter = None;
            return Poll::Ready(result);
        }
        match self.waiter {
            Some(key) => header.update_waker(key, cx.waker()),
            None => {
                self.waiter = Some(header.add_waiter(Waiter::Waker(cx.waker().clone())));
            }
        }
        context::with(|core| {
            core.record_wait(WaitReason::Task(self.task.header.id()), self.place);
        });
        Poll::Pending
    }
}

impl<T: 'static> Drop for Join<T> {
    fn drop(&mut self) {
        let Some(key) = self.waiter else {
            return;
        };
        let header = &self.task.header;
        let why = "the task that awaits it was cancelled";
        if cleanup::is_cancelling() && header.cancel(why) {
            // The cleanup takes over this waiter's place in the order of waking.
            let done = wait_done_as(self.task.clone(), Some(key), self.place);
            cleanup::defer_cleanup(Box::pin(done));
        } else {
            header.remove_waiter(key);
        }
    }
}

/// Waits, at `place`, until a cancelled task has cleaned up.
///
/// # Errors
/// The error of the task, if it ended with one instead of a cancellation.
pub(crate) async fn wait_done(
    task: Rc<dyn AnyTask>,
    place: &'static Location<'static>,
) -> Result<()> {
    wait_done_as(task, None, place).await
}

async fn wait_done_as(
    task: Rc<dyn AnyTask>,
    mut waiter: Option<u32>,
    place: &'static Location<'static>,
) -> Result<()> {
    core::future::poll_fn(|cx| {
        let header = task.header();
        if header.is_done() {
            return Poll::Ready(());
        }
        match waiter {
            Some(key) => header.update_waker(key, cx.waker()),
            None => waiter = Some(header.add_waiter(Waiter::Waker(cx.waker().clone()))),
        }
        context::with(|core| core.record_wait(WaitReason::Task(header.id()), place));
        Poll::Pending
    })
    .await;
    match task.error() {
        Some(error) if !error.is_cancelled() => {
            task.header().retrieved.set(true);
            Err(error)
        }
        _ => Ok(()),
    }
}
