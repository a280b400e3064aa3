//! Simulated threads on the virtual clock: each runs in steps, between the turns of the loop, and also while the loop is
//! blocked.

use crate::current;
use crate::host::{CallDone, WorkerCall};
use crate::state::{Clock, EngineState, Progress};
use core::cell::{Cell, RefCell};
use coroscope_runtime::runtime::CallHandle;
use coroscope_trace::TaskId;
use coroscope_trace::time::{Duration, Instant};
use rustpython_vm::{PyResult, VirtualMachine};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How long a step of a thread takes, if a schedule lets it take a moment.
const OVERTAKEN: Duration = Duration::from_micros(1);

/// The next step of a thread.
type Step = Box<dyn FnOnce()>;
/// When a step is due, and a sequence number.
pub(crate) type StepKey = (Instant, u64);

/// The scheduled steps of threads, and the thread whose step is running.
#[derive(Default)]
pub(crate) struct Threads {
    /// Each with the loop callback that runs it, unless a blocked loop runs it first.
    scheduled: RefCell<BTreeMap<StepKey, (Step, CallHandle)>>,
    next_number: Cell<u64>,
    /// The number of calls that workers have not answered yet.
    worker_calls: Cell<usize>,
    running: Cell<Option<RunningThread>>,
}

/// The thread whose step is running.
#[derive(Clone, Copy)]
struct RunningThread {
    lane: TaskId,
    /// How long it has slept in this step, and so how far its clock is ahead of the loop's.
    ahead: Duration,
}

impl Threads {
    /// Whether a thread is running.
    pub(crate) fn is_running(&self) -> bool {
        self.running.get().is_some()
    }

    /// Whether workers have calls to answer.
    pub(crate) fn has_worker_calls(&self) -> bool {
        self.worker_calls.get() > 0
    }

    /// How far the clock of the running thread is ahead of the loop's.
    pub(crate) fn ahead(&self) -> Duration {
        self.running
            .get()
            .map_or(Duration::ZERO, |running| running.ahead)
    }

    /// Lets time elapse for the running thread only. Returns false if none is running.
    pub(crate) fn sleep(&self, duration: Duration) -> bool {
        let Some(mut running) = self.running.get() else {
            return false;
        };
        running.ahead += duration;
        self.running.set(Some(running));
        true
    }

    /// Cancels a scheduled step.
    pub(crate) fn cancel(&self, key: StepKey) {
        let step = self.scheduled.borrow_mut().remove(&key);
        if let Some((step, call)) = step {
            call.cancel();
            drop(step);
        }
    }

    /// Drops all scheduled steps.
    pub(crate) fn clear(&self) {
        drop(self.scheduled.take());
    }

    fn take(&self, key: StepKey) -> Option<Step> {
        let (step, call) = self.scheduled.borrow_mut().remove(&key)?;
        call.cancel();
        Some(step)
    }
}

impl EngineState {
    /// Schedules a step at a time of the loop's clock, or as soon as possible if that is in the past.
    pub(crate) fn step_at(self: &Rc<EngineState>, when: Instant, step: Step) -> StepKey {
        let now = self.handle.time();
        // Another schedule may let a thread take a moment, so that others overtake it.
        let when = match when <= now && self.handle.thread_is_delayed() {
            true => now + OVERTAKEN,
            false => when.max(now),
        };
        let key = (when, self.threads.next_number.get());
        self.threads.next_number.set(key.1 + 1);
        let state = Rc::downgrade(self);
        let call = move || {
            let Some(state) = state.upgrade() else {
                return;
            };
            if let Some(step) = state.threads.take(key) {
                // If the step does not end, the log must not show it as part of the task before.
                state.progress(Progress::Step);
                step();
            }
        };
        let call = match when == now {
            true => self.handle.call_soon(call),
            false => self.handle.call_at(when, call),
        };
        self.threads
            .scheduled
            .borrow_mut()
            .insert(key, (step, call));
        key
    }

    /// Runs the next step that is due up to `until`, while the loop is blocked, and advances the clock to its time.
    /// Returns false if there is none.
    pub(crate) fn step_while_blocked(&self, until: Option<Instant>) -> bool {
        let next = self.threads.scheduled.borrow().keys().next().copied();
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

    /// Has a worker call a function of the script. The loop calls `done` with the answer. Returns false if the host has
    /// no workers.
    pub(crate) fn call_in_worker(self: &Rc<EngineState>, request: Vec<u8>, done: CallDone) -> bool {
        let weak = Rc::downgrade(self);
        let awaited = self.responses.add(self.running_loop.borrow().as_deref());
        let loop_time = self.handle.time();
        let script = self.files.main();
        let call = WorkerCall {
            script,
            request,
            loop_time,
        };
        let is_called = self.host.call(
            call,
            Box::new(move |answer| {
                drop(awaited);
                let Some(state) = weak.upgrade() else { return };
                let calls = &state.threads.worker_calls;
                calls.set(calls.get() - 1);
                drop(state.handle.call_soon(move || done(answer)));
            }),
        );
        if is_called {
            let calls = &self.threads.worker_calls;
            calls.set(calls.get() + 1);
        }
        is_called
    }

    /// Calls `work` as a thread: without a running task and loop, and with its own clock.
    pub(crate) fn as_thread<R>(&self, lane: TaskId, work: impl FnOnce() -> R) -> R {
        let ahead = Duration::ZERO;
        let before = self
            .threads
            .running
            .replace(Some(RunningThread { lane, ahead }));
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

    /// The thread whose step is running.
    pub(crate) fn running_thread(&self) -> Option<TaskId> {
        self.threads.running.get().map(|running| running.lane)
    }
}

/// Blocks the loop until a time. Threads continue meanwhile.
pub(crate) fn block_until(until: Instant) {
    let state = current::state();
    while state.step_while_blocked(Some(until)) {}
    if let Clock::Virtual(clock) = &state.clock {
        clock.advance(until - state.handle.time());
    }
}

/// Waits for the threads of a script that has ended, as an interpreter does at its end.
pub(crate) fn join_threads<T>(ran: PyResult<T>, vm: &VirtualMachine) -> PyResult<T> {
    let finished = vm
        .import("_threads", 0)
        .and_then(|threads| threads.get_attr("finish", vm)?.call((), vm));
    ran.and_then(|value| finished.map(|_| value))
}
