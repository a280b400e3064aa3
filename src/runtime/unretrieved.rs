//! Failures of tasks whose result is never retrieved. Reported when the last handle to the task is dropped.

use super::Handle;
use super::core::Core;
use super::header::{AnyTask, TaskCell};
use crate::error::Error;
use crate::trace::{EventKind, TaskId};
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

pub(super) type ExceptionHandler = Rc<dyn Fn(&Unretrieved)>;

impl Handle {
    /// Sets the function that is called for each failure that was never retrieved. The failure is recorded in the
    /// log as well.
    ///
    /// # asyncio
    /// `loop.set_exception_handler`, and “Task exception was never retrieved”.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Error, Runtime, runtime::Handle, spawn, yield_now};
    /// use std::{cell::RefCell, rc::Rc};
    /// let reported = Rc::new(RefCell::new(Vec::new()));
    /// let rt = Runtime::virtual_clock();
    /// let report = reported.clone();
    /// rt.set_exception_handler(move |it| report.borrow_mut().push(it.error.to_string()));
    /// rt.block_on(async {
    ///     drop(spawn(async { Err::<(), _>(Error::msg("never retrieved")) }));
    ///     yield_now().await;
    ///     Ok(())
    /// }).unwrap();
    /// assert_eq!(*reported.borrow(), ["never retrieved"]);
    /// ```
    pub fn set_exception_handler(&self, handler: impl Fn(&Unretrieved) + 'static) {
        self.0.exception_handler.replace(Some(Rc::new(handler)));
    }
}

impl Core {
    fn report(&self, unretrieved: &Unretrieved) {
        let task = unretrieved.task;
        self.record(EventKind::Unretrieved { task });
        let handler = self.exception_handler.borrow().clone();
        if let Some(handler) = handler {
            handler(unretrieved);
        }
    }
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
            core.report(&Unretrieved {
                task: self.header.id(),
                name: self.header.name(),
                error,
            });
        }
    }
}
