//! The player: playback and steps, on recordings and live runs.

use coroscope::player::{Direction, Player, PlayerMessage, SPEEDS, Tape};
use coroscope::time::{Duration, Instant, ms};
use coroscope::trace::{EventKind, Log, Model, RunView, TaskId};
use coroscope::{Runtime, sleep, spawn};

fn at(millis: u64) -> Instant {
    Instant::ZERO + ms(millis)
}

/// Main sleeps 10 ms, then awaits a task that sleeps 20 ms.
fn recording() -> Runtime {
    let rt = Runtime::virtual_clock();
    rt.block_on(async {
        let child = spawn(async {
            sleep(ms(20)).await;
            Ok(())
        });
        sleep(ms(10)).await;
        child.await
    })
    .unwrap();
    rt
}

/// A player on a log.
struct Reader<'a> {
    log: &'a Log,
    model: Model,
    grows: bool,
    player: Player,
}

impl<'a> Reader<'a> {
    fn of(log: &'a Log) -> Reader<'a> {
        Reader {
            log,
            model: Model::of(log),
            grows: false,
            player: Player::default(),
        }
    }

    fn send(&mut self, messages: impl IntoIterator<Item = PlayerMessage>) -> &mut Self {
        for message in messages {
            let tape = Tape {
                run: RunView::new(self.log, &self.model),
                grows: self.grows,
            };
            self.player.update(message, tape);
        }
        self
    }

    /// The last event at the player's position, and the time.
    fn here(&self) -> Option<(EventKind, Instant)> {
        let moment = self.player.moment()?;
        Some((self.log.get(moment.seq)?.kind, moment.at))
    }

    fn time(&self) -> Option<Instant> {
        Some(self.player.moment()?.at)
    }
}

fn with(test: impl FnOnce(&mut Reader)) {
    recording().with_log(|log| test(&mut Reader::of(log)));
}

#[test]
fn it_begins_at_the_end_and_plays_from_the_start() {
    with(|reader| {
        assert_eq!(reader.player.moment(), None);
        reader.send([PlayerMessage::Toggle]);
        assert!(reader.player.is_playing());
        assert_eq!(reader.time(), Some(at(0)));
        reader.send([PlayerMessage::Tick(ms(12))]);
        assert_eq!(reader.time(), Some(at(12)));
        reader.send([PlayerMessage::Tick(ms(8))]);
        assert_eq!(reader.player.moment(), None, "everything was played");
        assert!(!reader.player.is_playing());
    });
}

#[test]
fn a_slow_player_loses_no_time_to_rounding() {
    with(|reader| {
        reader.send([PlayerMessage::Speed(0), PlayerMessage::Toggle]);
        assert_eq!(SPEEDS[0], (1, 100));
        reader.send([PlayerMessage::Tick(Duration::from_micros(330)); 10]);
        assert_eq!(reader.time(), Some(Instant::from_micros(33)));
    });
}

#[test]
fn a_step_forward_and_a_step_back_return_to_the_same_event() {
    with(|reader| {
        reader.send([PlayerMessage::Start]);
        let mut seen = vec![reader.here()];
        while reader.player.moment().map(|moment| moment.seq + 1) < Some(reader.log.next_seq()) {
            reader.send([PlayerMessage::Event(Direction::Forward)]);
            seen.push(reader.here());
        }
        assert_eq!(seen.len(), reader.log.len(), "each event is a step");
        reader.send([PlayerMessage::Event(Direction::Forward)]);
        assert_eq!(
            reader.here(),
            *seen.last().unwrap(),
            "it stays at the last event"
        );
        for before in seen.iter().rev().skip(1) {
            reader.send([PlayerMessage::Event(Direction::Back)]);
            assert_eq!(reader.here(), *before);
        }
        reader.send([PlayerMessage::Event(Direction::Back)]);
        assert_eq!(reader.here(), seen[0], "it stays at the first event");
    });
}

#[test]
fn it_steps_from_poll_to_poll() {
    with(|reader| {
        let mut polled = Vec::new();
        reader.send([PlayerMessage::Start]);
        loop {
            reader.send([PlayerMessage::Poll(Direction::Forward)]);
            let Some((EventKind::PollBegun { task }, at)) = reader.here() else {
                break;
            };
            polled.push((task.number(), at));
        }
        let expected = [
            (1, at(0)),
            (2, at(0)),
            (1, at(10)),
            (2, at(20)),
            (1, at(20)),
        ];
        assert_eq!(polled, expected);
        reader.send([
            PlayerMessage::Poll(Direction::Back),
            PlayerMessage::Poll(Direction::Back),
        ]);
        let task = TaskId::from_index(1);
        assert_eq!(reader.here(), Some((EventKind::PollBegun { task }, at(20))));
    });
}

#[test]
fn it_goes_to_the_start_and_the_end_of_a_task() {
    with(|reader| {
        let (main, child) = (TaskId::from_index(0), TaskId::from_index(1));
        reader.send([PlayerMessage::TaskEnd(child)]);
        let (kind, when) = reader.here().unwrap();
        assert!(matches!(kind, EventKind::TaskEnded { task, .. } if task == child));
        assert_eq!(when, at(20));
        reader.send([PlayerMessage::TaskStart(main)]);
        assert!(
            matches!(reader.here().unwrap().0, EventKind::TaskSpawned { task, .. } if task == main)
        );
        let unknown = TaskId::from_index(77);
        reader.send([PlayerMessage::TaskEnd(unknown)]);
        assert_eq!(reader.time(), Some(at(20)), "the end of the run");
    });
}

#[test]
fn seeking_goes_to_the_last_event_that_is_not_later() {
    with(|reader| {
        reader.send([PlayerMessage::Seek(at(15))]);
        let moment = reader.player.moment().unwrap();
        assert_eq!(moment.at, at(15));
        assert!(reader.log.get(moment.seq).unwrap().at <= at(15));
        assert!(reader.log.get(moment.seq + 1).unwrap().at > at(15));
    });
}

#[test]
fn a_range_is_repeated() {
    with(|reader| {
        reader.send([
            PlayerMessage::Range(Some((at(5), at(15)))),
            PlayerMessage::Toggle,
        ]);
        assert_eq!(reader.time(), Some(at(5)));
        reader.send([PlayerMessage::Tick(ms(9))]);
        assert_eq!(reader.time(), Some(at(14)));
        reader.send([PlayerMessage::Tick(ms(2))]);
        assert_eq!(reader.time(), Some(at(5)));
        assert!(reader.player.is_playing());
        reader.send([PlayerMessage::Range(Some((at(15), at(15))))]);
        assert_eq!(reader.player.range(), None, "an empty range is ignored");
    });
}

#[test]
fn it_follows_a_live_run_until_it_is_paused() {
    with(|reader| {
        reader.grows = true;
        reader.send([PlayerMessage::Tick(ms(5))]);
        assert_eq!(reader.player.moment(), None);
        reader.send([PlayerMessage::Toggle]);
        assert_eq!(reader.time(), Some(at(20)), "it stays where the run was");
        reader.send([PlayerMessage::Tick(ms(5))]);
        assert_eq!(reader.time(), Some(at(20)));
        reader.send([
            PlayerMessage::Seek(at(15)),
            PlayerMessage::Toggle,
            PlayerMessage::Tick(ms(9)),
        ]);
        assert_eq!(reader.player.moment(), None, "it has caught up");
    });
}

#[test]
fn an_empty_log_has_no_moments() {
    let log = Log::default();
    let mut reader = Reader::of(&log);
    reader.send([
        PlayerMessage::Toggle,
        PlayerMessage::Event(Direction::Back),
        PlayerMessage::Poll(Direction::Forward),
        PlayerMessage::Seek(at(5)),
        PlayerMessage::TaskStart(TaskId::from_index(0)),
        PlayerMessage::Tick(ms(5)),
    ]);
    assert_eq!(reader.player, Player::default());
}

#[test]
fn it_does_not_go_back_to_dropped_events() {
    let rt = Runtime::virtual_clock();
    rt.block_on(async {
        sleep(ms(1)).await;
        Ok(())
    })
    .unwrap();
    let mut log = Log::new(0);
    let event = rt.with_log(|log| log.last().unwrap());
    for _ in 0..20_000 {
        log.push(event);
    }
    let mut reader = Reader::of(&log);
    reader.send([
        PlayerMessage::After(3),
        PlayerMessage::Event(Direction::Back),
        PlayerMessage::Start,
    ]);
    assert_eq!(reader.player.moment().unwrap().seq, log.dropped());
}
