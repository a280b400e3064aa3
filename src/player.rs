//! The player: at which moment of a recording the reader is, and how the reader moves.

use crate::time::{Duration, Instant};
use crate::trace::{Log, Model, Moment, TaskId, What};

/// How many times as fast as the run, as a fraction.
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
const AS_FAST_AS_IT_RAN: usize = 6;

/// What the reader asks for, and the passing of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Message {
    /// Play, from the start where all has been played; or pause.
    Toggle,
    /// The speed with this index in [`SPEEDS`]; past the last is the last.
    Speed(usize),
    /// One event on or back.
    Event(Way),
    /// To the beginning of the next poll, or of the one before.
    Poll(Way),
    /// To a time.
    Seek(Instant),
    /// To the moment after an event.
    After(u64),
    /// To the first event, or to the beginning of the range.
    Start,
    /// To the end; on a run that goes on, along with it.
    End,
    /// To where a task is spawned.
    TaskStart(TaskId),
    /// To where a task ends; to the end of the run where it does not.
    TaskEnd(TaskId),
    /// Play only this stretch, over and over; all of the run where there is none.
    Range(Option<(Instant, Instant)>),
    /// So much time of the reader's has passed.
    Tick(Duration),
}

/// On or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Way {
    Forward,
    Back,
}

/// What is played: a recording, or a run so far.
#[derive(Clone, Copy)]
pub struct Tape<'a> {
    /// The log.
    pub log: &'a Log,
    /// The model made of all of it.
    pub model: &'a Model,
    /// Whether more is to come.
    pub grows: bool,
}

/// Where the reader is in a recording.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::Model};
/// use coroscope::player::{Message, Player, Tape, Way};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let tape = Tape { log, model: &model, grows: false };
///     let mut player = Player::default();
///     player.update(Message::Toggle, tape);
///     player.update(Message::Tick(ms(2)), tape);
///     assert_eq!(player.moment().unwrap().at.elapsed(), ms(2));
///     player.update(Message::Poll(Way::Forward), tape);
///     assert_eq!(player.moment().unwrap().at.elapsed(), ms(5));
/// });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Player {
    /// None is the end, wherever that is by now.
    moment: Option<Moment>,
    playing: bool,
    speed: usize,
    range: Option<(Instant, Instant)>,
    /// Of a microsecond that was not played yet, how many parts of the speed's divisor.
    rest: u64,
}

impl Default for Player {
    fn default() -> Player {
        Player {
            moment: None,
            playing: false,
            speed: AS_FAST_AS_IT_RAN,
            range: None,
            rest: 0,
        }
    }
}

impl Player {
    /// At the end of another run, with the same speed.
    pub fn at_the_end(&self) -> Player {
        Player {
            speed: self.speed,
            ..Player::default()
        }
    }

    /// Where the reader is; none at the end, and along with a run that goes on.
    pub fn moment(&self) -> Option<Moment> {
        self.moment
    }

    /// Whether the reader's moment moves by itself, other than along with a run.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// The index of the speed in [`SPEEDS`].
    pub fn speed(&self) -> usize {
        self.speed
    }

    /// The stretch that is played over and over.
    pub fn range(&self) -> Option<(Instant, Instant)> {
        self.range
    }

    /// Does what a message says.
    pub fn update(&mut self, message: Message, tape: Tape) {
        let Some(last) = Moment::last(tape.log) else {
            return;
        };
        self.keep_to(tape.log);
        match message {
            Message::Toggle if self.playing || (tape.grows && self.moment.is_none()) => {
                self.pause_at(self.moment.or(Some(last)));
            }
            Message::Toggle => {
                self.moment = self.moment.or_else(|| self.start(tape.log));
                (self.playing, self.rest) = (true, 0);
            }
            Message::Speed(index) => (self.speed, self.rest) = (index.min(SPEEDS.len() - 1), 0),
            Message::Event(way) => {
                let here = self.moment.unwrap_or(last).seq;
                let to = match way {
                    Way::Forward => here.saturating_add(1).min(last.seq),
                    Way::Back => here.saturating_sub(1).max(tape.log.dropped()),
                };
                self.pause_at(Moment::after(tape.log, to));
            }
            Message::Poll(way) => {
                let here = self.moment.unwrap_or(last).seq;
                let to = poll(tape.log, here, way).or(match way {
                    Way::Forward => Some(last),
                    Way::Back => Moment::first(tape.log),
                });
                self.pause_at(to);
            }
            Message::Seek(at) => self.moment = Moment::at(tape.log, at),
            Message::After(seq) => self.pause_at(Moment::after(tape.log, seq).or(Some(last))),
            Message::Start => self.moment = self.start(tape.log),
            Message::End => self.pause_at(None),
            Message::TaskStart(task) => {
                let track = tape.model.task(task);
                let spawned = track.and_then(|track| track.spans.first());
                let to = spawned.and_then(|span| Moment::after(tape.log, span.seq));
                self.pause_at(to.or(Moment::first(tape.log)));
            }
            Message::TaskEnd(task) => self.pause_at(ended(tape, task).or(Some(last))),
            Message::Range(range) => {
                self.range = range.filter(|(from, to)| from < to);
                self.moment = match self.range {
                    Some(_) => self.start(tape.log),
                    None => self.moment,
                };
            }
            Message::Tick(passed) if self.playing => self.tick(passed, tape, last),
            Message::Tick(_) => {}
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

    /// The oldest events of a log go when it is full, also those at which the reader is.
    fn keep_to(&mut self, log: &Log) {
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
            Some((from, until)) if to >= until => self.moment = Moment::at(tape.log, from),
            // Along with the run from now on, or over.
            None if to >= last.at => self.pause_at(None),
            _ => self.moment = Moment::at(tape.log, to.min(last.at)),
        }
    }
}

/// The nearest beginning of a poll after or before an event.
fn poll(log: &Log, from: u64, way: Way) -> Option<Moment> {
    let is_poll = |seq: &u64| {
        let event = log.get(*seq);
        event.is_some_and(|event| matches!(event.what, What::PollBegun { .. }))
    };
    let seq = match way {
        Way::Forward => (from + 1..log.next_seq()).find(is_poll),
        Way::Back => (log.dropped()..from).rev().find(is_poll),
    };
    Moment::after(log, seq?)
}

fn ended(tape: Tape, task: TaskId) -> Option<Moment> {
    let track = tape.model.task(task)?;
    track.end?;
    let last = track.spans.last()?.seq;
    let is_end = |what: What| matches!(what, What::Ended { task: ended, .. } if ended == task);
    let mut after = tape.log.iter_from(last);
    let (seq, _) = after.find(|(_, event)| is_end(event.what))?;
    Moment::after(tape.log, seq)
}
