//! Handwritten logs: tests write events and their times on a tape.
#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]

mod everything;

pub(crate) use everything::everything;

use coroscope::time::{Duration, Instant};
use coroscope::trace::{
    Cause, Delay, Event, EventKind, Log, Model, Op, Outcome, Place, PlaceId, ResourceId,
    ResourceKind, TaskId, WaitReason,
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

/// A timer with a delay in microseconds.
pub(crate) fn timer(micros: u64) -> WaitReason {
    WaitReason::Timer(Delay::of(Duration::from_micros(micros)))
}

pub(crate) struct Tape {
    pub(crate) log: Log,
    now: Instant,
    /// Whether places are lines of a script in Python.
    is_python: bool,
}

impl Tape {
    pub(crate) fn new() -> Tape {
        Tape {
            log: Log::default(),
            now: Instant::ZERO,
            is_python: false,
        }
    }

    /// A tape of a Python script: its line numbers are those of the test's calls.
    pub(crate) fn python() -> Tape {
        Tape {
            is_python: true,
            ..Tape::new()
        }
    }

    pub(crate) fn model(&self) -> Model {
        Model::of(&self.log)
    }

    /// Sets the time of the next events.
    pub(crate) fn at(&mut self, micros: u64) -> &mut Tape {
        self.now = at(micros);
        self
    }

    pub(crate) fn push(&mut self, kind: EventKind) -> &mut Tape {
        self.log.push(Event { at: self.now, kind });
        self
    }

    #[track_caller]
    pub(crate) fn here(&mut self) -> PlaceId {
        let caller = std::panic::Location::caller();
        if !self.is_python {
            return self.log.intern_location(caller);
        }
        self.log.intern_place(Place {
            file: "script.py".into(),
            line: caller.line(),
        })
    }

    #[track_caller]
    pub(crate) fn spawn(&mut self, number: usize, parent: usize, name: &str) -> &mut Tape {
        let place = self.here();
        let name = self.log.intern(name);
        self.push(EventKind::TaskSpawned {
            task: task(number),
            parent: (parent > 0).then(|| task(parent)),
            place,
            is_cleanup: false,
        });
        self.push(EventKind::TaskNamed {
            task: task(number),
            name,
        })
    }

    pub(crate) fn poll(&mut self, number: usize) -> &mut Tape {
        self.push(EventKind::PollBegun { task: task(number) })
    }

    /// The task waits, and its poll ends.
    #[track_caller]
    pub(crate) fn wait(&mut self, number: usize, on: WaitReason) -> &mut Tape {
        let (task, place) = (task(number), self.here());
        self.push(EventKind::Waits { task, on, place });
        self.push(EventKind::PollEnded { task })
    }

    /// The task also waits for this, in addition to the wait when its poll ends.
    #[track_caller]
    pub(crate) fn waits_also(&mut self, number: usize, on: WaitReason) -> &mut Tape {
        let (task, place) = (task(number), self.here());
        self.push(EventKind::Waits { task, on, place })
    }

    pub(crate) fn io(&mut self, what: &str) -> WaitReason {
        WaitReason::Io(self.log.intern(what))
    }

    pub(crate) fn wake(&mut self, number: usize, by: Cause) -> &mut Tape {
        self.push(EventKind::TaskWoken {
            task: task(number),
            by,
        })
    }

    pub(crate) fn done(&mut self, number: usize) -> &mut Tape {
        self.push(EventKind::TaskEnded {
            task: task(number),
            end: Outcome::Done,
        })
    }

    pub(crate) fn fail(&mut self, number: usize, error: &str) -> &mut Tape {
        let error = self.log.intern(error);
        self.push(EventKind::TaskEnded {
            task: task(number),
            end: Outcome::Failed(error),
        })
    }

    pub(crate) fn cancel(&mut self, number: usize, by: usize, why: &str) -> &mut Tape {
        let why = self.log.intern(why);
        self.push(EventKind::CancelRequested {
            task: task(number),
            by: (by > 0).then(|| task(by)),
            why,
        })
    }

    /// The first timeout of a task expires.
    pub(crate) fn expire(&mut self, number: usize) -> &mut Tape {
        self.push(EventKind::TimeoutExpired {
            task: task(number),
            timeout: 1,
        })
    }

    /// A request to cancel the task is uncancelled.
    pub(crate) fn uncancel(&mut self, number: usize) -> &mut Tape {
        self.push(EventKind::Uncancelled { task: task(number) })
    }

    /// No task can ever continue.
    pub(crate) fn deadlock(&mut self) -> &mut Tape {
        self.push(EventKind::Deadlocked)
    }

    /// A callback returns after this many microseconds.
    #[track_caller]
    pub(crate) fn callback(&mut self, name: &str, took: u64) -> &mut Tape {
        let (place, name) = (self.here(), self.log.intern(name));
        let took = Delay::of(Duration::from_micros(took));
        self.push(EventKind::CallbackRan { took, name, place })
    }

    /// A function starts in a thread, requested by a task.
    #[track_caller]
    pub(crate) fn thread(&mut self, number: usize, parent: usize, name: &str) -> &mut Tape {
        let (place, name) = (self.here(), self.log.intern(name));
        self.push(EventKind::ThreadStarted {
            thread: task(number),
            parent: (parent > 0).then(|| task(parent)),
            name,
            place,
            is_process: false,
        })
    }

    /// The same in another process.
    #[track_caller]
    pub(crate) fn process(&mut self, number: usize, parent: usize, name: &str) -> &mut Tape {
        let (place, name) = (self.here(), self.log.intern(name));
        self.push(EventKind::ThreadStarted {
            thread: task(number),
            parent: Some(task(parent)),
            name,
            place,
            is_process: true,
        })
    }

    pub(crate) fn thread_ended(&mut self, number: usize) -> &mut Tape {
        self.push(EventKind::ThreadEnded {
            thread: task(number),
            end: Outcome::Done,
        })
    }

    /// The next wait of the task is in another call of a coroutine.
    pub(crate) fn call(&mut self, number: usize, call: u32) -> &mut Tape {
        let task = task(number);
        self.push(EventKind::Called { task, call })
    }

    pub(crate) fn awaits(&mut self, number: usize, on: usize) -> &mut Tape {
        let (task, on) = (task(number), task(on));
        self.push(EventKind::Awaits { task, on })
    }

    pub(crate) fn retrieve(&mut self, number: usize, by: usize) -> &mut Tape {
        let (task, by) = (task(number), (by > 0).then(|| task(by)));
        self.push(EventKind::Retrieved { task, by })
    }

    pub(crate) fn clean_up(&mut self, number: usize) -> &mut Tape {
        self.push(EventKind::CleanupBegun { task: task(number) })
    }

    pub(crate) fn cancelled(&mut self, number: usize) -> &mut Tape {
        self.push(EventKind::TaskEnded {
            task: task(number),
            end: Outcome::Cancelled,
        })
    }

    /// A pass begins with this many ready entries and pending timers.
    pub(crate) fn pass(&mut self, ready: u32, timers: u32) -> &mut Tape {
        self.push(EventKind::PassBegun { ready, timers })
    }

    pub(crate) fn pass_ended(&mut self, ready: u32, timers: u32) -> &mut Tape {
        self.push(EventKind::PassEnded {
            ready,
            timers,
            timeouts: 0,
        })
    }

    /// A pass ends with this many ready entries and timers, some of which are for timeouts.
    pub(crate) fn limits(&mut self, ready: u32, timers: u32, timeouts: u32) -> &mut Tape {
        self.push(EventKind::PassEnded {
            ready,
            timers,
            timeouts,
        })
    }

    pub(crate) fn hop(&mut self) -> &mut Tape {
        self.push(EventKind::Hopped)
    }

    /// A task prints a line; the page, if the number is zero.
    pub(crate) fn print(&mut self, number: usize, text: &str) -> &mut Tape {
        let text = self.log.intern(text);
        let task = (number > 0).then(|| task(number));
        self.push(EventKind::Printed { task, text })
    }

    pub(crate) fn note(&mut self, number: usize, text: &str) -> &mut Tape {
        let text = self.log.intern(text);
        let task = (number > 0).then(|| task(number));
        self.push(EventKind::Noted { task, text })
    }

    #[track_caller]
    pub(crate) fn queue(&mut self, number: usize, name: &str, capacity: u32) -> &mut Tape {
        let (place, name) = (self.here(), self.log.intern(name));
        self.push(EventKind::ResourceCreated {
            resource: resource(number),
            kind: ResourceKind::Queue,
            capacity,
            place,
        });
        self.push(EventKind::ResourceNamed {
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
        self.push(EventKind::ResourceCreated {
            resource,
            kind,
            capacity,
            place,
        });
        self.push(EventKind::ResourceNamed { resource, name })
    }

    /// A task holds a lock from now on; no task, if its number is zero.
    pub(crate) fn hold(&mut self, number: usize, by: usize) -> &mut Tape {
        self.push(EventKind::LockHolderChanged {
            resource: resource(number),
            by: (by > 0).then(|| task(by)),
            waiters: 0,
        })
    }

    pub(crate) fn level(&mut self, number: usize, level: u32) -> &mut Tape {
        self.push(EventKind::ResourceChanged {
            resource: resource(number),
            level,
            takers: 0,
            putters: 0,
        })
    }
}
