//! `wait`: waiting for tasks without retrieving their results or cancelling them.

use super::completions::Completions;
use super::timer::WaitLimit;
use crate::runtime::{self, AnyTask, Join, Task};
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use coroscope_trace::WaitReason;
use coroscope_trace::time::Duration;
use std::rc::Rc;

/// When [`wait`] returns.
///
/// # asyncio
/// The constants of the same names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReturnWhen {
    /// When any task has ended.
    FirstCompleted,
    /// When any task has failed, or all have ended. A cancelled task has not failed.
    FirstException,
    /// When all tasks have ended.
    #[default]
    AllCompleted,
}

/// Waits for tasks and returns them as (done, pending), each in the order of the arguments.
/// It returns no error and cancels no task, not even at its timeout.
///
/// It takes tasks, not coroutines.
///
/// # Cancel safety
/// If it is dropped, the tasks keep running, and their handles are dropped.
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
        completions: None,
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
    /// Set at the first poll.
    completions: Option<Rc<Completions>>,
    left: usize,
    failed: bool,
    return_when: ReturnWhen,
    limit: Option<WaitLimit>,
    place: &'static Location<'static>,
}

impl<T: 'static> Wait<T> {
    /// Sets when it returns.
    pub fn return_when(mut self, when: ReturnWhen) -> Wait<T> {
        self.return_when = when;
        self
    }

    /// Makes it return after `limit` at the latest, counted from the first poll.
    pub fn timeout(mut self, limit: Duration) -> Wait<T> {
        self.limit = Some(WaitLimit::After(limit));
        self
    }

    fn is_done(&self) -> bool {
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
        let completions = match &this.completions {
            Some(completions) => completions.clone(),
            None => this
                .completions
                .insert(Completions::of(&this.children))
                .clone(),
        };
        while let Some(index) = completions.next(cx) {
            this.left -= 1;
            let error = this.children[index].task.error();
            this.failed |= error.is_some_and(|error| !error.is_cancelled());
        }
        let timed_out = match &mut this.limit {
            Some(limit) => limit.poll_reached(cx),
            None => false,
        };
        if this.is_done() || timed_out {
            let children = core::mem::take(&mut this.children);
            let tasks = children.iter().map(|child| Task(child.task.clone()));
            return Poll::Ready(tasks.partition(Task::done));
        }
        runtime::with(|core| core.record_wait(WaitReason::tasks(this.left), this.place));
        Poll::Pending
    }
}
