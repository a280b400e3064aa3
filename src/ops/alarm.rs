//! A timer that wakes a task; what limits and sleeps are made of.

use crate::runtime::{self, Core, TimerKey};
use crate::time::{Duration, Instant};
use core::task::{Context, Waker};
use std::rc::Rc;

/// A timer that wakes a task. Dropping it forgets the timer.
pub(super) struct Alarm {
    core: Rc<Core>,
    key: TimerKey,
}

impl Alarm {
    /// Wakes `waker` at `when`; where that has passed, at its turn in the next pass.
    pub(super) fn new(when: Instant, waker: &Waker) -> Alarm {
        Alarm::insert(when, waker, Core::insert_timer)
    }

    /// The same for the limit of a timeout.
    pub(super) fn limit(when: Instant, waker: &Waker) -> Alarm {
        Alarm::insert(when, waker, Core::insert_limit)
    }

    fn insert(
        when: Instant,
        waker: &Waker,
        insert: fn(&Core, Instant, Waker) -> TimerKey,
    ) -> Alarm {
        let core = runtime::current("a timer");
        let key = if when <= core.tick() {
            core.insert_due_timer(waker.clone())
        } else {
            insert(&core, when, waker.clone())
        };
        Alarm { core, key }
    }

    pub(super) fn has_fired(&self) -> bool {
        !self.core.is_timer_armed(self.key)
    }

    /// Whether it is yet to fire; if so, it will wake `waker`.
    pub(super) fn rewake(&self, waker: &Waker) -> bool {
        self.core.rewake_timer(self.key, waker)
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.core.cancel_timer(self.key);
    }
}

/// How long an operation may wait, counted from the first time that it asks.
pub(super) enum Limit {
    After(Duration),
    At(Alarm),
    Over,
}

impl Limit {
    /// Whether it was reached; if not, the task is woken when it is.
    pub(super) fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        match self {
            Limit::After(duration) => {
                let when = super::now() + *duration;
                *self = Limit::At(Alarm::limit(when, cx.waker()));
                false
            }
            Limit::At(alarm) if alarm.rewake(cx.waker()) => false,
            Limit::At(_) | Limit::Over => {
                *self = Limit::Over;
                true
            }
        }
    }
}
