//! The reader's moment in the run: playing, stepping, and going to a moment.

use super::State;
use super::moment_ref::MomentRef;
use crate::player::{Direction, Player, PlayerMessage, SPEEDS, TRUE_SPEED, Tape, speed_name};
use crate::time::Instant;
use crate::trace::Moment;
use crate::web::run::{Clock, Run};
use core::time::Duration;

/// The value of the attribute `speed` for runs that are drawn at once.
const AT_ONCE: &str = "max";

/// The player, and where it has to go.
#[derive(Default)]
pub(crate) struct Playback {
    /// The player, with the reader's moment.
    pub(crate) player: Player,
    /// The moment that the address or a call requested.
    pub(super) requested: Option<MomentRef>,
    /// Whether runs on the virtual clock are drawn as soon as they are computed, instead of being played.
    pub(super) is_at_once: bool,
    /// The time of the last frame, in milliseconds.
    last_frame: Option<f64>,
}

/// The longest time that counts as passed between two frames, in milliseconds: a page in the background draws none.
const MAX_FRAME: f64 = 250.0;

impl Playback {
    /// Whether the player will go to a requested moment once the run has reached it.
    pub(crate) fn is_on_its_way(&self) -> bool {
        self.requested.is_some()
    }
}

impl State {
    /// The time that the run has reached.
    pub(crate) fn end(&self) -> Instant {
        self.run.as_ref().map_or(Instant::ZERO, Run::now)
    }

    /// The moment whose state is shown: the reader's moment, or the last one of a run in progress; else `None`.
    pub(crate) fn moment(&self) -> Option<Moment> {
        let run = self.run.as_ref()?;
        match self.playback.player.moment() {
            None if run.is_growing() => {
                let last = run.with_view(|view| view.last_read())?;
                let at = last.at.max(run.now());
                Some(Moment { at, ..last })
            }
            moment => moment,
        }
    }

    /// The reader's moment for an address; `None` at the end.
    pub(super) fn here(&self) -> Option<MomentRef> {
        self.moment_ref(self.playback.player.moment()?)
    }

    /// A moment for an address; `None` if no address can lead to the run.
    pub(super) fn moment_ref(&self, moment: Moment) -> Option<MomentRef> {
        let run = self.run.as_ref()?;
        if self.linked_recording().is_some() {
            return Some(MomentRef::Event(moment.seq));
        }
        Some(match run.clock()? {
            Clock::Virtual => MomentRef::Event(moment.seq),
            Clock::Real => MomentRef::Time(moment.at),
        })
    }

    /// Handles a message for the player.
    pub(super) fn play(&mut self, message: PlayerMessage) {
        let Some(run) = &mut self.run else { return };
        let player = &mut self.playback.player;
        let at_its_edge = player.moment().is_none();
        if run.can_pause() && at_its_edge {
            match message {
                PlayerMessage::Toggle => return run.paused = !run.paused,
                PlayerMessage::Event(Direction::Forward)
                | PlayerMessage::Poll(Direction::Forward) => return run.step(),
                _ => {}
            }
        }
        match message {
            PlayerMessage::End => run.play_at_once(),
            PlayerMessage::Speed(_) => self.playback.is_at_once = false,
            _ => {}
        }
        let grows = run.is_growing();
        run.with_view(|run| player.update(message, Tape { run, grows }));
        if let Some(moment) = player.moment() {
            let end = self.end();
            if grows {
                self.timeline.visible_window.freeze(end);
            }
            self.timeline.visible_window.reveal(moment.at, end);
        }
        self.follow();
    }

    /// The time that has passed since the last frame, given the time in milliseconds.
    pub(super) fn passed(&mut self, now: f64) -> Duration {
        let before = self.playback.last_frame.replace(now);
        let passed = before.map_or(0.0, |before| now - before);
        Duration::from_micros((passed.clamp(0.0, MAX_FRAME) * 1000.0) as u64)
    }

    /// Advances the player in a frame, after this much time has passed.
    pub(super) fn play_frame(&mut self, passed: Duration) {
        if self.playback.requested.is_some() {
            self.go_to_requested();
        }
        if self.playback.player.is_playing() {
            self.play(PlayerMessage::Tick(passed));
        }
        if !self.is_moving() {
            self.playback.last_frame = None;
        }
    }

    /// Sets how fast runs are played, from the attribute: a fraction, or `max`. Ignores other text.
    pub(super) fn set_speed(&mut self, given: &str) {
        self.playback.is_at_once = given == AT_ONCE;
        match SPEEDS.iter().position(|speed| speed_name(*speed) == given) {
            Some(index) => self.playback.player.set_speed(index),
            None if self.playback.is_at_once => {}
            None => self.playback.player.set_speed(TRUE_SPEED),
        }
    }

    /// How fast runs are played, in the form of the attribute.
    pub(super) fn speed(&self) -> String {
        match self.playback.is_at_once {
            true => AT_ONCE.to_owned(),
            false => speed_name(SPEEDS[self.playback.player.speed()]),
        }
    }

    /// Goes to the requested moment once the run has ended.
    pub(super) fn go_to_requested(&mut self) {
        if self.next_run.is_due {
            return;
        }
        let Some(run) = &mut self.run else { return };
        if !run.is_settled() {
            if self.playback.requested.is_some() {
                run.play_at_once();
            }
            return;
        }
        match self.playback.requested.take() {
            Some(MomentRef::Time(at)) => self.play(PlayerMessage::Seek(at.min(self.end()))),
            Some(MomentRef::Event(seq)) => self.play(PlayerMessage::After(seq)),
            None => return,
        }
        if self.narration.is_on {
            self.read_steps();
            self.select_narrated();
        }
    }

    /// Goes to a moment, now or once the run has ended. Ignores text that is not a moment.
    pub(super) fn seek(&mut self, at: &str) {
        if let Ok(moment) = MomentRef::read(at) {
            self.playback.requested = Some(moment);
            self.go_to_requested();
        }
    }
}
