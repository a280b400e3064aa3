//! A task of a program, which knows how it ended.

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
    /// It was dropped.
    Dropped,
}

/// The whole body of a task. Before and after each poll is a moment to cancel somebody.
pub struct Life {
    world: Rc<World>,
    body: Option<Pin<Box<dyn Future<Output = Result<()>>>>>,
    id: Option<TaskId>,
    over: bool,
}

/// The coroutine of a task that performs `body`, inside of the scope `outer`.
pub fn life(world: &Rc<World>, body: &Body, outer: Option<usize>) -> Life {
    Life {
        body: Some(perform(world, body, outer)),
        world: world.clone(),
        id: None,
        over: false,
    }
}

impl Life {
    fn note(&self, end: End) {
        if let Some(id) = self.id {
            self.world.lives.borrow_mut().push((id, end));
        }
    }
}

impl Future for Life {
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
                self.over = true;
                self.note(match result {
                    Ok(()) => End::Value,
                    Err(error) if error.is_cancelled() => End::Cancelled,
                    Err(_) => End::Failed,
                });
            }
        }
        polled
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if !self.over && !self.world.closing.get() {
            self.note(End::Dropped);
            // Only a cancellation drops a task before its end.
            self.world.cancelling.set(self.id);
            drop(self.body.take());
            self.world.cancelling.set(None);
        }
    }
}
