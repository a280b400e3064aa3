//! The loop: what happens each time the driver enters it.

use super::call::Callback;
use super::context;
use super::core::{Core, Phase};
use super::driver::Entry;
use super::ready::{Ending, Ready};
use super::timers::{Alarm, TimerKey};
use crate::trace::{Cause, What};
use std::rc::Rc;

/// While nothing is recorded, the clock is read once in so many polls to see whether the budget is used up.
const POLLS_PER_TICK: usize = 4;

impl Core {
    /// Runs one pass, or what the time budget allows of it.
    pub(super) fn enter(self: &Rc<Core>, entry: Entry) {
        let asked_for = matches!(entry, Entry::Microtask | Entry::Macrotask);
        let expected = match self.phase.get() {
            Phase::Idle => !asked_for,
            // A pass is coming anyhow, and will see the timer or the wake.
            Phase::Scheduled => asked_for,
            Phase::Running => false,
        };
        if !expected || self.closed.get() {
            return;
        }
        let now = self.tick();
        if entry != Entry::Microtask {
            self.turn_began.set(now);
        }
        self.phase.set(Phase::Running);
        let entered = context::enter(self.clone());
        self.polls.set(0);
        loop {
            if self.left.get() == 0 {
                self.begin_pass();
            }
            self.run_pass();
            self.tick_sometimes();
            // Short passes share a microtask, because asking for one costs more than they do.
            let is_cut = self.left.get() > 0;
            let is_full = self.polls.get() >= self.options.polls_per_microtask;
            if is_cut || is_full || self.ready.borrow().is_empty() || self.is_over_budget() {
                break;
            }
        }
        drop(entered);
        if self.left.get() > 0 {
            self.schedule_macrotask();
        } else {
            self.go_on();
        }
    }

    fn begin_pass(&self) {
        self.collect();
        let ready = self.ready.borrow().len();
        self.left.set(ready);
        if ready > 0 {
            self.record(What::PassBegun {
                ready: u32::try_from(ready).unwrap_or(u32::MAX),
                timers: u32::try_from(self.timers.borrow().len()).unwrap_or(u32::MAX),
            });
        }
    }

    fn record_pass_end(&self) {
        if self.is_recording() {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let timers = self.timers.borrow();
            self.record(What::PassEnded {
                ready: count(self.ready.borrow().len()),
                timers: count(timers.len()),
                timeouts: count(timers.limits()),
            });
        }
    }

    /// Queues what was woken from outside, then the due timers.
    fn collect(&self) {
        self.cause.set(Cause::Outside);
        for address in self.inbox.take() {
            self.enqueue(address);
        }
        let now = self.last_tick();
        let mut timers = self.timers.borrow_mut();
        while let Some(due) = timers.pop_due(now) {
            self.push_ready(Ready::Timer(due));
        }
    }

    fn run_pass(self: &Rc<Core>) {
        while let Some(left) = self.left.get().checked_sub(1) {
            let entry = self.ready.borrow_mut().pop_front();
            self.left.set(left);
            self.polls.set(self.polls.get() + 1);
            match entry {
                Some(Ready::Task(address)) => self.run_task(address),
                Some(Ready::Call(callback)) => self.run_callback(&callback),
                Some(Ready::Timer(key)) => self.run_timer(key),
                Some(Ready::Ending) => self.run_ending(),
                None => self.left.set(0),
            }
            if self.left.get() == 0 {
                if let Some(main) = self.stopping.take() {
                    self.cause.set(Cause::Task(main));
                    self.cancel_all("the main task has ended");
                    self.cause.set(Cause::Outside);
                }
                self.record_pass_end();
            } else if self.budget_is_used_up() {
                return;
            }
        }
    }

    fn run_timer(&self, key: TimerKey) {
        let alarm = self.timers.borrow_mut().fire(key);
        match alarm {
            Some(Alarm::Wake(waker)) => {
                self.cause.set(Cause::Timer);
                waker.wake();
                self.cause.set(Cause::Outside);
            }
            Some(Alarm::Call(callback)) => self.run_callback(&callback),
            None => {}
        }
    }

    fn run_ending(&self) {
        let ending = self.endings.borrow_mut().pop_front();
        if let Some(Ending {
            task,
            watch,
            number,
        }) = ending
        {
            self.cause.set(Cause::Task(task.header().id()));
            watch.ended(number, &*task);
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

    fn budget_is_used_up(&self) -> bool {
        self.tick_sometimes();
        self.is_over_budget()
    }

    /// Reads the clock now and then where no recording does it after each poll.
    fn tick_sometimes(&self) {
        if !self.is_recording() && self.polls.get().is_multiple_of(POLLS_PER_TICK) {
            self.tick();
        }
    }

    /// Whether the budget was used up when the clock was last read.
    fn is_over_budget(&self) -> bool {
        self.last_tick() - self.turn_began.get() >= self.options.budget
    }

    /// Sees to it that the loop is entered again when there is something to do.
    fn go_on(&self) {
        if !self.ready.borrow().is_empty() {
            // The clock was read when this turn began; a poll that outlasts the budget unseen is
            // noticed at the beginning of the next.
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
