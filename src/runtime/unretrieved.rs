//! Failures that nobody saw: told when the last handle to the task is gone.

use super::Handle;
use super::core::Core;
use super::header::{AnyTask, TaskCell};
use crate::error::Error;
use crate::trace::{TaskId, What};
use std::rc::Rc;

/// A task that failed, and whose result nobody looked at.
#[derive(Clone, Debug)]
pub struct Unretrieved {
    /// The task.
    pub task: TaskId,
    /// Its name.
    pub name: Rc<str>,
    /// What it failed with.
    pub error: Error,
}

pub(super) type ExceptionHandler = Rc<dyn Fn(&Unretrieved)>;

impl Handle {
    /// Calls `handler` for each failure that nobody retrieved. The log has a remark about it in
    /// any case.
    ///
    /// # asyncio
    /// `loop.set_exception_handler`, and “Task exception was never retrieved”.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Error, Runtime, runtime::Handle, spawn, yield_now};
    /// use std::{cell::RefCell, rc::Rc};
    /// let heard = Rc::new(RefCell::new(Vec::new()));
    /// let rt = Runtime::virtual_clock();
    /// let hear = heard.clone();
    /// rt.set_exception_handler(move |lost| hear.borrow_mut().push(lost.error.to_string()));
    /// rt.block_on(async {
    ///     drop(spawn(async { Err::<(), _>(Error::msg("nobody listens")) }));
    ///     yield_now().await;
    ///     Ok(())
    /// }).unwrap();
    /// assert_eq!(*heard.borrow(), ["nobody listens"]);
    /// ```
    pub fn set_exception_handler(&self, handler: impl Fn(&Unretrieved) + 'static) {
        self.0.exception_handler.replace(Some(Rc::new(handler)));
    }
}

impl Core {
    fn report(&self, lost: &Unretrieved) {
        self.record(What::Unretrieved { task: lost.task });
        let handler = self.exception_handler.borrow().clone();
        if let Some(handler) = handler {
            handler(lost);
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
