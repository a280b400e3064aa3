//! Functions in threads on the virtual clock: each goes on in steps of its own, beside the loop and also while
//! that is blocked.

use crate::current;
use crate::outside::{Answered, Call};
use crate::shared::{Clock, Progress, Shared};
use core::cell::{Cell, RefCell};
use coroscope::runtime::CallHandle;
use coroscope::time::{Duration, Instant};
use coroscope::trace::TaskId;
use rustpython_vm::{PyResult, VirtualMachine};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a thread does next.
type Step = Box<dyn FnOnce()>;
/// When a step is due, and its number among those of the same time.
pub(crate) type StepKey = (Instant, u64);

/// The steps that threads are to do, and the thread whose step runs.
#[derive(Default)]
pub(crate) struct Threads {
    /// Each with the loop's callback that does it, unless the loop is blocked then.
    due: RefCell<BTreeMap<StepKey, (Step, CallHandle)>>,
    made: Cell<u64>,
    /// Functions under way outside of this engine.
    beside: Cell<usize>,
    running: Cell<Option<Running>>,
}

/// A thread whose step runs.
#[derive(Clone, Copy)]
struct Running {
    lane: TaskId,
    /// How long it has slept in this step: its clock is as far ahead of the loop's.
    ahead: Duration,
}

impl Threads {
    /// Whether the code that runs is a thread's.
    pub(crate) fn is_running(&self) -> bool {
        self.running.get().is_some()
    }

    /// Whether functions are under way outside of this engine.
    pub(crate) fn are_beside(&self) -> bool {
        self.beside.get() > 0
    }

    /// How far the clock of the running thread is ahead of the loop's.
    pub(crate) fn ahead(&self) -> Duration {
        self.running
            .get()
            .map_or(Duration::ZERO, |running| running.ahead)
    }

    /// Lets time pass for the running thread only. False where none runs.
    pub(crate) fn sleep(&self, duration: Duration) -> bool {
        let Some(mut running) = self.running.get() else {
            return false;
        };
        running.ahead += duration;
        self.running.set(Some(running));
        true
    }

    /// Takes back a step that is not done yet.
    pub(crate) fn cancel(&self, key: StepKey) {
        let step = self.due.borrow_mut().remove(&key);
        if let Some((step, call)) = step {
            call.cancel();
            drop(step);
        }
    }

    /// Drops all steps that are not done yet.
    pub(crate) fn clear(&self) {
        drop(self.due.take());
    }

    fn take(&self, key: StepKey) -> Option<Step> {
        let (step, call) = self.due.borrow_mut().remove(&key)?;
        call.cancel();
        Some(step)
    }
}

impl Shared {
    /// Has `step` done at a time of the loop's clock, as soon as possible where that has come.
    pub(crate) fn step_at(self: &Rc<Shared>, when: Instant, step: Step) -> StepKey {
        let now = self.handle.time();
        let when = when.max(now);
        let key = (when, self.threads.made.get());
        self.threads.made.set(key.1 + 1);
        let shared = Rc::downgrade(self);
        let call = move || {
            let Some(shared) = shared.upgrade() else {
                return;
            };
            if let Some(step) = shared.threads.take(key) {
                // A step that does not end is not taken for the turn of the task before.
                shared.progress(Progress::Step);
                step();
            }
        };
        let call = match when == now {
            true => self.handle.call_soon(call),
            false => self.handle.call_at(when, call),
        };
        self.threads.due.borrow_mut().insert(key, (step, call));
        key
    }

    /// Does the next step that is due up to `until`, while the loop is blocked; its time comes then. False where
    /// there is none.
    pub(crate) fn step_while_blocked(&self, until: Option<Instant>) -> bool {
        let next = self.threads.due.borrow().keys().next().copied();
        let Some(key) = next.filter(|(when, _)| until.is_none_or(|until| *when <= until)) else {
            return false;
        };
        match &self.clock {
            Clock::Virtual(clock) => clock.advance(key.0 - self.handle.time()),
            Clock::Real(_) => while self.handle.time() < key.0 {},
        }
        if let Some(step) = self.threads.take(key) {
            step();
        }
        true
    }

    /// Has the outside call a function of the script's; `done` is called as a callback of the loop. False where the
    /// outside can't do that.
    pub(crate) fn call_beside(self: &Rc<Shared>, request: Vec<u8>, done: Answered) -> bool {
        let (weak, awaited) = (Rc::downgrade(self), self.awaited.clone());
        let zero = self.handle.time();
        let script = self.script.borrow().clone();
        let call = Call {
            script,
            request,
            zero,
        };
        let is_asked = self.outside.call(
            call,
            Box::new(move |answer| {
                awaited.set(awaited.get() - 1);
                let Some(shared) = weak.upgrade() else { return };
                shared.threads.beside.set(shared.threads.beside.get() - 1);
                drop(shared.handle.call_soon(move || done(answer)));
            }),
        );
        if is_asked {
            self.awaited.set(self.awaited.get() + 1);
            self.threads.beside.set(self.threads.beside.get() + 1);
        }
        is_asked
    }

    /// Calls `work` as code of a thread: no task and no loop run for it, and its clock is its own.
    pub(crate) fn as_thread<R>(&self, lane: TaskId, work: impl FnOnce() -> R) -> R {
        let ahead = Duration::ZERO;
        let before = self.threads.running.replace(Some(Running { lane, ahead }));
        let (task, event_loop) = (self.running.take(), self.running_loop.take());
        let result = self.handle.run_as_thread(lane, work);
        let replaced = (
            self.running.replace(task),
            self.running_loop.replace(event_loop),
        );
        drop(replaced);
        self.threads.running.set(before);
        result
    }

    /// The thread whose step runs.
    pub(crate) fn running_thread(&self) -> Option<TaskId> {
        self.threads.running.get().map(|running| running.lane)
    }
}

/// Lets time pass while nothing of the loop's runs; threads go on meanwhile.
pub(crate) fn block_until(until: Instant) {
    let shared = current::shared();
    while shared.step_while_blocked(Some(until)) {}
    if let Clock::Virtual(clock) = &shared.clock {
        clock.advance(until - shared.handle.time());
    }
}

/// Waits for the threads of a script that is over, as an interpreter does at its end.
pub(crate) fn then_finish<T>(ran: PyResult<T>, vm: &VirtualMachine) -> PyResult<T> {
    let finished = vm
        .import("_threads", 0)
        .and_then(|threads| threads.get_attr("finish", vm)?.call((), vm));
    ran.and_then(|value| finished.map(|_| value))
}
