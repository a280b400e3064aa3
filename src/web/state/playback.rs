//! The reader's moment in the run: playing, stepping, and going to a moment.

use super::State;
use super::moment_ref::MomentRef;
use crate::player::{Direction, Player, PlayerMessage, Tape};
use crate::time::Instant;
use crate::trace::Moment;
use crate::web::run::{Clock, Run};
use core::time::Duration;

/// The player, and where it has to go.
#[derive(Default)]
pub(crate) struct Playback {
    /// The player, with the reader's moment.
    pub(crate) player: Player,
    /// The moment that the address or a call requested.
    pub(super) requested: Option<MomentRef>,
    /// The time of the last frame, in milliseconds.
    last_frame: Option<f64>,
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
            None if run.is_growing() => run.with_log(Moment::last),
            moment => moment,
        }
    }

    /// The reader's moment for an address; `None` at the end.
    pub(super) fn here(&self) -> Option<MomentRef> {
        self.moment_ref(self.playback.player.moment()?)
    }

    /// A moment for an address; `None` if no address can lead to the run.
    pub(super) fn moment_ref(&self, moment: Moment) -> Option<MomentRef> {
        Some(match self.run.as_ref()?.clock()? {
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

    /// Advances the player in a frame, given the time in milliseconds.
    pub(super) fn play_frame(&mut self, now: f64) {
        let before = self.playback.last_frame.replace(now);
        let passed = before.map_or(0.0, |before| now - before);
        let has_ended = self.run.as_ref().is_some_and(|run| !run.is_growing());
        if self.playback.requested.is_some() && has_ended {
            self.go_to_requested();
        }
        if self.playback.player.is_playing() {
            let passed = Duration::from_micros((passed.clamp(0.0, 250.0) * 1000.0) as u64);
            self.play(PlayerMessage::Tick(passed));
        }
        if !self.is_moving() {
            self.playback.last_frame = None;
        }
    }

    /// Goes to the requested moment once the run has ended.
    pub(super) fn go_to_requested(&mut self) {
        if self.next_run.is_due || self.run.as_ref().is_none_or(Run::is_growing) {
            return;
        }
        match self.playback.requested.take() {
            Some(MomentRef::Time(at)) => self.play(PlayerMessage::Seek(at.min(self.end()))),
            Some(MomentRef::Event(seq)) => self.play(PlayerMessage::After(seq)),
            None => {}
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
