//! A task of a program. It records how it ended.

use super::perform::perform;
use super::program::Body;
use super::world::World;
use core::pin::Pin;
use core::task::{Context, Poll};
use coroscope::trace::TaskId;
use coroscope::{Result, current_task};
use std::rc::Rc;

/// How a task's body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Value,
    Failed,
    Cancelled,
    /// Dropped.
    Dropped,
}

/// The body of a task. There is a moment before and after each poll.
pub struct Tracked {
    world: Rc<World>,
    body: Option<Pin<Box<dyn Future<Output = Result<()>>>>>,
    id: Option<TaskId>,
    has_ended: bool,
}

/// The coroutine of a task that performs `body`, inside of the scope `outer`.
pub fn tracked(world: &Rc<World>, body: &Body, outer: Option<usize>) -> Tracked {
    Tracked {
        body: Some(perform(world, body, outer)),
        world: world.clone(),
        id: None,
        has_ended: false,
    }
}

impl Tracked {
    fn record(&self, end: End) {
        if let Some(id) = self.id {
            self.world.ends.borrow_mut().push((id, end));
        }
    }
}

impl Future for Tracked {
    type Output = Result<()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        if self.id.is_none() {
            self.id = Some(current_task().id());
        }
        self.world.moment();
        let polled = match &mut self.body {
            Some(body) => body.as_mut().poll(cx),
            None => Poll::Pending,
        };
        match &polled {
            Poll::Pending => self.world.moment(),
            Poll::Ready(result) => {
                self.has_ended = true;
                self.record(match result {
                    Ok(()) => End::Value,
                    Err(error) if error.is_cancelled() => End::Cancelled,
                    Err(_) => End::Failed,
                });
            }
        }
        polled
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        if !self.has_ended && !self.world.closing.get() {
            self.record(End::Dropped);
            // A task is dropped before its end only if it was cancelled.
            self.world.cancelling.set(self.id);
            drop(self.body.take());
            self.world.cancelling.set(None);
        }
    }
}
