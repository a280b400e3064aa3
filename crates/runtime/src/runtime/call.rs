//! Callbacks: plain functions that the loop calls in its next pass or at a given time.

use super::Handle;
use super::core::Core;
use super::ready::ReadyEntry;
use super::timeout_log::LoggedTimeout;
use super::timers::{Purpose, TimerAction, TimerKey};
use core::cell::{Cell, RefCell};
use core::panic::Location;
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::{EventKind, Outcome, TaskId};
use std::rc::{Rc, Weak};

/// A function that the loop will call once.
pub(crate) type Callback = Rc<CallbackCell>;

pub(crate) struct CallbackCell {
    function: RefCell<Option<Box<dyn FnOnce()>>>,
    /// Its number in the log, if it has a name.
    call: Cell<Option<TaskId>>,
    /// For the deadline of a timeout: its number in the log.
    timeout: Cell<Option<LoggedTimeout>>,
}

impl CallbackCell {
    pub(super) fn new(function: impl FnOnce() + 'static) -> Callback {
        Rc::new(CallbackCell {
            function: RefCell::new(Some(Box::new(function))),
            call: Cell::new(None),
            timeout: Cell::new(None),
        })
    }

    /// Takes the function, which can be called once.
    pub(super) fn take(&self) -> Option<Box<dyn FnOnce()>> {
        self.function.take()
    }

    /// Its number in the log, if it has a name.
    pub(super) fn call(&self) -> Option<TaskId> {
        self.call.get()
    }

    /// For the deadline of a timeout: its number in the log.
    pub(super) fn timeout(&self) -> Option<LoggedTimeout> {
        self.timeout.get()
    }
}

/// A scheduled callback. Dropping the handle does not cancel it.
///
/// # asyncio
/// `asyncio.Handle` and `asyncio.TimerHandle`.
pub struct CallHandle {
    core: Weak<Core>,
    callback: Callback,
    timer: Option<(TimerKey, Instant)>,
    cancelled: Cell<bool>,
}

impl CallHandle {
    /// Cancels the callback, unless it was already called.
    pub fn cancel(&self) {
        let was_pending = self.callback.take().is_some();
        if was_pending {
            self.cancelled.set(true);
        }
        let Some(core) = self.core.upgrade() else {
            return;
        };
        if let Some((key, _)) = &self.timer {
            core.scheduler.cancel_timer(*key);
        }
        if was_pending && let Some(task) = self.callback.call() {
            core.tick();
            core.record(EventKind::TaskEnded {
                task,
                end: Outcome::Cancelled,
            });
        }
        if was_pending && let Some(timeout) = self.callback.timeout() {
            core.record_timeout_end(timeout);
        }
    }

    /// Gives the callback a name, with which it appears in the log: when it was scheduled and by what, when it is due, and
    /// when it runs. Callbacks without a name don't appear.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, runtime::Handle, sleep, time::ms, trace::Model};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async {
    ///     drop(Handle::current().call_later(ms(5), || ()).named("beep"));
    ///     sleep(ms(10)).await;
    ///     Ok(())
    /// }).unwrap();
    /// let model = rt.with_log(Model::of);
    /// let beep = &model.tasks()[1];
    /// assert!(beep.is_callback);
    /// assert_eq!(beep.end.unwrap().0.elapsed(), ms(5));
    /// ```
    #[track_caller]
    pub fn named(self, name: impl AsRef<str>) -> CallHandle {
        let is_new = self.callback.call().is_none() && self.callback.function.borrow().is_some();
        if let Some(core) = self.core.upgrade().filter(|_| is_new) {
            let when = self.when();
            let call = core.record_call(name.as_ref(), when, Location::caller());
            self.callback.call.set(call);
        }
        self
    }

    /// Whether it was cancelled before it was called.
    pub fn cancelled(&self) -> bool {
        self.cancelled.get()
    }

    /// The time at which it is scheduled. `None` for [`call_soon`](Handle::call_soon).
    pub fn when(&self) -> Option<Instant> {
        self.timer.map(|(_, when)| when)
    }
}

impl Handle {
    /// Calls `f` in the next pass, after everything that is already ready.
    ///
    /// # asyncio
    /// `loop.call_soon`.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, print, runtime::Handle, yield_now};
    /// Runtime::virtual_clock().block_on(async {
    ///     Handle::current().call_soon(|| print("called"));
    ///     yield_now().await;
    ///     Ok(())
    /// }).unwrap();
    /// ```
    pub fn call_soon(&self, f: impl FnOnce() + 'static) -> CallHandle {
        let callback = CallbackCell::new(f);
        let scheduler = &self.0.scheduler;
        scheduler.push(ReadyEntry::Call(callback.clone()));
        CallHandle {
            core: Rc::downgrade(&self.0),
            callback,
            timer: None,
            cancelled: Cell::new(false),
        }
    }

    /// Calls `f` when the next pass begins, before its timers are queued: what `f` schedules runs in that pass, after what is
    /// ready already. An engine whose programs have sockets looks there which of them are ready.
    ///
    /// # asyncio
    /// The selector of the loop.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, print, runtime::Handle, trace::Model, yield_now};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async {
    ///     let handle = Handle::current();
    ///     let later = handle.clone();
    ///     handle.call_before_next_pass(move || drop(later.call_soon(|| print("second"))));
    ///     drop(handle.call_soon(|| print("first")));
    ///     yield_now().await;
    ///     print("third");
    ///     Ok(())
    /// })
    /// .unwrap();
    /// let printed = rt.with_log(|log| {
    ///     let lines = Model::of(log).printed;
    ///     lines.iter().map(|line| log.text(line.text).to_owned()).collect::<Vec<_>>()
    /// });
    /// assert_eq!(printed, ["first", "third", "second"]);
    /// ```
    pub fn call_before_next_pass(&self, f: impl FnOnce() + 'static) {
        self.0.scheduler.push_before_pass(CallbackCell::new(f));
    }

    /// Calls `f` after `delay`.
    ///
    /// # asyncio
    /// `loop.call_later`.
    pub fn call_later(&self, delay: Duration, f: impl FnOnce() + 'static) -> CallHandle {
        self.call_at(self.0.tick() + delay, f)
    }

    /// Calls `f` when the run's clock reaches `when`. Callbacks for the same time are called in the
    /// order in which they were scheduled.
    ///
    /// # asyncio
    /// `loop.call_at`.
    pub fn call_at(&self, when: Instant, f: impl FnOnce() + 'static) -> CallHandle {
        self.call_at_for(when, Purpose::Wake, f)
    }

    /// [`call_at`](Handle::call_at) for the deadline of a timeout. It is a timeout of the running task in
    /// the log.
    pub fn call_at_timeout(&self, when: Instant, f: impl FnOnce() + 'static) -> CallHandle {
        let call = self.call_at_for(when, Purpose::Timeout, f);
        call.callback.timeout.set(self.0.record_timeout(when));
        call
    }

    fn call_at_for(
        &self,
        when: Instant,
        purpose: Purpose,
        f: impl FnOnce() + 'static,
    ) -> CallHandle {
        let callback = CallbackCell::new(f);
        let action = TimerAction::Call(callback.clone());
        let key = self.0.scheduler.insert_timer(when, action, purpose);
        CallHandle {
            core: Rc::downgrade(&self.0),
            callback,
            timer: Some((key, when)),
            cancelled: Cell::new(false),
        }
    }
}
