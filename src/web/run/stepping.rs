//! Runs on the virtual clock, one pass of the event loop at a time.

use super::{BUDGET, Run, Source};
use crate::runtime::Runtime;
use crate::web::dom::milliseconds;
use crate::web::in_order::Delivery;

impl Run {
    /// Whether it is in progress on the virtual clock.
    pub(crate) fn can_pause(&self) -> bool {
        !self.ended && matches!(self.source, Source::Virtual(..))
    }

    /// Runs one pass of the loop, and pauses.
    pub(crate) fn step(&mut self) {
        if self.can_pause() {
            self.paused = true;
            self.pass();
        }
    }

    /// Runs the virtual clock within the frame's budget.
    pub(crate) fn advance(&mut self) {
        if !self.can_pause() || self.paused {
            return;
        }
        let until = milliseconds() + BUDGET;
        while self.pass() && milliseconds() < until {}
    }

    /// Runs one pass. External answers are delivered before the clock jumps, because they take no virtual time. Returns
    /// false if there is nothing to do yet.
    fn pass(&self) -> bool {
        let Source::Virtual(runtime, in_order) = &self.source else {
            return false;
        };
        let Some(clock) = runtime.clock() else {
            return false;
        };
        if clock.turn() {
            return true;
        }
        match in_order.deliver() {
            Delivery::Done => clock.turn(),
            Delivery::NotYet => false,
            Delivery::NoRequest => {
                let jumped = clock.jump();
                if !jumped {
                    self.note_deadlock(runtime);
                }
                jumped
            }
        }
    }

    /// Records a deadlock: tasks are left, but nothing is ready, and no timer or external request is pending.
    fn note_deadlock(&self, runtime: &Runtime) {
        if runtime.pending() > 0 && !self.is_deadlocked.replace(true) {
            runtime.record_deadlock();
        }
    }
}
