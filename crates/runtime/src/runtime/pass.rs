//! The loop: what happens each time the driver enters it.

use super::call::Callback;
use super::context;
use super::core::Core;
use super::driver::Entry;
use super::ready::{ReadyEntry, ScheduledCallback};
use super::timers::{TimerAction, TimerKey};
use coroscope_trace::{Cause, EventKind, Outcome};
use std::rc::Rc;

/// Number of polls per reading of the clock while nothing is recorded. The loop reads it to check the budget.
const POLLS_PER_TICK: usize = 4;

impl Core {
    /// Runs passes until the ready queue is empty or a limit is reached, possibly in the middle of a pass.
    pub(super) fn enter(self: &Rc<Core>, entry: Entry) {
        if entry == Entry::AfterException {
            self.continue_after_exception();
            return;
        }
        if !self.scheduler.begin(entry) {
            return;
        }
        let entered = context::enter(self.clone());
        loop {
            if self.scheduler.is_pass_done() {
                self.begin_pass();
            }
            self.run_pass();
            self.tick_sometimes();
            if self.scheduler.must_return() {
                break;
            }
        }
        drop(entered);
        self.request_next();
    }

    /// Requests the next entry. If nothing is left to do, says so to those who wait for that.
    pub(super) fn request_next(&self) {
        if self.scheduler.request_next() {
            self.record(EventKind::Hopped);
        }
        self.record_deviation();
        if self.is_all_done() {
            self.tasks.wake_all_done();
        }
    }

    /// Queues the tasks that were woken from outside, then what is scheduled by callbacks for this moment, then the due
    /// timers.
    fn begin_pass(&self) {
        for address in self.scheduler.take_woken() {
            self.enqueue(address);
        }
        for callback in self.scheduler.take_before_pass() {
            self.run_callback(&callback);
        }
        let due = |callback: &Callback| {
            if let Some(task) = callback.call() {
                let by = Cause::Timer;
                self.record(EventKind::TaskWoken { task, by });
            }
        };
        if self.scheduler.begin_pass(due) > 0 {
            let lengths = self.scheduler.lengths();
            self.record(EventKind::PassBegun {
                ready: lengths.ready,
                timers: lengths.timers,
            });
        }
    }

    fn run_pass(&self) {
        while let Some(entry) = self.scheduler.next_entry() {
            match entry {
                ReadyEntry::Task(address) => self.run_task(address),
                ReadyEntry::Call(callback) => self.run_callback(&callback),
                ReadyEntry::Timer(key) => self.run_timer(key),
                ReadyEntry::DoneCallback(scheduled) => self.run_done_callback(&scheduled),
            }
            if self.scheduler.is_pass_done() {
                self.end_pass();
            } else if self.check_budget() {
                return;
            }
        }
    }

    fn end_pass(&self) {
        if let Some(main) = self.tasks.take_ended_main() {
            let cause = Cause::Task(main);
            self.recorder
                .caused_by(cause, || self.cancel_all("the main task has ended"));
        }
        if self.is_recording() {
            let lengths = self.scheduler.lengths();
            self.record(EventKind::PassEnded {
                ready: lengths.ready,
                timers: lengths.timers,
                timeouts: lengths.timeouts,
            });
        }
    }

    fn run_timer(&self, key: TimerKey) {
        match self.scheduler.fire_timer(key) {
            Some(TimerAction::Wake(waker)) => {
                self.recorder.caused_by(Cause::Timer, || waker.wake());
            }
            Some(TimerAction::Call(callback)) => self.run_callback(&callback),
            None => {}
        }
    }

    fn run_done_callback(&self, scheduled: &ScheduledCallback) {
        let ScheduledCallback {
            task,
            callback,
            index,
        } = scheduled;
        let cause = Cause::Task(task.header().id());
        self.recorder
            .caused_by(cause, || callback.task_done(*index, &**task));
    }

    fn run_callback(&self, callback: &Callback) {
        let Some(function) = callback.take() else {
            return;
        };
        if let Some(timeout) = callback.timeout() {
            self.record_timeout_expired(timeout);
        }
        let call = callback.call();
        if let Some(task) = call {
            self.record(EventKind::PollBegun { task });
        }
        let before = self.recorder.replace_thread(call);
        self.recorder.caused_by(Cause::Callback, function);
        self.recorder.replace_thread(before);
        self.tick();
        if let Some(task) = call {
            let end = Outcome::Done;
            self.record(EventKind::TaskEnded { task, end });
        }
    }

    /// Whether the budget is used up, by a recent reading of the clock.
    fn check_budget(&self) -> bool {
        self.tick_sometimes();
        self.scheduler.is_over_budget()
    }

    /// Reads the clock once in [`POLLS_PER_TICK`] polls, unless recording reads it after each poll.
    fn tick_sometimes(&self) {
        if !self.is_recording() && self.scheduler.polls().is_multiple_of(POLLS_PER_TICK) {
            self.tick();
        }
    }
}
