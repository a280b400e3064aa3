//! Any log is survived, also one that makes no sense.

use super::troubled::{script, with_others};
use super::{all, run};
use coroscope::lint::{Kind, Options, findings};
use coroscope::runtime::VirtualClock;
use coroscope::time::{Duration, Instant, ms};
use coroscope::trace::{
    Cause, Delay, End, Event, Log, Model, Op, PlaceId, ResourceId, ResourceKind, TaskId, TextId,
    Wait, Warning, What,
};
use coroscope::{Error, Lock, Queue, Result, Runtime, gather, io, sleep, spawn, yield_now};
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// Four numbers from which an event is made.
type Dice = (u8, u32, u32, u32);

/// Mostly one of a few; now and then one that does not exist.
fn few(dice: u32, few: u32, else_up_to: usize) -> usize {
    match dice % 50 {
        0 => else_up_to,
        _ => (dice / 50 % few) as usize,
    }
}

fn task(dice: u32) -> TaskId {
    TaskId::from_index(few(dice, 5, 900))
}

fn maybe(dice: u32) -> Option<TaskId> {
    (!dice.is_multiple_of(3)).then(|| task(dice / 3))
}

fn resource(dice: u32) -> ResourceId {
    ResourceId::from_index(few(dice, 3, usize::MAX))
}

fn text(dice: u32) -> TextId {
    TextId::from_index(few(dice, 3, usize::MAX))
}

fn place(dice: u32) -> PlaceId {
    PlaceId::from_index(few(dice, 3, usize::MAX))
}

fn delay(dice: u32) -> Delay {
    match dice % 5 {
        0 => Delay::UNKNOWN,
        _ => Delay::of(Duration::from_micros(u64::from(dice) * 7 % 900_000)),
    }
}

fn wait(dice: u32) -> Wait {
    let ops = [Op::Get, Op::Put, Op::Join, Op::Acquire, Op::Wait];
    match dice % 12 {
        0 => Wait::Turn,
        1 => Wait::Timer(delay(dice / 12)),
        2 => Wait::Future,
        3 => Wait::Task(task(dice / 12)),
        4 => Wait::Tasks(dice),
        5 => Wait::Io(text(dice / 12)),
        _ => Wait::Resource(resource(dice / 12), ops[(dice / 7 % 5) as usize]),
    }
}

fn kind(dice: u32) -> ResourceKind {
    use ResourceKind::*;
    [Queue, Lock, Event, Condition, Semaphore, Barrier, Future][(dice % 7) as usize]
}

/// The `n`-th event. Levels rise as the log goes on, more or less.
fn what(n: u32, (which, a, b, c): Dice) -> What {
    match which % 38 {
        0 => What::PassBegun {
            ready: a % 3,
            timers: b % 2,
        },
        1 | 2 => What::PassEnded {
            ready: a % 3 / 2,
            timers: b % 3,
            timeouts: c % 3,
        },
        3 => What::Spawned {
            task: task(a),
            parent: maybe(b),
            place: place(c),
        },
        4..=7 => What::Woken {
            task: task(a),
            by: match b % 4 {
                0 => Cause::Timer,
                1 => Cause::Callback,
                2 => Cause::Outside,
                _ => Cause::Task(task(b / 4)),
            },
        },
        8..=12 => What::PollBegun { task: task(a) },
        13..=16 => What::PollEnded { task: task(a) },
        17..=21 => What::Waits {
            task: task(a),
            on: wait(b),
            place: place(c),
        },
        22 => What::CancelRequested {
            task: task(a),
            by: maybe(b),
            why: text(c),
        },
        23 => What::CleanupBegun { task: task(a) },
        24 => What::Ended {
            task: task(a),
            end: match b % 3 {
                0 => End::Value,
                1 => End::Error(text(c)),
                _ => End::Cancelled,
            },
        },
        25 => What::Made {
            resource: resource(a),
            kind: kind(b),
            capacity: c % 3,
            place: place(b / 7),
        },
        26 | 27 => What::Changed {
            resource: resource(a),
            level: match b % 30 {
                0 => u32::MAX,
                _ => n / 8 + b % 4,
            },
            takers: (c % 3) as u16,
            putters: (c / 3 % 3) as u16,
        },
        28 => What::Held {
            resource: resource(a),
            by: maybe(b),
            waiters: c % 3,
        },
        29 => What::Awaits {
            task: task(a),
            on: task(b),
        },
        30 => What::Retrieved {
            task: task(a),
            by: maybe(b),
        },
        31 => What::Uncancelled { task: task(a) },
        32 => What::Called {
            task: task(a),
            call: b % 3,
        },
        33 => What::CallbackRan {
            took: delay(a),
            name: text(b),
            place: place(c),
        },
        34 => What::ThreadStarted {
            thread: task(a),
            parent: maybe(b),
            name: text(c),
            place: place(c / 7),
        },
        35 => What::Warned {
            warning: Warning::ALL[(a % 5) as usize],
            task: maybe(b),
            subject: text(c),
            place: Some(place(c / 7)),
        },
        36 if a % 9 == 0 => What::Deadlocked,
        36 if a % 2 == 0 => What::Unretrieved { task: task(b) },
        _ => What::Labelled {
            resource: resource(b),
            name: text(c),
        },
    }
}

fn moment(dice: u64) -> Instant {
    Instant::from_micros(match dice % 20 {
        0 => dice,
        _ => dice / 20 % 2_000_000,
    })
}

fn log() -> impl Strategy<Value = Log> {
    let events = proptest::collection::vec((any::<u64>(), any::<Dice>()), 0..150);
    (events, any::<bool>(), any::<bool>()).prop_map(|(mut events, orderly, is_over)| {
        let mut log = Log::default();
        for text in ["", "a", "b"] {
            log.intern(text);
        }
        if orderly {
            events.sort_by_key(|(at, _)| moment(*at));
        }
        for (n, (at, dice)) in (0..).zip(events) {
            log.push(Event {
                at: moment(at),
                what: what(n, dice),
            });
        }
        if is_over {
            let at = log.last().map_or(Instant::ZERO, |event| event.at);
            for what in [
                What::PassBegun {
                    ready: 0,
                    timers: 0,
                },
                What::PassEnded {
                    ready: 0,
                    timers: 0,
                    timeouts: 0,
                },
            ] {
                log.push(Event { at, what });
            }
        }
        log
    })
}

/// Says something about almost anything.
fn touchy() -> Options {
    Options {
        blocked: Duration::from_micros(2),
        never_yielded: Duration::from_micros(1),
        in_turn: 1,
        in_turn_loss: Duration::ZERO,
        spins: 1,
        queued: 1,
        held: Duration::ZERO,
        most: 5,
        ..Options::default()
    }
}

/// What a program in Rust can be found to do on the virtual clock.
const TROUBLES: [Kind; 9] = [
    Kind::Deadlock,
    Kind::Unretrieved,
    Kind::Unawaited,
    Kind::Blocked,
    Kind::NeverYielded,
    Kind::Spinning,
    Kind::InTurn,
    Kind::GrowingQueue,
    Kind::HeldLock,
];

/// A run in which almost everything goes wrong. It ends well, or in a deadlock.
pub(super) fn troubled(ends: bool) -> Runtime {
    run(move |clock| trouble(clock, ends))
}

async fn trouble(clock: Rc<VirtualClock>, ends: bool) -> Result<()> {
    let lock = Lock::new().named("lock");
    let queue = Queue::new(0).named("queue");
    let (to, from) = (queue.clone(), queue.clone());
    let produces = spawn(async move {
        for n in 0..300_u32 {
            sleep(ms(1)).await;
            to.put(n).await?;
        }
        Ok(())
    });
    let consumes = spawn(async move {
        for _ in 0..if ends { 300 } else { 301 } {
            from.get().await?;
            sleep(ms(2)).await;
        }
        Ok(())
    });
    let holds = |_| {
        let lock = lock.clone();
        spawn(async move {
            let held = lock.acquire().await;
            io("disk", sleep(ms(70))).await;
            drop(held);
            Ok(())
        })
    };
    spawn(async { Ok(()) });
    spawn(async { Err::<(), _>(Error::msg("lost")) });
    let held = gather([1, 2, 3].map(holds));
    for page in ["a", "b", "c"] {
        io(page, sleep(ms(50))).await;
    }
    held.await?;
    let is_set = Rc::new(Cell::new(false));
    let set = is_set.clone();
    let sets = spawn(async move {
        for _ in 0..120 {
            yield_now().await;
        }
        set.set(true);
        Ok(())
    });
    while !is_set.get() {
        yield_now().await;
    }
    sets.await?;
    let blocks = |millis: u64| {
        let clock = clock.clone();
        spawn(async move {
            clock.advance(ms(millis));
            Ok(())
        })
    };
    gather([blocks(30), blocks(60)]).await?;
    gather([produces, consumes]).await?;
    Ok(())
}

#[test]
fn a_troubled_run_has_a_finding_of_each_kind_that_it_can_have() {
    let mut kinds: Vec<Kind> = [true, false]
        .into_iter()
        .flat_map(|ends| all(&troubled(ends)))
        .map(|one| one.kind)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut expected = TROUBLES;
    expected.sort_unstable();
    assert_eq!(kinds, expected);
}

#[test]
fn what_is_found_while_a_run_goes_on_is_found_at_its_end() {
    for ends in [true, false] {
        let found = all(&troubled(ends));
        let rt = Runtime::virtual_clock();
        let clock = rt.clock().unwrap().clone();
        drop(rt.start(trouble(clock.clone(), ends)).named("main"));
        let mut step = 0;
        while clock.step() {
            step += 1;
            let now = if step % 25 == 0 { all(&rt) } else { Vec::new() };
            for one in now {
                let stays = found.iter().any(|last| last.is_same(&one));
                assert!(stays, "after {step} steps: {one:#?}");
            }
        }
    }
}

/// A log some of whose events are lost, told twice or told too late; its texts and places are lost, too.
fn damage(log: &Log, dice: &[u8]) -> Log {
    let mut damaged = Log::default();
    let mut late = None;
    for (event, dice) in log.iter().zip(dice.iter().cycle()) {
        match dice {
            0 => {}
            1 => {
                damaged.push(*event);
                damaged.push(*event);
            }
            2 => late = Some(*event),
            _ => damaged.push(*event),
        }
        if dice % 8 == 3
            && let Some(late) = late.take()
        {
            damaged.push(late);
        }
    }
    damaged
}

fn survives(model: &Model, log: &Log) -> core::result::Result<(), TestCaseError> {
    for options in [Options::default(), touchy()] {
        for one in findings(model, log, &options) {
            let has_words = !one.title.is_empty() && !one.sentence.is_empty();
            let has_culprit =
                !one.tasks.is_empty() || one.resource.is_some() || !one.places.is_empty();
            prop_assert!(has_words && has_culprit && one.at <= one.until);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_log_makes_it_panic(log in log(), other in log()) {
        let model = Model::of(&log);
        survives(&model, &log)?;
        // A model and the log of another run.
        survives(&model, &other)?;
    }

    #[test]
    fn no_damage_to_a_log_makes_it_panic(dice in proptest::collection::vec(any::<u8>(), 1..400), which in 0..4_usize) {
        thread_local! {
            static RUNS: [Runtime; 3] = [troubled(false), troubled(true), with_others()];
        }
        let survives = |log: &Log| {
            let damaged = damage(log, &dice);
            survives(&Model::of(&damaged), &damaged)
        };
        RUNS.with(|runs| match runs.get(which) {
            Some(rt) => rt.with_log(survives),
            None => survives(&script().log),
        })?;
    }
}
