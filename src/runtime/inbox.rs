//! Wakes, from anywhere: a task's waker, and the inbox for those that come from outside the loop.

use super::context;
use crate::trace::TaskId;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Waker;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Wake;

/// Where a task's slot is, and whose it is: slots are used again, ids are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) slot: usize,
    pub(super) id: TaskId,
}

/// Wakes that came while the loop was not running, or from another thread.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    state: Mutex<State>,
    /// Whether there is a wake to take, or a bell to put away. Spares the lock in a busy loop.
    touched: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    woken: Vec<Address>,
    /// Enters the loop; there while the loop is idle and would not look into the inbox by itself.
    bell: Option<Waker>,
}

impl Inbox {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, address: Address) {
        let mut state = self.lock();
        self.touched.store(true, Ordering::Release);
        state.woken.push(address);
        let bell = state.bell.take();
        drop(state);
        if let Some(bell) = bell {
            bell.wake();
        }
    }

    /// Takes what came. The bell no longer rings until [`Inbox::wait`] is called.
    pub(super) fn take(&self) -> Vec<Address> {
        if !self.touched.swap(false, Ordering::AcqRel) {
            return Vec::new();
        }
        let mut state = self.lock();
        state.bell = None;
        core::mem::take(&mut state.woken)
    }

    /// Rings `bell` at the next wake; at once where one has come already.
    pub(super) fn wait(&self, bell: Waker) {
        let mut state = self.lock();
        if state.woken.is_empty() {
            self.touched.store(true, Ordering::Release);
            state.bell = Some(bell);
        } else {
            drop(state);
            bell.wake();
        }
    }

    /// Whether no wake is waiting to be taken, while no bell is out.
    pub(super) fn is_empty(&self) -> bool {
        !self.touched.load(Ordering::Acquire)
    }
}

/// The waker of one task. It may be woken several times, after the task has ended, while
/// the runtime is being dropped, and from other threads.
#[derive(Debug)]
pub(super) struct Signal {
    pub(super) address: Address,
    inbox: Arc<Inbox>,
    /// Set while the task is in the ready queue, and for good once it has ended.
    queued: AtomicBool,
}

impl Signal {
    /// The signal of a task that is about to be queued.
    pub(super) fn queued(address: Address, inbox: Arc<Inbox>) -> Arc<Signal> {
        Arc::new(Signal {
            address,
            inbox,
            queued: AtomicBool::new(true),
        })
    }

    /// From now on a wake queues the task again.
    pub(super) fn arm(&self) {
        self.queued.store(false, Ordering::Release);
    }

    /// From now on wakes do nothing.
    pub(super) fn disarm(&self) {
        self.queued.store(true, Ordering::Release);
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Signal>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Signal>) {
        if self.queued.swap(true, Ordering::AcqRel) {
            return;
        }
        let inside = context::with(|core| {
            let ours = core.has_inbox(&self.inbox);
            if ours {
                core.enqueue(self.address);
            }
            ours
        });
        if inside != Some(true) {
            self.inbox.push(self.address);
        }
    }
}
