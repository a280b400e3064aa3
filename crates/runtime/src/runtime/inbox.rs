//! Wakes: the waker of a task, and the inbox for wakes from outside of the loop.

use super::context;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Waker;
use coroscope_trace::TaskId;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Wake;

/// The slot of a task and its id. Slots are reused, ids are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) slot: usize,
    pub(super) id: TaskId,
}

/// Tasks that were woken while the loop was not running, or from another thread.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    state: Mutex<State>,
    /// Whether the state has a wake or a waker. Avoids the lock in a busy loop.
    is_set: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    woken: Vec<Address>,
    /// The driver's waker, while the loop is idle.
    waker: Option<Waker>,
}

impl Inbox {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, address: Address) {
        let mut state = self.lock();
        self.is_set.store(true, Ordering::Release);
        state.woken.push(address);
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Takes the woken tasks and removes the driver's waker, until the next [`Inbox::wait`].
    pub(super) fn take(&self) -> Vec<Address> {
        if !self.is_set.swap(false, Ordering::AcqRel) {
            return Vec::new();
        }
        let mut state = self.lock();
        state.waker = None;
        core::mem::take(&mut state.woken)
    }

    /// Wakes `waker` at the next wake of a task; at once if there was one already.
    pub(super) fn wait(&self, waker: Waker) {
        let mut state = self.lock();
        if state.woken.is_empty() {
            self.is_set.store(true, Ordering::Release);
            state.waker = Some(waker);
        } else {
            drop(state);
            waker.wake();
        }
    }

    /// Whether there is no wake to take. Only meaningful while no waker is set.
    pub(super) fn is_empty(&self) -> bool {
        !self.is_set.load(Ordering::Acquire)
    }
}

/// The waker of a task. It may be woken several times, after the task has ended, while the runtime
/// is being dropped, and from other threads.
#[derive(Debug)]
pub(super) struct TaskWaker {
    pub(super) address: Address,
    inbox: Arc<Inbox>,
    /// Set while the task is in the ready queue or the inbox, and permanently after it has ended.
    queued: AtomicBool,
}

impl TaskWaker {
    /// The waker of a task that is about to be queued.
    pub(super) fn queued(address: Address, inbox: Arc<Inbox>) -> Arc<TaskWaker> {
        Arc::new(TaskWaker {
            address,
            inbox,
            queued: AtomicBool::new(true),
        })
    }

    /// The next wake queues the task.
    pub(super) fn arm(&self) {
        self.queued.store(false, Ordering::Release);
    }

    /// Further wakes do nothing.
    pub(super) fn disarm(&self) {
        self.queued.store(true, Ordering::Release);
    }
}

impl Wake for TaskWaker {
    fn wake(self: Arc<TaskWaker>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<TaskWaker>) {
        if self.queued.swap(true, Ordering::AcqRel) {
            return;
        }
        let inside = context::with(|core| {
            let is_own = Arc::ptr_eq(core.scheduler.inbox(), &self.inbox);
            if is_own {
                core.enqueue(self.address);
            }
            is_own
        });
        if inside != Some(true) {
            self.inbox.push(self.address);
        }
    }
}
