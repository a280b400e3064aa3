//! Awaiting a task.

use super::cleanup;
use super::context;
use super::header::{AnyTask, TaskCell, Watcher};
use crate::error::{Error, Result};
use crate::trace::Wait;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::rc::Rc;

/// The future of a [`Task`](crate::Task)'s result.
///
/// # Cancel safety
/// When the awaiting task is cancelled, the awaited one is cancelled too, and its cleanup is
/// awaited. Dropped for any other reason, it only stops waiting.
#[must_use = "a task runs without being awaited, but its result is lost"]
pub struct Join<T: 'static> {
    pub(crate) task: Rc<TaskCell<T>>,
    take: fn(&TaskCell<T>) -> Option<Result<T>>,
    watching: Option<u32>,
    place: &'static Location<'static>,
}

impl<T: 'static> Join<T> {
    /// Moves the result out.
    #[track_caller]
    pub(crate) fn taking(task: Rc<TaskCell<T>>) -> Join<T> {
        Join::new(task, |task| task.result.take())
    }

    /// Leaves the result for others.
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
            watching: None,
            place: Location::caller(),
        }
    }

    /// The result, once the task is done.
    pub(crate) fn take(&self) -> Result<T> {
        self.task.header.retrieved.set(true);
        self.task.header.note_retrieved();
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
            self.watching = None;
            return Poll::Ready(result);
        }
        match self.watching {
            Some(number) => header.rewatch(number, cx.waker()),
            None => {
                self.watching = Some(header.watch(Watcher::Waker(cx.waker().clone())));
            }
        }
        context::with(|core| {
            core.record_wait(Wait::Task(self.task.header.id()), self.place);
        });
        Poll::Pending
    }
}

impl<T: 'static> Drop for Join<T> {
    fn drop(&mut self) {
        let Some(number) = self.watching else {
            return;
        };
        let header = &self.task.header;
        let why = "the task that awaits it was cancelled";
        if cleanup::is_cancelling() && header.cancel(why) {
            // It keeps its place among those who await the task.
            let ended = watch_end(self.task.clone(), Some(number), self.place);
            cleanup::leave(Box::pin(ended));
        } else {
            header.unwatch(number);
        }
    }
}

/// Waits until a cancelled task has cleaned up. Where it ended with a failure after all,
/// that is the failure of whoever awaited it, at `place`.
pub(crate) async fn ended(task: Rc<dyn AnyTask>, place: &'static Location<'static>) -> Result<()> {
    watch_end(task, None, place).await
}

async fn watch_end(
    task: Rc<dyn AnyTask>,
    mut watching: Option<u32>,
    place: &'static Location<'static>,
) -> Result<()> {
    core::future::poll_fn(|cx| {
        let header = task.header();
        if header.is_done() {
            return Poll::Ready(());
        }
        match watching {
            Some(number) => header.rewatch(number, cx.waker()),
            None => watching = Some(header.watch(Watcher::Waker(cx.waker().clone()))),
        }
        context::with(|core| core.record_wait(Wait::Task(header.id()), place));
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
