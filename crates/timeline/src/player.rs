//! The player: the position in a recording, and how it moves.

use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::{EventKind, Log, Moment, RunView, TaskId};

/// Playback speeds relative to the run, as fractions.
pub const SPEEDS: [(u32, u32); 9] = [
    (1, 100),
    (1, 50),
    (1, 20),
    (1, 10),
    (1, 4),
    (1, 2),
    (1, 1),
    (3, 1),
    (10, 1),
];
/// The index of true speed in [`SPEEDS`].
pub const TRUE_SPEED: usize = 6;

/// A speed as text: `1/10`, `3`.
pub fn speed_name((times, parts): (u32, u32)) -> String {
    match parts {
        1 => times.to_string(),
        parts => format!("{times}/{parts}"),
    }
}

/// A command of the user, or the passage of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlayerMessage {
    /// Play or pause. Playing begins at the start if the position is at the end.
    Toggle,
    /// Set the speed to this index in [`SPEEDS`], at most the last.
    Speed(usize),
    /// Step by one event.
    Event(Direction),
    /// Go to the beginning of the next or previous poll.
    Poll(Direction),
    /// Go to a time.
    Seek(Instant),
    /// Go to the moment after an event, given by its sequence number.
    After(u64),
    /// Go to the first event, or to the beginning of the range.
    Start,
    /// Go to the end. In a live run, follow it.
    End,
    /// Go to the spawn of a task.
    TaskStart(TaskId),
    /// Go to the end of a task, or to the end of the run if the task has not ended.
    TaskEnd(TaskId),
    /// Set the range to repeat. `None` plays the whole run.
    Range(Option<(Instant, Instant)>),
    /// This much time has passed for the user.
    Tick(Duration),
}

/// The direction of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Direction {
    Forward,
    Back,
}

/// What is played: a recording, or a live run so far.
#[derive(Clone, Copy)]
pub struct Tape<'a> {
    /// The log and its model.
    pub run: RunView<'a>,
    /// Whether the run is live, so that the log grows.
    pub grows: bool,
}

/// The position in a recording, and the state of playback.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}};
/// use coroscope::player::{PlayerMessage, Player, Tape, Direction};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let tape = Tape { run: RunView::new(log, &model), grows: false };
///     let mut player = Player::default();
///     player.update(PlayerMessage::Toggle, tape);
///     player.update(PlayerMessage::Tick(ms(2)), tape);
///     assert_eq!(player.moment().unwrap().at.elapsed(), ms(2));
///     player.update(PlayerMessage::Poll(Direction::Forward), tape);
///     assert_eq!(player.moment().unwrap().at.elapsed(), ms(5));
/// });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Player {
    /// `None` at the end, which moves in a live run.
    moment: Option<Moment>,
    playing: bool,
    speed: usize,
    range: Option<(Instant, Instant)>,
    /// The remainder of time that was not played yet, as the numerator of a fraction of a microsecond with the
    /// denominator of the speed.
    rest: u64,
}

impl Default for Player {
    fn default() -> Player {
        Player {
            moment: None,
            playing: false,
            speed: TRUE_SPEED,
            range: None,
            rest: 0,
        }
    }
}

impl Player {
    /// A player at the end of another run, with the same speed.
    pub fn at_the_end(&self) -> Player {
        Player {
            speed: self.speed,
            ..Player::default()
        }
    }

    /// The position. `None` at the end, or while following a live run.
    pub fn moment(&self) -> Option<Moment> {
        self.moment
    }

    /// Whether it is playing. False while following a live run.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// The index of the speed in [`SPEEDS`].
    pub fn speed(&self) -> usize {
        self.speed
    }

    /// Sets the speed to this index in [`SPEEDS`], at most the last.
    pub fn set_speed(&mut self, index: usize) {
        (self.speed, self.rest) = (index.min(SPEEDS.len() - 1), 0);
    }

    /// The range that is repeated.
    pub fn range(&self) -> Option<(Instant, Instant)> {
        self.range
    }

    /// Handles a message.
    pub fn update(&mut self, message: PlayerMessage, tape: Tape) {
        let Some(last) = tape.run.last_read() else {
            return;
        };
        self.stay_within(tape.run.log);
        match message {
            PlayerMessage::Toggle if self.playing || (tape.grows && self.moment.is_none()) => {
                self.pause_at(self.moment.or(Some(last)));
            }
            PlayerMessage::Toggle => {
                self.moment = self.moment.or_else(|| self.start(tape.run.log));
                (self.playing, self.rest) = (true, 0);
            }
            PlayerMessage::Speed(index) => self.set_speed(index),
            PlayerMessage::Event(direction) => {
                let here = self.moment.unwrap_or(last).seq;
                let to = match direction {
                    Direction::Forward => here.saturating_add(1).min(last.seq),
                    Direction::Back => here.saturating_sub(1).max(tape.run.log.dropped()),
                };
                self.pause_at(Moment::after(tape.run.log, to));
            }
            PlayerMessage::Poll(direction) => {
                let here = self.moment.unwrap_or(last).seq;
                let to = poll(tape.run.log, here, direction).or(match direction {
                    Direction::Forward => Some(last),
                    Direction::Back => Moment::first(tape.run.log),
                });
                self.pause_at(to);
            }
            PlayerMessage::Seek(at) => self.moment = Moment::at(tape.run.log, at),
            PlayerMessage::After(seq) => {
                self.pause_at(Moment::after(tape.run.log, seq).or(Some(last)))
            }
            PlayerMessage::Start => self.moment = self.start(tape.run.log),
            PlayerMessage::End => self.pause_at(None),
            PlayerMessage::TaskStart(task) => {
                let track = tape.run.model.task(task);
                let spawned = track.and_then(|track| track.spans.first());
                let to = spawned.and_then(|span| Moment::after(tape.run.log, span.seq));
                self.pause_at(to.or(Moment::first(tape.run.log)));
            }
            PlayerMessage::TaskEnd(task) => self.pause_at(ended(tape, task).or(Some(last))),
            PlayerMessage::Range(range) => {
                self.range = range.filter(|(from, to)| from < to);
                self.moment = match self.range {
                    Some(_) => self.start(tape.run.log),
                    None => self.moment,
                };
            }
            PlayerMessage::Tick(passed) if self.playing => self.tick(passed, tape, last),
            PlayerMessage::Tick(_) => {}
        }
    }

    fn pause_at(&mut self, moment: Option<Moment>) {
        (self.moment, self.playing) = (moment, false);
    }

    fn start(&self, log: &Log) -> Option<Moment> {
        match self.range {
            Some((from, _)) => Moment::at(log, from),
            None => Moment::first(log),
        }
    }

    /// Moves the position if its event was dropped because the log is full.
    fn stay_within(&mut self, log: &Log) {
        if let Some(moment) = self.moment.filter(|moment| log.get(moment.seq).is_none()) {
            self.moment = Moment::at(log, moment.at);
        }
    }

    fn tick(&mut self, passed: Duration, tape: Tape, last: Moment) {
        let (times, parts) = SPEEDS[self.speed];
        let micros = u64::try_from(passed.as_micros()).unwrap_or(u64::MAX);
        let micros = micros
            .saturating_mul(u64::from(times))
            .saturating_add(self.rest);
        self.rest = micros % u64::from(parts);
        let here = self.moment.unwrap_or(last).at.as_micros();
        let to = Instant::from_micros(here.saturating_add(micros / u64::from(parts)));
        match self.range {
            Some((from, until)) if to >= until => self.moment = Moment::at(tape.run.log, from),
            // Follows a live run from now on; otherwise stops.
            None if to >= last.at => self.pause_at(None),
            _ => self.moment = Moment::at(tape.run.log, to.min(last.at)),
        }
    }
}

/// The beginning of the nearest poll after or before an event.
fn poll(log: &Log, from: u64, direction: Direction) -> Option<Moment> {
    let is_poll = |seq: &u64| {
        let event = log.get(*seq);
        event.is_some_and(|event| matches!(event.kind, EventKind::PollBegun { .. }))
    };
    let seq = match direction {
        Direction::Forward => (from + 1..log.next_seq()).find(is_poll),
        Direction::Back => (log.dropped()..from).rev().find(is_poll),
    };
    Moment::after(log, seq?)
}

fn ended(tape: Tape, task: TaskId) -> Option<Moment> {
    let track = tape.run.model.task(task)?;
    track.end?;
    let last = track.spans.last()?.seq;
    let is_end =
        |kind: EventKind| matches!(kind, EventKind::TaskEnded { task: ended, .. } if ended == task);
    let mut after = tape.run.log.iter_from(last);
    let (seq, _) = after.find(|(_, event)| is_end(event.kind))?;
    Moment::after(tape.run.log, seq)
}
