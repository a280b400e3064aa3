//! Runs on the virtual clock: played at the reader's pace, at once, or one pass of the event loop at a time.

use super::{BUDGET, Run, Source};
use crate::runtime::Runtime;
use crate::time::{Duration, Instant};
use crate::trace::Moment;
use crate::web::dom::milliseconds;
use crate::web::in_order::Delivery;

/// What the loop did.
enum Pass {
    /// It ran a pass.
    Ran,
    /// The next timer is due after the time that the run may reach, or a turn has blocked until after it.
    TooEarly,
    /// There is nothing to do yet.
    Nothing,
}

impl Run {
    /// Whether it is in progress on the virtual clock.
    pub(crate) fn can_pause(&self) -> bool {
        !self.ended && matches!(self.source, Source::Virtual(..))
    }

    /// Runs one pass of the loop, or shows the rest of one that blocks, and pauses.
    pub(crate) fn step(&mut self) {
        if self.can_pause() {
            self.paused = true;
            if self.played().is_none() {
                self.pass(None);
            }
            self.arrive(self.clock_time());
        }
    }

    /// The time that was played, if the clock is ahead of it, as in a turn that blocks.
    fn played(&self) -> Option<Instant> {
        let played = self.pace.filter(|_| self.can_pause())?.at();
        (self.clock_time() > played).then_some(played)
    }

    /// How many of the next events can be shown: at most `most`, and none that is later than what was played.
    pub(super) fn playable(&self, most: usize) -> usize {
        let Some(played) = self.played() else {
            return most;
        };
        let last = self.with_log(|log| Moment::at(log, played));
        let events = last.map_or(0, |last| {
            (last.seq + 1).saturating_sub(self.model.next_seq())
        });
        usize::try_from(events).map_or(most, |events| events.min(most))
    }

    /// Continues on the virtual clock without regard to time: as fast as it can be computed.
    pub(crate) fn play_at_once(&mut self) {
        if self.can_pause() {
            (self.pace, self.paused) = (None, false);
        }
    }

    /// How many times faster than asked it is played because it is long.
    pub(crate) fn hurry(&self) -> u64 {
        let pace = self.pace.filter(|_| self.can_pause());
        pace.map_or(1, |pace| pace.hurry())
    }

    /// Whether the reader's speed determines how fast it runs.
    pub(crate) fn is_paced(&self) -> bool {
        self.can_pause() && self.pace.is_some()
    }

    /// Runs the virtual clock within the frame's budget, and as far as it may get when this much time has passed for the
    /// reader, at this speed.
    pub(crate) fn advance(&mut self, passed: Duration, speed: (u32, u32)) {
        if !self.can_pause() || self.paused {
            return;
        }
        let budget_ends = milliseconds() + BUDGET;
        let until = self.pace.as_mut().map(|pace| pace.until(passed, speed));
        let is_too_early = loop {
            match self.pass(until) {
                Pass::Ran if milliseconds() < budget_ends => {}
                Pass::Ran | Pass::Nothing => break false,
                Pass::TooEarly => break true,
            }
        };
        let now = self.clock_time();
        self.arrive(match until {
            Some(until) if is_too_early || until < now => until,
            _ => now,
        });
    }

    /// Notes the time that was played: that of the clock, or one between two timers or within a turn that blocks.
    fn arrive(&mut self, at: Instant) {
        if let Some(pace) = &mut self.pace {
            pace.reached(at);
        }
    }

    /// The time of the virtual clock.
    fn clock_time(&self) -> Instant {
        let runtime = self.runtime();
        runtime.map_or(Instant::ZERO, |runtime| runtime.time())
    }

    /// Advances the virtual clock to the time that is shown, between two timers.
    pub(super) fn catch_up_clock(&self) {
        if let (Source::Virtual(runtime, _), Some(pace)) = (&self.source, self.pace)
            && let Some(clock) = runtime.clock()
        {
            clock.advance(pace.at() - runtime.time());
        }
    }

    /// Runs one pass. External answers are delivered before the clock jumps, because they take no virtual time. The clock
    /// jumps to the next timer unless that is after `until`.
    fn pass(&self, until: Option<Instant>) -> Pass {
        let Source::Virtual(runtime, in_order) = &self.source else {
            return Pass::Nothing;
        };
        let Some(clock) = runtime.clock() else {
            return Pass::Nothing;
        };
        if until.is_some_and(|until| runtime.time() > until) {
            return Pass::TooEarly;
        }
        if clock.turn() {
            return Pass::Ran;
        }
        let ran = match in_order.deliver() {
            Delivery::Done => clock.turn(),
            Delivery::NotYet => false,
            Delivery::NoRequest => {
                let next = clock.next_deadline();
                if next.zip(until).is_some_and(|(next, until)| next > until) {
                    return Pass::TooEarly;
                }
                let jumped = clock.jump();
                if !jumped {
                    self.note_deadlock(runtime);
                }
                jumped
            }
        };
        match ran {
            true => Pass::Ran,
            false => Pass::Nothing,
        }
    }

    /// Records a deadlock: tasks are left, but nothing is ready, and no timer or external request is pending.
    fn note_deadlock(&self, runtime: &Runtime) {
        if runtime.pending() > 0 && !self.is_deadlocked.replace(true) {
            runtime.record_deadlock();
        }
    }
}
