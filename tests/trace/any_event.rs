//! Random events of every kind, with the smallest and the largest numbers.

use crate::common::tape::{resource, task};
use coroscope::time::{Duration, Instant};
use coroscope::trace::{
    Cause, Coordinate, Delay, Event, EventKind, Op, Outcome, PlaceId, ResourceId, ResourceKind,
    TaskId, TextId, WaitReason, Warning,
};

/// Number of kinds of events.
pub(super) const KINDS: usize = 34;

/// A generator of random numbers (xorshift), the same in each run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// Of any size: small and large ones, and those where the number of bytes changes.
    fn long(&mut self) -> u64 {
        match self.below(4) {
            0 => self.next() >> self.below(64),
            1 => 1 << self.below(64),
            2 => (1 << self.below(64)) - 1,
            _ => self.of(&[0, 1, 2, u64::MAX - 1, u64::MAX]),
        }
    }

    fn number(&mut self) -> u32 {
        match self.below(4) {
            0 => u32::MAX - self.below(3) as u32,
            _ => self.long() as u32,
        }
    }

    fn short(&mut self) -> u16 {
        self.long() as u16
    }

    fn index(&mut self) -> usize {
        match self.below(3) {
            0 => self.below(5),
            // The largest index of an id.
            _ => (self.number() as usize).min(u32::MAX as usize - 1),
        }
    }

    fn task(&mut self) -> TaskId {
        task(1 + self.index())
    }

    fn maybe<T>(&mut self, some: impl FnOnce(&mut Random) -> T) -> Option<T> {
        (self.below(3) > 0).then(|| some(self))
    }

    fn resource(&mut self) -> ResourceId {
        resource(1 + self.index())
    }

    fn text(&mut self) -> TextId {
        TextId::from_index(self.index())
    }

    fn place(&mut self) -> PlaceId {
        PlaceId::from_index(self.index())
    }

    fn delay(&mut self) -> Delay {
        match self.below(4) {
            0 => Delay::UNKNOWN,
            1 => Delay::of(Duration::MAX),
            _ => Delay::of(Duration::from_micros(self.long())),
        }
    }

    fn coordinate(&mut self) -> Coordinate {
        Coordinate::from_thousandths(self.long().cast_signed())
    }

    fn end(&mut self) -> Outcome {
        match self.below(3) {
            0 => Outcome::Done,
            1 => Outcome::Cancelled,
            _ => Outcome::Failed(self.text()),
        }
    }

    fn cause(&mut self, woken: TaskId) -> Cause {
        match self.below(5) {
            0 => Cause::Timer,
            1 => Cause::Callback,
            2 => Cause::Outside,
            3 => Cause::Task(woken),
            _ => Cause::Task(self.task()),
        }
    }

    fn wait(&mut self) -> WaitReason {
        match self.below(7) {
            0 => WaitReason::Turn,
            1 => WaitReason::Timer(self.delay()),
            2 => WaitReason::Task(self.task()),
            3 => WaitReason::Tasks(self.number()),
            4 => WaitReason::Resource(self.resource(), self.of(Op::ALL)),
            5 => WaitReason::Io(self.text()),
            _ => WaitReason::Future,
        }
    }

    /// A time after `before`, or at the same time, or before it, as in a damaged recording.
    pub(super) fn time(&mut self, before: Instant) -> Instant {
        let micros = before.as_micros();
        Instant::from_micros(match self.below(8) {
            0..4 => micros,
            4..6 => micros.saturating_add(self.below(300) as u64),
            6 => micros.saturating_sub(self.long()),
            _ => self.long(),
        })
    }

    /// An event of the kind with this [number](number_of).
    pub(super) fn kind(&mut self, number: usize) -> EventKind {
        let (task, name, place) = (self.task(), self.text(), self.place());
        let by = self.maybe(Random::task);
        match number {
            0 => EventKind::PassBegun {
                ready: self.number(),
                timers: self.number(),
            },
            1 => EventKind::PassEnded {
                ready: self.number(),
                timers: self.number(),
                timeouts: self.number(),
            },
            2 => EventKind::Hopped,
            3 => EventKind::TaskSpawned {
                task,
                parent: by,
                place,
                is_cleanup: self.below(2) > 0,
            },
            4 => EventKind::CallScheduled {
                call: task,
                parent: by,
                after: self.delay(),
                place,
            },
            5 => EventKind::TimeoutSet {
                task,
                timeout: self.number(),
                after: self.delay(),
            },
            6 => EventKind::TimeoutExpired {
                task,
                timeout: self.number(),
            },
            7 => EventKind::TimeoutEnded {
                task,
                timeout: self.number(),
            },
            8 => EventKind::TaskNamed { task, name },
            9 => EventKind::TaskWoken {
                task,
                by: self.cause(task),
            },
            10 => EventKind::PollBegun { task },
            11 => EventKind::PollEnded { task },
            12 => EventKind::Waits {
                task,
                on: self.wait(),
                place,
            },
            13 => EventKind::Awaits {
                task,
                on: self.task(),
            },
            14 => EventKind::Retrieved { task, by },
            15 => EventKind::Unretrieved { task },
            16 => EventKind::CancelRequested {
                task,
                by,
                why: name,
            },
            17 => EventKind::Uncancelled { task },
            18 => EventKind::CleanupBegun { task },
            19 => EventKind::TaskEnded {
                task,
                end: self.end(),
            },
            20 => EventKind::ResourceCreated {
                resource: self.resource(),
                kind: self.of(ResourceKind::ALL),
                capacity: self.number(),
                place,
            },
            21 => EventKind::ResourceNamed {
                resource: self.resource(),
                name,
            },
            22 => EventKind::ResourceChanged {
                resource: self.resource(),
                level: self.number(),
                takers: self.short(),
                putters: self.short(),
            },
            23 => EventKind::LockHolderChanged {
                resource: self.resource(),
                by,
                waiters: self.number(),
            },
            24 => EventKind::Printed {
                task: by,
                text: name,
            },
            25 => EventKind::Noted {
                task: by,
                text: name,
            },
            26 => EventKind::PointRecorded {
                series: name,
                x: self.coordinate(),
                y: self.coordinate(),
            },
            27 => EventKind::Deadlocked,
            28 => EventKind::Called {
                task,
                call: self.number(),
            },
            29 => EventKind::CallbackRan {
                took: self.delay(),
                name,
                place,
            },
            30 => EventKind::ThreadStarted {
                thread: task,
                parent: by,
                name,
                place,
                is_process: self.below(2) > 0,
            },
            31 => EventKind::ThreadEnded {
                thread: task,
                end: self.end(),
            },
            32 => EventKind::Chosen {
                choice: self.number(),
                alternative: self.number(),
            },
            _ => EventKind::Warned {
                warning: self.of(Warning::ALL),
                task: by,
                subject: name,
                place: self.maybe(Random::place),
            },
        }
    }
}

/// The number of a kind. A new kind needs an event in [`Random::kind`].
pub(super) fn number_of(kind: EventKind) -> usize {
    match kind {
        EventKind::PassBegun { .. } => 0,
        EventKind::PassEnded { .. } => 1,
        EventKind::Hopped => 2,
        EventKind::TaskSpawned { .. } => 3,
        EventKind::CallScheduled { .. } => 4,
        EventKind::TimeoutSet { .. } => 5,
        EventKind::TimeoutExpired { .. } => 6,
        EventKind::TimeoutEnded { .. } => 7,
        EventKind::TaskNamed { .. } => 8,
        EventKind::TaskWoken { .. } => 9,
        EventKind::PollBegun { .. } => 10,
        EventKind::PollEnded { .. } => 11,
        EventKind::Waits { .. } => 12,
        EventKind::Awaits { .. } => 13,
        EventKind::Retrieved { .. } => 14,
        EventKind::Unretrieved { .. } => 15,
        EventKind::CancelRequested { .. } => 16,
        EventKind::Uncancelled { .. } => 17,
        EventKind::CleanupBegun { .. } => 18,
        EventKind::TaskEnded { .. } => 19,
        EventKind::ResourceCreated { .. } => 20,
        EventKind::ResourceNamed { .. } => 21,
        EventKind::ResourceChanged { .. } => 22,
        EventKind::LockHolderChanged { .. } => 23,
        EventKind::Printed { .. } => 24,
        EventKind::Noted { .. } => 25,
        EventKind::PointRecorded { .. } => 26,
        EventKind::Deadlocked => 27,
        EventKind::Called { .. } => 28,
        EventKind::CallbackRan { .. } => 29,
        EventKind::ThreadStarted { .. } => 30,
        EventKind::ThreadEnded { .. } => 31,
        EventKind::Chosen { .. } => 32,
        EventKind::Warned { .. } => 33,
    }
}

/// Random events, in a random order, of all kinds.
pub(super) fn events(count: usize, seed: u64) -> Vec<Event> {
    let mut random = Random(seed);
    let mut at = Instant::ZERO;
    (0..count)
        .map(|_| {
            at = random.time(at);
            let number = random.below(KINDS);
            let kind = random.kind(number);
            assert_eq!(number_of(kind), number);
            Event { at, kind }
        })
        .collect()
}
