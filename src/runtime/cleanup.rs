//! Cleanups: what a dropped future still has to await, and who awaits it.

use super::context;
use super::core::Core;
use super::header::Stage;
use crate::error::Result;
use core::cell::RefCell;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::collections::VecDeque;
use std::rc::Rc;

/// What is left to do after a future was dropped.
pub(crate) type Cleanup = Pin<Box<dyn Future<Output = Result<()>>>>;

/// Gathers the cleanups of futures while they are being dropped for a cancellation.
///
/// A future is dropped from the inside out, so the cleanups come innermost first.
#[derive(Default)]
pub(super) struct Collector(RefCell<Vec<VecDeque<Cleanup>>>);

impl Core {
    /// Drops `what` and returns the cleanups that it left.
    pub(crate) fn drop_for_cancel<F>(&self, what: F) -> VecDeque<Cleanup> {
        self.collector.0.borrow_mut().push(VecDeque::new());
        drop(what);
        self.collector.0.borrow_mut().pop().unwrap_or_default()
    }
}

/// Whether the running code is a drop that a cancellation causes, so that somebody will
/// await what is given to [`leave`].
pub(crate) fn is_cancelling() -> bool {
    context::with(|core| !core.collector.0.borrow().is_empty()).unwrap_or(false)
}

/// Called while a future is dropped: whoever cancels it awaits `cleanup`. Where it is dropped for
/// another reason (a `select` of somebody's), the cleanup becomes a task of its own; where its
/// runtime is gone, nobody can run it and it is dropped.
pub(crate) fn leave(cleanup: Cleanup) {
    let Some(core) = context::with(Rc::clone) else {
        return;
    };
    if core.closed.get() {
        return;
    }
    let mut collector = core.collector.0.borrow_mut();
    match collector.last_mut() {
        Some(open) => open.push_back(cleanup),
        None => {
            drop(collector);
            let task = core.spawn(cleanup, None).named("cleanup");
            // Like any other cleanup, it is not interrupted.
            task.0.header.stage.set(Stage::CleaningUp);
        }
    }
}

/// Awaits cleanups in order; the last error is the one that counts, as with nested `finally`s.
/// Where it is itself dropped half way, it leaves the rest to whoever dropped it.
#[must_use = "cleanups run only while they are awaited"]
pub(crate) struct CleanUp {
    rest: VecDeque<Cleanup>,
    result: Result<()>,
}

impl CleanUp {
    pub(crate) fn new(rest: VecDeque<Cleanup>) -> CleanUp {
        CleanUp {
            rest,
            result: Ok(()),
        }
    }
}

impl Future for CleanUp {
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

impl Drop for CleanUp {
    fn drop(&mut self) {
        self.rest.drain(..).for_each(leave);
    }
}
