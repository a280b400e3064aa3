//! Callbacks: plain functions that the loop calls in its next pass or at a given time.

use super::Handle;
use super::core::Core;
use super::ready::ReadyEntry;
use super::timers::{Purpose, TimerAction, TimerKey};
use core::cell::{Cell, RefCell};
use coroscope_trace::time::{Duration, Instant};
use std::rc::{Rc, Weak};

/// A function that the loop will call once.
pub(super) type Callback = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;

/// A scheduled callback. Dropping the handle does not cancel it.
///
/// # asyncio
/// `asyncio.Handle` and `asyncio.TimerHandle`.
pub struct CallHandle {
    callback: Callback,
    timer: Option<(Weak<Core>, TimerKey, Instant)>,
    cancelled: Cell<bool>,
}

impl CallHandle {
    /// Cancels the callback, unless it was already called.
    pub fn cancel(&self) {
        if self.callback.take().is_some() {
            self.cancelled.set(true);
        }
        if let Some((core, key, _)) = &self.timer
            && let Some(core) = core.upgrade()
        {
            core.scheduler.cancel_timer(*key);
        }
    }

    /// Whether it was cancelled before it was called.
    pub fn cancelled(&self) -> bool {
        self.cancelled.get()
    }

    /// The time at which it is scheduled. `None` for [`call_soon`](Handle::call_soon).
    pub fn when(&self) -> Option<Instant> {
        self.timer.as_ref().map(|(_, _, when)| *when)
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
        let callback: Callback = Rc::new(RefCell::new(Some(Box::new(f))));
        let scheduler = &self.0.scheduler;
        scheduler.push(ReadyEntry::Call(callback.clone()));
        CallHandle {
            callback,
            timer: None,
            cancelled: Cell::new(false),
        }
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

    /// [`call_at`](Handle::call_at) for the deadline of a timeout. The log counts the timers of timeouts separately.
    pub fn call_at_timeout(&self, when: Instant, f: impl FnOnce() + 'static) -> CallHandle {
        self.call_at_for(when, Purpose::Timeout, f)
    }

    fn call_at_for(
        &self,
        when: Instant,
        purpose: Purpose,
        f: impl FnOnce() + 'static,
    ) -> CallHandle {
        let callback: Callback = Rc::new(RefCell::new(Some(Box::new(f))));
        let action = TimerAction::Call(callback.clone());
        let key = self.0.scheduler.insert_timer(when, action, purpose);
        CallHandle {
            callback,
            timer: Some((Rc::downgrade(&self.0), key, when)),
            cancelled: Cell::new(false),
        }
    }
}
