//! Plausible random logs.

use coroscope::time::Instant;
use coroscope::trace::{
    Cause, Delay, Event, EventKind, Log, Op, Outcome, PlaceId, ResourceId, TaskId, TextId,
    WaitReason,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// This number of cases, or `COROSCOPE_CASES`; always the same ones.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("COROSCOPE_CASES").ok();
    let asked = asked.map(|text| text.parse().expect("COROSCOPE_CASES is a number"));
    ProptestConfig {
        cases: asked.unwrap_or(cases),
        rng_seed: RngSeed::Fixed(0),
        failure_persistence: None,
        // A case draws a dozen pictures.
        max_shrink_iters: 100,
        ..ProptestConfig::default()
    }
}

/// How time advances between two events: the maximum, and how often it does not advance.
#[derive(Clone, Copy, Debug)]
struct Pace {
    most: u64,
    still: u8,
}

fn pace() -> impl Strategy<Value = Pace> {
    let most = prop_oneof![Just(3), Just(40), Just(700), Just(20_000)];
    (most, 0..250_u8).prop_map(|(most, still)| Pace { most, still })
}

/// One event: the delay, the task, and which of the possible events.
type Step = (u16, u8, u8, u8);

#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Ready,
    Running,
    Waiting,
    Ended,
}

/// A log of some tasks, a queue and a lock, and passes of the loop. The pace changes occasionally; each task does one of
/// the things that it can do next, concurrently with the others.
pub(crate) fn log() -> impl Strategy<Value = Log> {
    let steps = prop::collection::vec(any::<Step>(), 1..300);
    prop::collection::vec((pace(), steps), 1..6).prop_map(|parts| {
        let mut tape = Tape::default();
        tape.push(EventKind::TaskSpawned {
            task: TaskId::from_index(0),
            parent: None,
            place: PlaceId::from_index(0),
            is_cleanup: false,
        });
        tape.tasks.push((Doing::Ready, false));
        for (pace, steps) in parts {
            for step in steps {
                tape.go_on(pace, step);
            }
        }
        tape.log
    })
}

#[derive(Default)]
struct Tape {
    log: Log,
    now: u64,
    /// The state of each task, and whether it cleans up.
    tasks: Vec<(Doing, bool)>,
    in_pass: bool,
}

impl Tape {
    fn push(&mut self, kind: EventKind) {
        let at = Instant::from_micros(self.now);
        self.log.push(Event { at, kind });
    }

    fn go_on(&mut self, pace: Pace, step: Step) {
        let (after, who, still, action) = step;
        if still >= pace.still {
            self.now += u64::from(after) % (pace.most + 1);
        }
        let number = usize::from(who) % self.tasks.len();
        let task = TaskId::from_index(number);
        let place = PlaceId::from_index(0);
        let (doing, cleans_up) = self.tasks[number];
        match action {
            0..8 if self.tasks.len() < 6 => {
                let task = TaskId::from_index(self.tasks.len());
                let parent = Some(TaskId::from_index(number));
                self.tasks.push((Doing::Ready, false));
                return self.push(EventKind::TaskSpawned {
                    task,
                    parent,
                    place,
                    is_cleanup: false,
                });
            }
            8..40 => {
                let (ready, timers) = (u32::from(who), u32::from(still) % 5);
                self.in_pass = !self.in_pass;
                return self.push(match self.in_pass {
                    true => EventKind::PassBegun { ready, timers },
                    false => EventKind::PassEnded {
                        ready: ready % 3,
                        timers,
                        timeouts: 0,
                    },
                });
            }
            40..56 => {
                let resource = ResourceId::from_index(0);
                let (level, takers, putters) = (u32::from(who) % 9, 0, u16::from(still) % 3);
                return self.push(EventKind::ResourceChanged {
                    resource,
                    level,
                    takers,
                    putters,
                });
            }
            56..64 => {
                let resource = ResourceId::from_index(1);
                let (by, waiters) = ((still % 2 == 0).then_some(task), u32::from(who) % 4);
                return self.push(EventKind::LockHolderChanged {
                    resource,
                    by,
                    waiters,
                });
            }
            _ => {}
        }
        let next = match doing {
            Doing::Ended => return,
            Doing::Waiting => {
                self.push(EventKind::TaskWoken {
                    task,
                    by: Cause::Timer,
                });
                Doing::Ready
            }
            Doing::Ready => {
                self.push(EventKind::PollBegun { task });
                Doing::Running
            }
            Doing::Running => match action {
                64..80 => {
                    // Woken during its poll, it is ready after it.
                    self.push(EventKind::TaskWoken {
                        task,
                        by: Cause::Outside,
                    });
                    self.push(EventKind::PollEnded { task });
                    Doing::Ready
                }
                80..82 => {
                    let end = [Outcome::Done, Outcome::Cancelled][usize::from(still) % 2];
                    self.push(EventKind::TaskEnded { task, end });
                    Doing::Ended
                }
                82..84 if !cleans_up => {
                    self.push(EventKind::CleanupBegun { task });
                    self.tasks[number].1 = true;
                    Doing::Running
                }
                84..120 => {
                    // It continues its last wait.
                    self.push(EventKind::PollEnded { task });
                    Doing::Waiting
                }
                _ => {
                    let on = wait(still);
                    self.push(EventKind::Waits { task, on, place });
                    self.push(EventKind::PollEnded { task });
                    Doing::Waiting
                }
            },
        };
        self.tasks[number].0 = next;
    }
}

fn wait(which: u8) -> WaitReason {
    let resource = ResourceId::from_index(0);
    match which % 8 {
        0 => WaitReason::Turn,
        1 => WaitReason::Io(TextId::from_index(0)),
        2 => WaitReason::Resource(resource, Op::Get),
        3 => WaitReason::Resource(resource, Op::Acquire),
        4 => WaitReason::Task(TaskId::from_index(0)),
        5 => WaitReason::Future,
        _ => WaitReason::Timer(Delay::UNKNOWN),
    }
}

/// A view of a log: anything from all of it down to some microseconds, from a few pixels to many.
pub(crate) fn view() -> impl Strategy<Value = View> {
    let part = prop_oneof![Just((0.0, 1.0)), (0.0..1.0_f64, 0.0..1.0_f64)];
    let until = prop_oneof![Just(None), (0.0..1.0_f64).prop_map(Some)];
    (part, 0..8_u32, 1.0..1_200.0_f64, until).prop_map(|((from, part), closer, width, until)| {
        View {
            from,
            part: part / f64::from(1 << closer),
            width,
            until,
        }
    })
}

/// A part of a log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub(crate) from: f64,
    pub(crate) part: f64,
    pub(crate) width: f64,
    pub(crate) until: Option<f64>,
}
