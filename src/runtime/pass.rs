//! The loop: what happens each time the driver enters it.

use super::call::Callback;
use super::context;
use super::core::{Core, Phase};
use super::driver::Entry;
use super::ready::{ReadyEntry, ScheduledCallback};
use super::timers::{TimerAction, TimerKey};
use crate::trace::{Cause, EventKind};
use std::rc::Rc;

/// Number of polls per reading of the clock while nothing is recorded. The loop reads it to check the budget.
const POLLS_PER_TICK: usize = 4;

impl Core {
    /// Runs passes until the ready queue is empty or a limit is reached, possibly in the middle of a pass.
    pub(super) fn enter(self: &Rc<Core>, entry: Entry) {
        let was_requested = matches!(entry, Entry::Microtask | Entry::Macrotask);
        let expected = match self.phase.get() {
            Phase::Idle => !was_requested,
            // The scheduled pass will handle the timer or the wake.
            Phase::Scheduled => was_requested,
            Phase::Running => false,
        };
        if !expected || self.closed.get() {
            return;
        }
        let now = self.tick();
        if entry != Entry::Microtask {
            self.macrotask_began.set(now);
        }
        self.phase.set(Phase::Running);
        let entered = context::enter(self.clone());
        self.polls.set(0);
        loop {
            if self.remaining.get() == 0 {
                self.begin_pass();
            }
            self.run_pass();
            self.tick_sometimes();
            // Short passes share a microtask, because requesting one costs more than a short pass.
            let is_cut = self.remaining.get() > 0;
            let is_full = self.polls.get() >= self.options.polls_per_microtask;
            if is_cut || is_full || self.ready.borrow().is_empty() || self.is_over_budget() {
                break;
            }
        }
        drop(entered);
        if self.remaining.get() > 0 {
            self.schedule_macrotask();
        } else {
            self.schedule_next();
        }
    }

    fn begin_pass(&self) {
        self.queue_wakes_and_timers();
        let ready = self.ready.borrow().len();
        self.remaining.set(ready);
        if ready > 0 {
            self.record(EventKind::PassBegun {
                ready: u32::try_from(ready).unwrap_or(u32::MAX),
                timers: u32::try_from(self.timers.borrow().len()).unwrap_or(u32::MAX),
            });
        }
    }

    fn record_pass_end(&self) {
        if self.is_recording() {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let timers = self.timers.borrow();
            self.record(EventKind::PassEnded {
                ready: count(self.ready.borrow().len()),
                timers: count(timers.len()),
                timeouts: count(timers.timeouts()),
            });
        }
    }

    /// Queues the tasks that were woken from outside, then the due timers.
    fn queue_wakes_and_timers(&self) {
        self.cause.set(Cause::Outside);
        for address in self.inbox.take() {
            self.enqueue(address);
        }
        let now = self.last_tick();
        let mut timers = self.timers.borrow_mut();
        while let Some(due) = timers.pop_due(now) {
            self.push_ready(ReadyEntry::Timer(due));
        }
    }

    fn run_pass(self: &Rc<Core>) {
        while let Some(remaining) = self.remaining.get().checked_sub(1) {
            let entry = self.ready.borrow_mut().pop_front();
            self.remaining.set(remaining);
            self.polls.set(self.polls.get() + 1);
            match entry {
                Some(ReadyEntry::Task(address)) => self.run_task(address),
                Some(ReadyEntry::Call(callback)) => self.run_callback(&callback),
                Some(ReadyEntry::Timer(key)) => self.run_timer(key),
                Some(ReadyEntry::DoneCallback) => self.run_done_callback(),
                None => self.remaining.set(0),
            }
            if self.remaining.get() == 0 {
                if let Some(main) = self.ended_main.take() {
                    self.cause.set(Cause::Task(main));
                    self.cancel_all("the main task has ended");
                    self.cause.set(Cause::Outside);
                }
                self.record_pass_end();
            } else if self.check_budget() {
                return;
            }
        }
    }

    fn run_timer(&self, key: TimerKey) {
        let action = self.timers.borrow_mut().fire(key);
        match action {
            Some(TimerAction::Wake(waker)) => {
                self.cause.set(Cause::Timer);
                waker.wake();
                self.cause.set(Cause::Outside);
            }
            Some(TimerAction::Call(callback)) => self.run_callback(&callback),
            None => {}
        }
    }

    fn run_done_callback(&self) {
        let scheduled = self.done_callbacks.borrow_mut().pop_front();
        if let Some(ScheduledCallback {
            task,
            callback,
            index,
        }) = scheduled
        {
            self.cause.set(Cause::Task(task.header().id()));
            callback.task_done(index, &*task);
            self.cause.set(Cause::Outside);
        }
    }

    fn run_callback(&self, callback: &Callback) {
        let Some(callback) = callback.take() else {
            return;
        };
        self.cause.set(Cause::Callback);
        callback();
        self.cause.set(Cause::Outside);
        self.tick();
    }

    /// Whether the budget is used up, by a recent reading of the clock.
    fn check_budget(&self) -> bool {
        self.tick_sometimes();
        self.is_over_budget()
    }

    /// Reads the clock once in [`POLLS_PER_TICK`] polls, unless recording reads it after each poll.
    fn tick_sometimes(&self) {
        if !self.is_recording() && self.polls.get().is_multiple_of(POLLS_PER_TICK) {
            self.tick();
        }
    }

    /// Whether the budget was used up when the clock was last read.
    fn is_over_budget(&self) -> bool {
        self.last_tick() - self.macrotask_began.get() >= self.options.budget
    }

    /// Arranges for the next pass: at once if tasks are ready or timers are due, else when something happens.
    fn schedule_next(&self) {
        if !self.ready.borrow().is_empty() {
            // Without reading the clock again: a poll that used up the budget since the last reading is
            // noticed when the next microtask begins.
            return self.schedule();
        }
        let next = self.timers.borrow_mut().next();
        let now = match next {
            Some(_) => self.tick(),
            None => self.last_tick(),
        };
        if next.is_some_and(|deadline| deadline <= now) || !self.inbox.is_empty() {
            return self.schedule();
        }
        self.phase.set(Phase::Idle);
        self.driver.wake_at(next);
        self.inbox.wait(self.driver.waker());
    }

    fn schedule(&self) {
        if self.is_over_budget() {
            self.schedule_macrotask();
        } else {
            self.schedule_microtask();
        }
    }
}
