//! Failures of tasks whose result is never retrieved. Reported when the last handle to the task is dropped.

use super::header::{AnyTask, TaskCell};
use crate::error::Error;
use coroscope_trace::{EventKind, TaskId};
use std::rc::Rc;

/// A task that failed and whose result was never retrieved.
#[derive(Clone, Debug)]
pub struct Unretrieved {
    /// The task.
    pub task: TaskId,
    /// Its name.
    pub name: Rc<str>,
    /// The error that it ended with.
    pub error: Error,
}

impl<T> Drop for TaskCell<T> {
    fn drop(&mut self) {
        if self.header.retrieved.get() || !self.header.is_done() {
            return;
        }
        let (Some(error), Some(core)) = (self.error(), self.header.core()) else {
            return;
        };
        if !error.is_cancelled() {
            let task = self.header.id();
            core.record(EventKind::Unretrieved { task });
            core.hooks.report(&Unretrieved {
                task,
                name: self.header.name(),
                error,
            });
        }
    }
}
