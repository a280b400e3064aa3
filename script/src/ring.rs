//! The virtual clock under a script, whose own lines can await what comes from outside.

use core::task::{Poll, Waker};
use coroscope::runtime::{Driver, Enter, VirtualClock};
use coroscope::time::Instant;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Wake;

/// The virtual clock, with a bell that the outside rings.
pub(crate) struct Ring {
    pub(crate) clock: Rc<VirtualClock>,
    bell: Arc<Bell>,
}

struct Bell {
    clock: Waker,
    listener: Mutex<Option<Waker>>,
}

impl Bell {
    fn listener(&self) -> std::sync::MutexGuard<'_, Option<Waker>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Bell>) {
        self.clock.wake_by_ref();
        let listener = self.listener().take();
        if let Some(listener) = listener {
            listener.wake();
        }
    }
}

impl Ring {
    pub(crate) fn new(clock: Rc<VirtualClock>) -> Rc<Ring> {
        let bell = Bell {
            clock: clock.waker(),
            listener: Mutex::new(None),
        };
        Rc::new(Ring {
            clock,
            bell: Arc::new(bell),
        })
    }

    /// Awaits the next word from outside.
    pub(crate) async fn rung(&self) {
        let mut waited = false;
        core::future::poll_fn(|cx| {
            if core::mem::replace(&mut waited, true) {
                return Poll::Ready(());
            }
            *self.bell.listener() = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Driver for Ring {
    fn attach(&self, enter: Enter) {
        self.clock.attach(enter);
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn microtask(&self) {
        self.clock.microtask();
    }

    fn macrotask(&self) {
        self.clock.macrotask();
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        self.clock.wake_at(deadline);
    }

    fn waker(&self) -> Waker {
        self.bell.clone().into()
    }
}
