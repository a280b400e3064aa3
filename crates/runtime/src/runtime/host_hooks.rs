//! Functions that the host of a runtime, such as an engine for another language, provides for the loop to call.

use super::Handle;
use super::task_observer::TaskObserver;
use super::unretrieved::Unretrieved;
use core::cell::{OnceCell, RefCell};
use core::task::Poll;
use coroscope_trace::{Place, TaskId};
use std::rc::Rc;

type PlaceProvider = Rc<dyn Fn() -> Option<Place>>;
type CallProvider = Rc<dyn Fn() -> Option<u32>>;
type ExceptionHandler = Rc<dyn Fn(&Unretrieved)>;

/// The functions of the host, each of them optional.
///
/// # Invariants
/// No cell is borrowed while a function runs: it is cloned first, so it may replace itself.
#[derive(Default)]
pub(super) struct HostHooks {
    places: RefCell<Option<PlaceProvider>>,
    calls: RefCell<Option<CallProvider>>,
    exception_handler: RefCell<Option<ExceptionHandler>>,
    pub(super) observer: OnceCell<Rc<dyn TaskObserver>>,
}

impl HostHooks {
    /// The current source line of a program that is not written in Rust.
    #[inline]
    pub(super) fn place(&self) -> Option<Place> {
        let current = self.places.borrow().clone();
        current.and_then(|current| current())
    }

    /// The number of the call in which the running task waits next, if it is to be recorded.
    #[inline]
    pub(super) fn next_call(&self) -> Option<u32> {
        let next_call = self.calls.borrow().clone();
        next_call.and_then(|next_call| next_call())
    }

    /// Polls a task, within what the observer does.
    #[inline]
    pub(super) fn poll(&self, task: TaskId, mut poll: impl FnMut() -> Poll<()>) -> Poll<()> {
        let Some(observer) = self.observer.get() else {
            return poll();
        };
        let mut polled = Poll::Pending;
        observer.poll(task, &mut || polled = poll());
        polled
    }

    /// Reports a failure that was never retrieved.
    pub(super) fn report(&self, unretrieved: &Unretrieved) {
        let handler = self.exception_handler.borrow().clone();
        if let Some(handler) = handler {
            handler(unretrieved);
        }
    }

    /// Drops the exception handler.
    pub(super) fn close(&self) {
        drop(self.exception_handler.take());
    }
}

impl Handle {
    /// Sets the function that gives the place of a spawn, a wait or a new resource for the log. If it returns `None`,
    /// the place is the line in Rust.
    pub fn set_places(&self, current: impl Fn() -> Option<Place> + 'static) {
        self.0.hooks.places.replace(Some(Rc::new(current)));
    }

    /// Sets the function that is called before each wait is recorded. If the wait is at the same line as the previous
    /// wait, but in another call of a coroutine, it gives the number of that call, counted from one.
    pub fn set_calls(&self, next_call: impl Fn() -> Option<u32> + 'static) {
        self.0.hooks.calls.replace(Some(Rc::new(next_call)));
    }

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
        let handlers = &self.0.hooks.exception_handler;
        handlers.replace(Some(Rc::new(handler)));
    }
}
