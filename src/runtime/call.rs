//! Callbacks: plain functions that the loop calls, soon or at a time.

use super::Handle;
use super::core::Core;
use super::ready::Ready;
use super::timers::{Alarm, Purpose, TimerKey};
use crate::time::{Duration, Instant};
use core::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// A function that the loop will call once.
pub(super) type Callback = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;

/// A callback that was asked for. Dropping it does not take it back.
///
/// # asyncio
/// `asyncio.Handle` and `asyncio.TimerHandle`.
pub struct CallHandle {
    callback: Callback,
    timer: Option<(Weak<Core>, TimerKey, Instant)>,
    cancelled: Cell<bool>,
}

impl CallHandle {
    /// Takes it back, where it has not been called yet.
    pub fn cancel(&self) {
        if self.callback.take().is_some() {
            self.cancelled.set(true);
        }
        if let Some((core, key, _)) = &self.timer
            && let Some(core) = core.upgrade()
        {
            core.cancel_timer(*key);
        }
    }

    /// Whether it was taken back before it was called.
    pub fn cancelled(&self) -> bool {
        self.cancelled.get()
    }

    /// When it is to be called; none for one that is called as soon as can be.
    pub fn when(&self) -> Option<Instant> {
        self.timer.as_ref().map(|(_, _, when)| *when)
    }
}

impl Handle {
    /// Calls `f` in the next pass, after what is ready already.
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
        self.0.push_ready(Ready::Call(callback.clone()));
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

    /// Calls `f` when the run's clock shows `when`. Callbacks of the same moment are called in the
    /// order in which they were asked for.
    ///
    /// # asyncio
    /// `loop.call_at`.
    pub fn call_at(&self, when: Instant, f: impl FnOnce() + 'static) -> CallHandle {
        self.call_at_for(when, Purpose::Wake, f)
    }

    /// As [`call_at`](Handle::call_at), for the limit of a timeout: the log says of the pending timers how many are limits.
    pub fn call_at_limit(&self, when: Instant, f: impl FnOnce() + 'static) -> CallHandle {
        self.call_at_for(when, Purpose::Limit, f)
    }

    fn call_at_for(
        &self,
        when: Instant,
        purpose: Purpose,
        f: impl FnOnce() + 'static,
    ) -> CallHandle {
        let callback: Callback = Rc::new(RefCell::new(Some(Box::new(f))));
        let key = self
            .0
            .insert_alarm(when, Alarm::Call(callback.clone()), purpose);
        CallHandle {
            callback,
            timer: Some((Rc::downgrade(&self.0), key, when)),
            cancelled: Cell::new(false),
        }
    }
}
