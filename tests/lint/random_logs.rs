//! Logs of random events. Most are implausible.

use coroscope::time::{Duration, Instant};
use coroscope::trace::{
    Cause, Delay, Event, EventKind, Log, Op, Outcome, PlaceId, ResourceId, ResourceKind, TaskId,
    TextId, WaitReason, Warning,
};
use proptest::prelude::*;

/// Four numbers that determine an event.
type Dice = (u8, u32, u32, u32);

/// Mostly one of a few; sometimes one that does not exist.
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

fn wait(dice: u32) -> WaitReason {
    match dice % 12 {
        0 => WaitReason::Turn,
        1 => WaitReason::Timer(delay(dice / 12)),
        2 => WaitReason::Future,
        3 => WaitReason::Task(task(dice / 12)),
        4 => WaitReason::Tasks(dice),
        5 => WaitReason::Io(text(dice / 12)),
        _ => WaitReason::Resource(
            resource(dice / 12),
            Op::ALL[dice as usize / 7 % Op::ALL.len()],
        ),
    }
}

fn resource_kind(dice: u32) -> ResourceKind {
    let all = ResourceKind::ALL;
    all[dice as usize % all.len()]
}

/// The `n`-th event. Levels rise as the log goes on, more or less.
fn kind(n: u32, dice: Dice) -> EventKind {
    let (which, a, b, c) = dice;
    match which % 38 {
        0 => EventKind::PassBegun {
            ready: a % 3,
            timers: b % 2,
        },
        1 | 2 => EventKind::PassEnded {
            ready: a % 3 / 2,
            timers: b % 3,
            timeouts: c % 3,
        },
        3 => EventKind::TaskSpawned {
            task: task(a),
            parent: maybe(b),
            place: place(c),
            is_cleanup: false,
        },
        4..=7 => EventKind::TaskWoken {
            task: task(a),
            by: match b % 4 {
                0 => Cause::Timer,
                1 => Cause::Callback,
                2 => Cause::Outside,
                _ => Cause::Task(task(b / 4)),
            },
        },
        8..=12 => EventKind::PollBegun { task: task(a) },
        13..=16 => EventKind::PollEnded { task: task(a) },
        17..=21 => EventKind::Waits {
            task: task(a),
            on: wait(b),
            place: place(c),
        },
        22 => EventKind::CancelRequested {
            task: task(a),
            by: maybe(b),
            why: text(c),
        },
        23 => EventKind::CleanupBegun { task: task(a) },
        24 => EventKind::TaskEnded {
            task: task(a),
            end: match b % 3 {
                0 => Outcome::Done,
                1 => Outcome::Failed(text(c)),
                _ => Outcome::Cancelled,
            },
        },
        25 => EventKind::ResourceCreated {
            resource: resource(a),
            kind: resource_kind(b),
            capacity: c % 3,
            place: place(b / 7),
        },
        26 | 27 => EventKind::ResourceChanged {
            resource: resource(a),
            level: match b % 30 {
                0 => u32::MAX,
                _ => n / 8 + b % 4,
            },
            takers: (c % 3) as u16,
            putters: (c / 3 % 3) as u16,
        },
        28 => EventKind::LockHolderChanged {
            resource: resource(a),
            by: maybe(b),
            waiters: c % 3,
        },
        29 => EventKind::Awaits {
            task: task(a),
            on: task(b),
        },
        30 => EventKind::Retrieved {
            task: task(a),
            by: maybe(b),
        },
        31 => EventKind::Uncancelled { task: task(a) },
        32 => EventKind::Called {
            task: task(a),
            call: b % 3,
        },
        33 => EventKind::CallbackRan {
            took: delay(a),
            name: text(b),
            place: place(c),
        },
        34 => EventKind::ThreadStarted {
            thread: task(a),
            parent: maybe(b),
            name: text(c),
            place: place(c / 7),
            is_process: c % 2 == 1,
        },
        35 => EventKind::Warned {
            warning: Warning::ALL[(a % 5) as usize],
            task: maybe(b),
            subject: text(c),
            place: Some(place(c / 7)),
        },
        36 if a % 9 == 1 => EventKind::Chosen {
            choice: b,
            alternative: c % 3,
        },
        36 if a % 9 == 0 => EventKind::Deadlocked,
        36 if a % 2 == 0 => EventKind::Unretrieved { task: task(b) },
        _ => EventKind::ResourceNamed {
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

pub(super) fn log() -> impl Strategy<Value = Log> {
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
                kind: kind(n, dice),
            });
        }
        if is_over {
            let at = log.last().map_or(Instant::ZERO, |event| event.at);
            for kind in [
                EventKind::PassBegun {
                    ready: 0,
                    timers: 0,
                },
                EventKind::PassEnded {
                    ready: 0,
                    timers: 0,
                    timeouts: 0,
                },
            ] {
                log.push(Event { at, kind });
            }
        }
        log
    })
}
