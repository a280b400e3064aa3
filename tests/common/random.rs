//! Random logs, plausible and implausible ones.

use crate::common::tape::{resource, task};
use coroscope::time::{Duration, Instant};
use coroscope::trace::{
    Cause, Coordinate, Delay, Event, EventKind, Log, Op, Outcome, PlaceId, ResourceKind, TextId,
    WaitReason, Warning, log::Place,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// This number of cases, or `COROSCOPE_CASES`.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("COROSCOPE_CASES").ok();
    let asked = asked.map(|text| text.parse().expect("COROSCOPE_CASES is a number"));
    ProptestConfig {
        cases: asked.unwrap_or(cases),
        rng_seed: RngSeed::Fixed(0),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

const TEXTS: [&str; 5] = [
    "",
    "main",
    "=cmd|' /C calc'!A0",
    "<b>&\"\u{0}\n\u{2028}",
    "ünï😀",
];

fn op() -> impl Strategy<Value = Op> {
    select(Op::ALL)
}

fn resource_kind() -> impl Strategy<Value = ResourceKind> {
    select(ResourceKind::ALL)
}

fn text() -> impl Strategy<Value = TextId> {
    (0..TEXTS.len()).prop_map(TextId::from_index)
}

fn wait() -> impl Strategy<Value = WaitReason> {
    prop_oneof![
        Just(WaitReason::Turn),
        Just(WaitReason::Timer(Delay::UNKNOWN)),
        any::<u32>()
            .prop_map(|micros| WaitReason::Timer(Delay::of(Duration::from_micros(micros.into())))),
        Just(WaitReason::Future),
        (1..9_usize).prop_map(|number| WaitReason::Task(task(number))),
        any::<u32>().prop_map(WaitReason::Tasks),
        text().prop_map(WaitReason::Io),
        (1..5_usize, op()).prop_map(|(number, op)| WaitReason::Resource(resource(number), op)),
    ]
}

fn coordinate() -> impl Strategy<Value = Coordinate> {
    any::<i64>().prop_map(Coordinate::from_thousandths)
}

fn warning() -> impl Strategy<Value = Warning> {
    (0..Warning::ALL.len()).prop_map(|n| Warning::ALL[n])
}

fn cause() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Timer),
        Just(Cause::Callback),
        Just(Cause::Outside),
        (1..9_usize).prop_map(|number| Cause::Task(task(number))),
    ]
}

fn end() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Done),
        Just(Outcome::Cancelled),
        text().prop_map(Outcome::Failed)
    ]
}

/// Any event once tasks 1 to 8 were spawned, in an arbitrary order.
fn kind() -> impl Strategy<Value = EventKind> {
    let who = || (1..9_usize).prop_map(task);
    let thing = || (1..5_usize).prop_map(resource);
    let maybe = || proptest::option::of((1..9_usize).prop_map(task));
    let place = || (0..2_usize).prop_map(PlaceId::from_index);
    let loops = prop_oneof![
        (any::<u32>(), any::<u32>())
            .prop_map(|(ready, timers)| EventKind::PassBegun { ready, timers }),
        (any::<u32>(), any::<u32>(), any::<u32>()).prop_map(|(ready, timers, timeouts)| {
            EventKind::PassEnded {
                ready,
                timers,
                timeouts,
            }
        }),
        Just(EventKind::Deadlocked),
        (any::<u32>(), text(), place()).prop_map(|(took, name, place)| EventKind::CallbackRan {
            took: Delay::of(Duration::from_micros(took.into())),
            name,
            place,
        }),
        (warning(), maybe(), text(), proptest::option::of(place())).prop_map(
            |(warning, task, subject, place)| EventKind::Warned {
                warning,
                task,
                subject,
                place,
            }
        ),
        Just(EventKind::Hopped),
        (maybe(), text()).prop_map(|(task, text)| EventKind::Printed { task, text }),
        (maybe(), text()).prop_map(|(task, text)| EventKind::Noted { task, text }),
        (any::<u32>(), any::<u32>()).prop_map(|(choice, alternative)| EventKind::Chosen {
            choice,
            alternative,
        }),
        (text(), coordinate(), coordinate()).prop_map(|(series, x, y)| EventKind::PointRecorded {
            series,
            x,
            y
        }),
    ];
    let tasks = prop_oneof![
        (who(), text()).prop_map(|(task, name)| EventKind::TaskNamed { task, name }),
        (who(), cause()).prop_map(|(task, by)| EventKind::TaskWoken { task, by }),
        who().prop_map(|task| EventKind::PollBegun { task }),
        who().prop_map(|task| EventKind::PollEnded { task }),
        (who(), wait(), place()).prop_map(|(task, on, place)| EventKind::Waits { task, on, place }),
        (who(), maybe(), text()).prop_map(|(task, by, why)| EventKind::CancelRequested {
            task,
            by,
            why
        }),
        who().prop_map(|task| EventKind::CleanupBegun { task }),
        who().prop_map(|task| EventKind::Uncancelled { task }),
        (who(), any::<u32>()).prop_map(|(task, call)| EventKind::Called { task, call }),
        (who(), 0..3_u32, any::<u32>()).prop_map(|(task, timeout, micros)| {
            let after = Delay::of(Duration::from_micros(micros.into()));
            EventKind::TimeoutSet {
                task,
                timeout,
                after,
            }
        }),
        (who(), 0..3_u32).prop_map(|(task, timeout)| EventKind::TimeoutExpired { task, timeout }),
        (who(), 0..3_u32).prop_map(|(task, timeout)| EventKind::TimeoutEnded { task, timeout }),
        (who(), end()).prop_map(|(thread, end)| EventKind::ThreadEnded { thread, end }),
        (who(), who()).prop_map(|(task, on)| EventKind::Awaits { task, on }),
        (who(), maybe()).prop_map(|(task, by)| EventKind::Retrieved { task, by }),
        who().prop_map(|task| EventKind::Unretrieved { task }),
        (who(), end()).prop_map(|(task, end)| EventKind::TaskEnded { task, end }),
    ];
    let resources = prop_oneof![
        (thing(), resource_kind(), any::<u32>(), place()).prop_map(
            |(resource, kind, capacity, place)| {
                EventKind::ResourceCreated {
                    resource,
                    kind,
                    capacity,
                    place,
                }
            }
        ),
        (thing(), text()).prop_map(|(resource, name)| EventKind::ResourceNamed { resource, name }),
        (thing(), any::<u32>(), any::<u16>(), any::<u16>()).prop_map(
            |(resource, level, takers, putters)| EventKind::ResourceChanged {
                resource,
                level,
                takers,
                putters,
            }
        ),
        (thing(), maybe(), any::<u32>()).prop_map(|(resource, by, waiters)| {
            EventKind::LockHolderChanged {
                resource,
                by,
                waiters,
            }
        }),
    ];
    prop_oneof![loops, tasks, resources]
}

/// A log of eight tasks with older parents, and of any other events.
pub(crate) fn log() -> impl Strategy<Value = Log> {
    let parents = proptest::collection::vec(any::<u16>(), 8);
    let step = prop_oneof![Just(0), 0..2_000_u64, Just(1 << 40)];
    let rest = proptest::collection::vec((step, kind()), 0..120);
    (parents, rest, 0..3_u64).prop_map(|(parents, rest, dropped)| {
        let texts = TEXTS.map(Into::into);
        let place = |line| Place {
            file: "a.rs".into(),
            line,
        };
        let mut log = Log::default().with_tables(dropped, texts, [place(1), place(u32::MAX)]);
        for (n, parent) in parents.into_iter().enumerate() {
            let parent = usize::from(parent) % (n + 1);
            push(
                &mut log,
                0,
                EventKind::TaskSpawned {
                    task: task(n + 1),
                    parent: (parent > 0).then(|| task(parent)),
                    place: PlaceId::from_index(0),
                    is_cleanup: n % 3 == 2,
                },
            );
        }
        for (step, kind) in rest {
            push(&mut log, step, kind);
        }
        log
    })
}

fn push(log: &mut Log, after: u64, kind: EventKind) {
    let now = log.last().map_or(0, |event| event.at.as_micros());
    let at = Instant::from_micros(now + after);
    log.push(Event { at, kind });
}

/// Each event with each of its keywords once.
pub(crate) fn one_of_each() -> Log {
    let mut log = Log::default().with_tables(0, TEXTS.map(Into::into), []);
    let place = log.intern_location(std::panic::Location::caller());
    let (task, resource, text) = (task(1), resource(1), TextId::from_index(3));
    let mut all = vec![
        EventKind::TaskSpawned {
            task,
            parent: None,
            place,
            is_cleanup: false,
        },
        EventKind::TaskSpawned {
            task: coroscope::trace::TaskId::from_index(41),
            parent: None,
            place,
            is_cleanup: true,
        },
        EventKind::CallScheduled {
            call: coroscope::trace::TaskId::from_index(42),
            parent: Some(task),
            after: Delay::of(Duration::from_micros(5_000)),
            place,
        },
        EventKind::CallScheduled {
            call: coroscope::trace::TaskId::from_index(43),
            parent: None,
            after: Delay::UNKNOWN,
            place,
        },
        EventKind::TimeoutSet {
            task,
            timeout: 1,
            after: Delay::of(Duration::from_micros(9_000)),
        },
        EventKind::TimeoutExpired { task, timeout: 1 },
        EventKind::TimeoutEnded { task, timeout: 1 },
        EventKind::PointRecorded {
            series: text,
            x: Coordinate::from(-0.5),
            y: Coordinate::from(12),
        },
        EventKind::PassBegun {
            ready: u32::MAX,
            timers: 0,
        },
        EventKind::PassEnded {
            ready: 3,
            timers: u32::MAX,
            timeouts: 2,
        },
        EventKind::Uncancelled { task },
        EventKind::Deadlocked,
        EventKind::Chosen {
            choice: 12,
            alternative: 2,
        },
        EventKind::Called { task, call: 9 },
        EventKind::CallbackRan {
            took: Delay::of(Duration::from_micros(70_000)),
            name: text,
            place,
        },
        EventKind::ThreadStarted {
            thread: coroscope::trace::TaskId::from_index(40),
            parent: Some(task),
            name: text,
            place,
            is_process: false,
        },
        EventKind::Awaits { task, on: task },
        EventKind::Unretrieved { task },
        EventKind::Hopped,
        EventKind::TaskNamed { task, name: text },
        EventKind::PollBegun { task },
        EventKind::PollEnded { task },
        EventKind::CleanupBegun { task },
        EventKind::ResourceNamed {
            resource,
            name: text,
        },
        EventKind::ResourceChanged {
            resource,
            level: u32::MAX,
            takers: u16::MAX,
            putters: 1,
        },
    ];
    for by in [None, Some(task)] {
        all.push(EventKind::LockHolderChanged {
            resource,
            by,
            waiters: 7,
        });
        all.push(EventKind::Retrieved { task, by });
        all.push(EventKind::Printed { task: by, text });
        all.push(EventKind::Noted { task: by, text });
        all.push(EventKind::CancelRequested {
            task,
            by,
            why: text,
        });
    }
    for by in [
        Cause::Task(task),
        Cause::Timer,
        Cause::Callback,
        Cause::Outside,
    ] {
        all.push(EventKind::TaskWoken { task, by });
    }
    for &warning in Warning::ALL {
        for (task, place) in [(None, Some(place)), (Some(task), None)] {
            all.push(EventKind::Warned {
                warning,
                task,
                subject: text,
                place,
            });
        }
    }
    for end in [Outcome::Done, Outcome::Failed(text)] {
        all.push(EventKind::ThreadEnded { thread: task, end });
    }
    let ops = Op::ALL.iter().copied();
    let waits = [
        WaitReason::Turn,
        WaitReason::Timer(Delay::UNKNOWN),
        WaitReason::Timer(Delay::of(Duration::from_secs(7200))),
        WaitReason::Task(task),
        WaitReason::Tasks(3),
        WaitReason::Io(text),
        WaitReason::Future,
    ];
    for on in ops
        .map(|op| WaitReason::Resource(resource, op))
        .chain(waits)
    {
        all.push(EventKind::Waits { task, on, place });
    }
    for &kind in ResourceKind::ALL {
        all.push(EventKind::ResourceCreated {
            resource,
            kind,
            capacity: 2,
            place,
        });
    }
    for end in [Outcome::Done, Outcome::Failed(text), Outcome::Cancelled] {
        all.push(EventKind::TaskEnded { task, end });
    }
    for kind in all {
        push(&mut log, 3, kind);
    }
    log
}
