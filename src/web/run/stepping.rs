//! A run on the virtual clock, pass by pass.

use super::{BUDGET, Run, Source};
use crate::runtime::Runtime;
use crate::web::dom::milliseconds;
use crate::web::orderly::Delivery;

impl Run {
    /// Whether it is on the virtual clock and goes on.
    pub(crate) fn can_be_held(&self) -> bool {
        !self.over && matches!(self.source, Source::Virtual(..))
    }

    /// Runs one pass of the loop on the virtual clock, and holds the clock after it.
    pub(crate) fn step(&mut self) {
        if self.can_be_held() {
            self.held = true;
            self.pass();
        }
    }

    /// Lets the virtual clock run for as long as a frame allows.
    pub(crate) fn advance(&mut self) {
        if !self.can_be_held() || self.held {
            return;
        }
        let until = milliseconds() + BUDGET;
        while self.pass() && milliseconds() < until {}
    }

    /// One pass on the virtual clock. An answer from outside comes before time jumps, because it takes
    /// none of that time. False where there is nothing to do but wait.
    fn pass(&self) -> bool {
        let Source::Virtual(runtime, orderly) = &self.source else {
            return false;
        };
        let Some(clock) = runtime.clock() else {
            return false;
        };
        if clock.turn() {
            return true;
        }
        match orderly.deliver() {
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

    /// Tasks are left, but nothing is ready, no timer is pending, and nothing was asked of the world outside: that is
    /// for ever.
    fn note_deadlock(&self, runtime: &Runtime) {
        if runtime.pending() > 0 && !self.is_deadlocked.replace(true) {
            runtime.record_deadlock();
        }
    }
}
