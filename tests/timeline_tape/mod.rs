//! Hand-made logs: a tape on which a test writes what happened, and when.
#![allow(dead_code, reason = "each test file uses a part of it")]

use coroscope::time::{Duration, Instant};
use coroscope::trace::{
    Cause, Delay, End, Event, Log, Model, Op, PlaceId, ResourceId, ResourceKind, TaskId, Wait, What,
};

/// The moment `micros` into the run.
pub(crate) fn at(micros: u64) -> Instant {
    Instant::ZERO + Duration::from_micros(micros)
}

/// The `number`-th task, counted from one as its default name is.
pub(crate) fn task(number: usize) -> TaskId {
    TaskId::from_index(number - 1)
}

/// The `number`-th resource, counted from one.
pub(crate) fn resource(number: usize) -> ResourceId {
    ResourceId::from_index(number - 1)
}

/// A timer that is set for so many microseconds.
pub(crate) fn timer(micros: u64) -> Wait {
    Wait::Timer(Delay::of(Duration::from_micros(micros)))
}

pub(crate) struct Tape {
    pub(crate) log: Log,
    now: Instant,
}

impl Tape {
    pub(crate) fn new() -> Tape {
        Tape {
            log: Log::default(),
            now: Instant::ZERO,
        }
    }

    pub(crate) fn model(&self) -> Model {
        Model::of(&self.log)
    }

    /// What is written next happened at this moment.
    pub(crate) fn at(&mut self, micros: u64) -> &mut Tape {
        self.now = at(micros);
        self
    }

    pub(crate) fn push(&mut self, what: What) -> &mut Tape {
        self.log.push(Event { at: self.now, what });
        self
    }

    #[track_caller]
    pub(crate) fn here(&mut self) -> PlaceId {
        self.log.intern_place(std::panic::Location::caller())
    }

    #[track_caller]
    pub(crate) fn spawn(&mut self, number: usize, parent: usize, name: &str) -> &mut Tape {
        let place = self.here();
        let name = self.log.intern(name);
        self.push(What::Spawned {
            task: task(number),
            parent: (parent > 0).then(|| task(parent)),
            place,
        });
        self.push(What::Named {
            task: task(number),
            name,
        })
    }

    pub(crate) fn poll(&mut self, number: usize) -> &mut Tape {
        self.push(What::PollBegun { task: task(number) })
    }

    /// The poll is over, because the task waits.
    #[track_caller]
    pub(crate) fn wait(&mut self, number: usize, on: Wait) -> &mut Tape {
        let (task, place) = (task(number), self.here());
        self.push(What::Waits { task, on, place });
        self.push(What::PollEnded { task })
    }

    /// The task waits for this beside what it will have said when its poll is over.
    #[track_caller]
    pub(crate) fn waits_also(&mut self, number: usize, on: Wait) -> &mut Tape {
        let (task, place) = (task(number), self.here());
        self.push(What::Waits { task, on, place })
    }

    pub(crate) fn io(&mut self, what: &str) -> Wait {
        Wait::Io(self.log.intern(what))
    }

    pub(crate) fn wake(&mut self, number: usize, by: Cause) -> &mut Tape {
        self.push(What::Woken {
            task: task(number),
            by,
        })
    }

    pub(crate) fn done(&mut self, number: usize) -> &mut Tape {
        self.push(What::Ended {
            task: task(number),
            end: End::Value,
        })
    }

    pub(crate) fn fail(&mut self, number: usize, error: &str) -> &mut Tape {
        let error = self.log.intern(error);
        self.push(What::Ended {
            task: task(number),
            end: End::Error(error),
        })
    }

    pub(crate) fn cancel(&mut self, number: usize, by: usize, why: &str) -> &mut Tape {
        let why = self.log.intern(why);
        self.push(What::CancelRequested {
            task: task(number),
            by: (by > 0).then(|| task(by)),
            why,
        })
    }

    /// A request to cancel the task is taken back.
    pub(crate) fn uncancel(&mut self, number: usize) -> &mut Tape {
        self.push(What::Uncancelled { task: task(number) })
    }

    /// Nothing can ever continue.
    pub(crate) fn deadlock(&mut self) -> &mut Tape {
        self.push(What::Deadlocked)
    }

    /// A callback returns after it ran for so many microseconds.
    #[track_caller]
    pub(crate) fn callback(&mut self, name: &str, took: u64) -> &mut Tape {
        let (place, name) = (self.here(), self.log.intern(name));
        let took = Delay::of(Duration::from_micros(took));
        self.push(What::CallbackRan { took, name, place })
    }

    /// A function begins to run in a thread that a task asked for.
    #[track_caller]
    pub(crate) fn thread(&mut self, number: usize, parent: usize, name: &str) -> &mut Tape {
        let (place, name) = (self.here(), self.log.intern(name));
        self.push(What::ThreadStarted {
            thread: task(number),
            parent: (parent > 0).then(|| task(parent)),
            name,
            place,
        })
    }

    pub(crate) fn thread_ended(&mut self, number: usize) -> &mut Tape {
        self.push(What::ThreadEnded {
            thread: task(number),
            end: End::Value,
        })
    }

    pub(crate) fn clean_up(&mut self, number: usize) -> &mut Tape {
        self.push(What::CleanupBegun { task: task(number) })
    }

    pub(crate) fn cancelled(&mut self, number: usize) -> &mut Tape {
        self.push(What::Ended {
            task: task(number),
            end: End::Cancelled,
        })
    }

    /// A pass begins over so many ready entries, with so many timers pending.
    pub(crate) fn pass(&mut self, ready: u32, timers: u32) -> &mut Tape {
        self.push(What::PassBegun { ready, timers })
    }

    /// The pass is over; so many of the timers that are pending are limits of timeouts.
    pub(crate) fn pass_ended_with(&mut self, ready: u32, timers: u32, timeouts: u32) -> &mut Tape {
        self.push(What::PassEnded {
            ready,
            timers,
            timeouts,
        })
    }

    pub(crate) fn pass_ended(&mut self, ready: u32, timers: u32) -> &mut Tape {
        self.push(What::PassEnded {
            ready,
            timers,
            timeouts: 0,
        })
    }

    pub(crate) fn hop(&mut self) -> &mut Tape {
        self.push(What::Hopped)
    }

    /// A task, or the page where the number is zero, prints a line.
    pub(crate) fn print(&mut self, number: usize, text: &str) -> &mut Tape {
        let text = self.log.intern(text);
        let task = (number > 0).then(|| task(number));
        self.push(What::Printed { task, text })
    }

    pub(crate) fn note(&mut self, number: usize, text: &str) -> &mut Tape {
        let text = self.log.intern(text);
        let task = (number > 0).then(|| task(number));
        self.push(What::Noted { task, text })
    }

    pub(crate) fn queue(&mut self, number: usize, name: &str, capacity: u32) -> &mut Tape {
        let (place, name) = (self.here(), self.log.intern(name));
        self.push(What::Made {
            resource: resource(number),
            kind: ResourceKind::Queue,
            capacity,
            place,
        });
        self.push(What::Labelled {
            resource: resource(number),
            name,
        })
    }

    pub(crate) fn lock(&mut self, number: usize, name: &str) -> &mut Tape {
        self.make(number, ResourceKind::Lock, name, 1)
    }

    #[track_caller]
    pub(crate) fn make(
        &mut self,
        number: usize,
        kind: ResourceKind,
        name: &str,
        capacity: u32,
    ) -> &mut Tape {
        let (place, name, resource) = (self.here(), self.log.intern(name), resource(number));
        self.push(What::Made {
            resource,
            kind,
            capacity,
            place,
        });
        self.push(What::Labelled { resource, name })
    }

    /// A task holds a lock from now on, or nobody where its number is zero.
    pub(crate) fn hold(&mut self, number: usize, by: usize) -> &mut Tape {
        self.push(What::Held {
            resource: resource(number),
            by: (by > 0).then(|| task(by)),
            waiters: 0,
        })
    }

    pub(crate) fn level(&mut self, number: usize, level: u32) -> &mut Tape {
        self.push(What::Changed {
            resource: resource(number),
            level,
            takers: 0,
            putters: 0,
        })
    }
}

/// A run that has every state, every kind of wait and every end.
pub(crate) fn everything() -> Tape {
    let mut tape = Tape::new();
    let page = tape.io("https://example.org/index.txt");
    let get = Wait::Resource(resource(1), Op::Get);
    let put = Wait::Resource(resource(1), Op::Put);
    let lock = Wait::Resource(resource(2), Op::Acquire);
    tape.at(0).queue(1, "jobs", 4).level(1, 0);
    tape.spawn(1, 0, "main").at(400).poll(1);
    tape.spawn(2, 1, "fetch index.txt");
    tape.spawn(3, 1, "fetch missing.txt");
    tape.spawn(4, 1, "producer").spawn(5, 1, "consumer");
    tape.at(9_000).wait(1, Wait::Tasks(4));
    tape.poll(2).at(15_000).wait(2, page);
    tape.poll(3).at(24_000).wait(3, Wait::Timer(Delay::UNKNOWN));
    tape.poll(4).spawn(6, 4, "<log> & \"count\"");
    tape.at(32_000)
        .level(1, 1)
        .at(33_000)
        .level(1, 3)
        .wait(4, put);
    tape.poll(5)
        .at(41_000)
        .wait(5, get)
        .poll(6)
        .at(45_000)
        .wait(6, lock);
    tape.at(60_000).level(1, 4).wake(5, Cause::Task(task(4)));
    tape.at(80_000).wake(2, Cause::Outside);
    tape.at(84_000)
        .poll(5)
        .level(1, 3)
        .at(96_000)
        .wait(5, Wait::Turn);
    tape.poll(2).at(121_000).done(2);
    tape.wake(5, Cause::Callback).wake(4, Cause::Task(task(5)));
    tape.poll(5)
        .level(1, 2)
        .at(123_000)
        .wait(5, Wait::Timer(Delay::UNKNOWN));
    tape.poll(4).at(129_000).wait(4, Wait::Future);
    tape.at(140_000).wake(3, Cause::Timer).at(142_000).poll(3);
    tape.at(150_000).fail(3, "404 Not Found");
    tape.at(160_000).cancel(6, 1, "a sibling failed");
    tape.wake(6, Cause::Task(task(1))).at(162_000).clean_up(6);
    tape.at(165_000)
        .wait(6, Wait::Timer(Delay::UNKNOWN))
        .at(185_000)
        .wake(6, Cause::Timer);
    tape.at(186_000).poll(6).at(189_000).cancelled(6);
    tape.at(200_000).wake(4, Cause::Outside).at(201_000).poll(4);
    tape.at(204_000).level(1, 0).done(4);
    tape.at(230_000)
        .wake(5, Cause::Timer)
        .poll(5)
        .at(233_000)
        .done(5);
    tape.push(What::Hopped).wake(1, Cause::Task(task(5)));
    tape.at(236_000).poll(1).at(237_000).done(1);
    tape
}
