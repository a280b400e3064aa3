//! Waiting for some tasks, up to a point, and leaving them as they are.

use super::alarm::Limit;
use super::children::Endings;
use crate::runtime::{self, AnyTask, Join, Task};
use crate::time::Duration;
use crate::trace::Wait as Waiting;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::rc::Rc;

/// When [`wait`] is over.
///
/// # asyncio
/// The constants of the same names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReturnWhen {
    /// When one has ended, in whatever way.
    FirstCompleted,
    /// When one has failed, or all have ended. Being cancelled is no failure.
    FirstException,
    /// When all have ended.
    #[default]
    AllCompleted,
}

/// Waits for tasks and gives them back as (done, pending), each in the order in which they were given.
/// It raises nothing and cancels nothing, at its timeout neither.
///
/// It takes tasks, not coroutines.
///
/// # Cancel safety
/// Dropping it leaves the tasks running, without their handles.
///
/// # asyncio
/// `asyncio.wait`.
///
/// # Examples
/// ```
/// use coroscope::{ReturnWhen, Runtime, sleep, spawn, time::ms, wait};
/// Runtime::virtual_clock().block_on(async {
///     let tasks = [10, 20].map(|n| spawn(async move { sleep(ms(n)).await; Ok(n) }));
///     let (done, pending) = wait(tasks).return_when(ReturnWhen::FirstCompleted).await;
///     assert_eq!((done.len(), pending.len()), (1, 1));
///     Ok(())
/// }).unwrap();
/// ```
#[track_caller]
pub fn wait<T: 'static>(tasks: impl IntoIterator<Item = Task<T>>) -> Wait<T> {
    let children: Vec<Join<T>> = tasks.into_iter().map(|task| Join::taking(task.0)).collect();
    Wait {
        endings: None,
        left: children.len(),
        children,
        failed: false,
        return_when: ReturnWhen::default(),
        limit: None,
        place: Location::caller(),
    }
}

/// The future of [`wait`].
#[must_use = "futures do nothing unless they are awaited"]
pub struct Wait<T: 'static> {
    children: Vec<Join<T>>,
    /// Watched from the first poll.
    endings: Option<Rc<Endings>>,
    left: usize,
    failed: bool,
    return_when: ReturnWhen,
    limit: Option<Limit>,
    place: &'static Location<'static>,
}

impl<T: 'static> Wait<T> {
    /// Says when it is over.
    pub fn return_when(mut self, when: ReturnWhen) -> Wait<T> {
        self.return_when = when;
        self
    }

    /// Is over after `limit` in any case, counted from the first poll.
    pub fn timeout(mut self, limit: Duration) -> Wait<T> {
        self.limit = Some(Limit::After(limit));
        self
    }

    fn is_over(&self) -> bool {
        self.left == 0
            || match self.return_when {
                ReturnWhen::FirstCompleted => self.left < self.children.len(),
                ReturnWhen::FirstException => self.failed,
                ReturnWhen::AllCompleted => false,
            }
    }
}

impl<T: 'static> Future for Wait<T> {
    type Output = (Vec<Task<T>>, Vec<Task<T>>);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let endings = match &this.endings {
            Some(endings) => endings.clone(),
            None => this.endings.insert(Endings::of(&this.children)).clone(),
        };
        while let Some(index) = endings.next(cx) {
            this.left -= 1;
            let error = this.children[index].task.error();
            this.failed |= error.is_some_and(|error| !error.is_cancelled());
        }
        let timed_out = match &mut this.limit {
            Some(limit) => limit.is_over(cx),
            None => false,
        };
        if this.is_over() || timed_out {
            let children = core::mem::take(&mut this.children);
            let tasks = children.iter().map(|child| Task(child.task.clone()));
            return Poll::Ready(tasks.partition(Task::done));
        }
        let left = u32::try_from(this.left).unwrap_or(u32::MAX);
        runtime::with(|core| core.record_wait(Waiting::Tasks(left), this.place));
        Poll::Pending
    }
}
