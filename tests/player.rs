//! The player: from any moment to any other, on recordings and on runs that go on.

use coroscope::player::{Message, Player, SPEEDS, Tape, Way};
use coroscope::time::{Duration, Instant, ms};
use coroscope::trace::{Log, Model, TaskId, What};
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

/// A player before a log, and what it is told.
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

    fn tell(&mut self, messages: impl IntoIterator<Item = Message>) -> &mut Self {
        for message in messages {
            let tape = Tape {
                log: self.log,
                model: &self.model,
                grows: self.grows,
            };
            self.player.update(message, tape);
        }
        self
    }

    /// What happened last at the reader's moment, and when.
    fn here(&self) -> Option<(What, Instant)> {
        let moment = self.player.moment()?;
        Some((self.log.get(moment.seq)?.what, moment.at))
    }

    fn time(&self) -> Option<Instant> {
        Some(self.player.moment()?.at)
    }
}

fn with(test: impl FnOnce(&mut Reader)) {
    recording().with_log(|log| test(&mut Reader::of(log)));
}

#[test]
fn it_stands_at_the_end_and_plays_from_the_start() {
    with(|reader| {
        assert_eq!(reader.player.moment(), None);
        reader.tell([Message::Toggle]);
        assert!(reader.player.is_playing());
        assert_eq!(reader.time(), Some(at(0)));
        reader.tell([Message::Tick(ms(12))]);
        assert_eq!(reader.time(), Some(at(12)));
        reader.tell([Message::Tick(ms(8))]);
        assert_eq!(reader.player.moment(), None, "all is played");
        assert!(!reader.player.is_playing());
    });
}

#[test]
fn a_slow_player_loses_no_time_to_rounding() {
    with(|reader| {
        reader.tell([Message::Speed(0), Message::Toggle]);
        assert_eq!(SPEEDS[0], (1, 100));
        reader.tell([Message::Tick(Duration::from_micros(330)); 10]);
        assert_eq!(reader.time(), Some(Instant::from_micros(33)));
    });
}

#[test]
fn a_step_forward_and_a_step_back_are_where_one_was() {
    with(|reader| {
        reader.tell([Message::Start]);
        let mut seen = vec![reader.here()];
        while reader.player.moment().map(|moment| moment.seq + 1) < Some(reader.log.next_seq()) {
            reader.tell([Message::Event(Way::Forward)]);
            seen.push(reader.here());
        }
        assert_eq!(seen.len(), reader.log.len(), "each event is a step");
        reader.tell([Message::Event(Way::Forward)]);
        assert_eq!(reader.here(), *seen.last().unwrap(), "the last is the last");
        for before in seen.iter().rev().skip(1) {
            reader.tell([Message::Event(Way::Back)]);
            assert_eq!(reader.here(), *before);
        }
        reader.tell([Message::Event(Way::Back)]);
        assert_eq!(reader.here(), seen[0], "the first is the first");
    });
}

#[test]
fn it_steps_from_poll_to_poll() {
    with(|reader| {
        let mut polled = Vec::new();
        reader.tell([Message::Start]);
        loop {
            reader.tell([Message::Poll(Way::Forward)]);
            let Some((What::PollBegun { task }, at)) = reader.here() else {
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
        reader.tell([Message::Poll(Way::Back), Message::Poll(Way::Back)]);
        let task = TaskId::from_index(1);
        assert_eq!(reader.here(), Some((What::PollBegun { task }, at(20))));
    });
}

#[test]
fn it_goes_to_the_ends_of_a_task() {
    with(|reader| {
        let (main, child) = (TaskId::from_index(0), TaskId::from_index(1));
        reader.tell([Message::TaskEnd(child)]);
        let (what, when) = reader.here().unwrap();
        assert!(matches!(what, What::Ended { task, .. } if task == child));
        assert_eq!(when, at(20));
        reader.tell([Message::TaskStart(main)]);
        assert!(matches!(reader.here().unwrap().0, What::Spawned { task, .. } if task == main));
        let unknown = TaskId::from_index(77);
        reader.tell([Message::TaskEnd(unknown)]);
        assert_eq!(reader.time(), Some(at(20)), "the end of the run");
    });
}

#[test]
fn a_time_is_the_last_event_up_to_it() {
    with(|reader| {
        reader.tell([Message::Seek(at(15))]);
        let moment = reader.player.moment().unwrap();
        assert_eq!(moment.at, at(15));
        assert!(reader.log.get(moment.seq).unwrap().at <= at(15));
        assert!(reader.log.get(moment.seq + 1).unwrap().at > at(15));
    });
}

#[test]
fn a_range_is_played_over_and_over() {
    with(|reader| {
        reader.tell([Message::Range(Some((at(5), at(15)))), Message::Toggle]);
        assert_eq!(reader.time(), Some(at(5)));
        reader.tell([Message::Tick(ms(9))]);
        assert_eq!(reader.time(), Some(at(14)));
        reader.tell([Message::Tick(ms(2))]);
        assert_eq!(reader.time(), Some(at(5)));
        assert!(reader.player.is_playing());
        reader.tell([Message::Range(Some((at(15), at(15))))]);
        assert_eq!(reader.player.range(), None, "an empty range is none");
    });
}

#[test]
fn on_a_run_that_goes_on_it_goes_along_until_it_is_paused() {
    with(|reader| {
        reader.grows = true;
        reader.tell([Message::Tick(ms(5))]);
        assert_eq!(reader.player.moment(), None);
        reader.tell([Message::Toggle]);
        assert_eq!(reader.time(), Some(at(20)), "it stays where the run was");
        reader.tell([Message::Tick(ms(5))]);
        assert_eq!(reader.time(), Some(at(20)));
        reader.tell([Message::Seek(at(15)), Message::Toggle, Message::Tick(ms(9))]);
        assert_eq!(reader.player.moment(), None, "it has caught up");
    });
}

#[test]
fn an_empty_log_has_no_moments() {
    let log = Log::default();
    let mut reader = Reader::of(&log);
    reader.tell([
        Message::Toggle,
        Message::Event(Way::Back),
        Message::Poll(Way::Forward),
        Message::Seek(at(5)),
        Message::TaskStart(TaskId::from_index(0)),
        Message::Tick(ms(5)),
    ]);
    assert_eq!(reader.player, Player::default());
}

#[test]
fn what_the_log_dropped_is_not_gone_back_to() {
    let rt = Runtime::virtual_clock();
    rt.block_on(async {
        sleep(ms(1)).await;
        Ok(())
    })
    .unwrap();
    let mut log = Log::new(0);
    let event = rt.with_log(|log| *log.last().unwrap());
    for _ in 0..20_000 {
        log.push(event);
    }
    let mut reader = Reader::of(&log);
    reader.tell([Message::After(3), Message::Event(Way::Back), Message::Start]);
    assert_eq!(reader.player.moment().unwrap().seq, log.dropped());
}
