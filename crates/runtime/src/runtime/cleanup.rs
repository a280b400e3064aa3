//! Cleanups: asynchronous work that remains after a future was dropped.

use super::context;
use super::core::Core;
use super::header::TaskStage;
use super::lifecycle::TaskBody;
use crate::error::Result;
use core::cell::RefCell;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::collections::VecDeque;
use std::rc::Rc;

/// Asynchronous work that remains after a future was dropped.
pub(crate) type Cleanup = Pin<Box<dyn Future<Output = Result<()>>>>;

/// Collects cleanups while futures are dropped for a cancellation. It is a stack, because a drop can cause another.
///
/// Inner futures are dropped first, so cleanups are in order from the innermost to the outermost.
#[derive(Default)]
pub(super) struct CleanupCollector(RefCell<Vec<VecDeque<Cleanup>>>);

impl Core {
    /// Drops `future` and returns its cleanups.
    pub(crate) fn drop_for_cancel<F>(&self, future: F) -> VecDeque<Cleanup> {
        let collector = &self.tasks.collector.0;
        collector.borrow_mut().push(VecDeque::new());
        drop(future);
        collector.borrow_mut().pop().unwrap_or_default()
    }
}

/// Whether a future is being dropped for a cancellation, so that its canceller awaits the cleanups given to
/// [`defer_cleanup`].
pub(crate) fn is_cancelling() -> bool {
    context::with(|core| !core.tasks.collector.0.borrow().is_empty()).unwrap_or(false)
}

/// Called by the destructor of a future, to have `cleanup` awaited by the code that cancels it. If the future is dropped
/// for another reason, for example by `select!`, the cleanup becomes a separate task. If the runtime was
/// dropped, so is the cleanup.
pub(crate) fn defer_cleanup(cleanup: Cleanup) {
    let Some(core) = context::with(Rc::clone) else {
        return;
    };
    if core.scheduler.is_closed() {
        return;
    }
    let mut collector = core.tasks.collector.0.borrow_mut();
    match collector.last_mut() {
        Some(open) => open.push_back(cleanup),
        None => {
            drop(collector);
            let (place, parent) = (Location::caller(), core.current());
            let task = core.spawn_with(place, parent, TaskBody::Cleanup, |_| cleanup);
            let task = task.named("cleanup");
            // Like all cleanups, it is not interrupted by requests to cancel.
            task.0.header.stage.set(TaskStage::CleaningUp);
        }
    }
}

/// Awaits cleanups in order. The result is the last error, as with nested `finally` blocks. If this
/// is dropped before the end, it defers the rest of the cleanups.
#[must_use = "cleanups run only while they are awaited"]
pub(crate) struct RunCleanups {
    rest: VecDeque<Cleanup>,
    result: Result<()>,
}

impl RunCleanups {
    pub(crate) fn new(rest: VecDeque<Cleanup>) -> RunCleanups {
        RunCleanups {
            rest,
            result: Ok(()),
        }
    }
}

impl Future for RunCleanups {
    type Output = Result<()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        while let Some(cleanup) = self.rest.front_mut() {
            match cleanup.as_mut().poll(cx) {
                Poll::Ready(result) => {
                    self.rest.pop_front();
                    if result.is_err() {
                        self.result = result;
                    }
                }
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(core::mem::replace(&mut self.result, Ok(())))
    }
}

impl Drop for RunCleanups {
    fn drop(&mut self) {
        self.rest.drain(..).for_each(defer_cleanup);
    }
}
