//! The model: what the log says, arranged by task, resource and pass.

use super::id::{PlaceId, ResourceId, TaskId, TextId};
use super::log::Log;
use super::passes::PassSums;
use super::track::{ResourceTrack, TaskTrack};
pub use super::track::{State, WokenBy};
use super::warning::Warning;
use crate::time::{Duration, Instant};
use rustc_hash::FxHashMap;

/// One pass of the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    /// When it began.
    pub from: Instant,
    /// When it ended; none while it goes on.
    pub to: Option<Instant>,
    /// Sequence number of its first event.
    pub seq: u64,
    /// How many entries its snapshot of the ready queue held.
    pub ready: u32,
    /// How many timers were pending.
    pub timers: u32,
    /// How many entries the ready queue held when it had ended.
    pub ready_after: u32,
    /// How many timers were pending when it had ended.
    pub timers_after: u32,
    /// How many of those were only the limits of timeouts.
    pub timeouts_after: u32,
}

/// Polls of at least this length are kept in [`Model::long_polls`].
pub const LONG_POLL: Duration = Duration::from_millis(10);

/// A poll that kept the loop for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongPoll {
    /// Whose.
    pub task: TaskId,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// Sequence number of its first event.
    pub seq: u64,
}

/// A line that the program printed, or a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// By which task.
    pub task: Option<TaskId>,
    /// The text.
    pub text: TextId,
}

/// A callback of the loop that ran for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongCallback {
    /// When it began.
    pub from: Instant,
    /// When it returned.
    pub to: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The name of the function.
    pub name: TextId,
    /// Where the function is.
    pub place: PlaceId,
}

/// A mistake that the engine of the program reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warned {
    /// When.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// What is wrong.
    pub warning: Warning,
    /// The task in which it happened.
    pub task: Option<TaskId>,
    /// What it is about, such as the name of a coroutine.
    pub subject: TextId,
    /// The line that it is about.
    pub place: Option<PlaceId>,
}

/// Everything that a log tells, arranged for drawing and asking. It is a pure function
/// of the log, and can be brought up to date as the log grows.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, model::State}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// let main = &model.tasks()[0];
/// assert_eq!(main.total(State::Waiting, model.now()), ms(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub(super) first: u64,
    pub(super) next: u64,
    pub(super) now: Instant,
    pub(super) tasks: Vec<TaskTrack>,
    /// So many at the front of `tasks` stand for none yet: room for those that are older.
    pub(super) spare: usize,
    /// Index of the first task id that the log still knows; its track comes after the spare ones.
    pub(super) base: usize,
    /// How many of the tasks are functions in threads.
    pub threads: usize,
    pub(super) resources: Vec<ResourceTrack>,
    /// Where in `resources` each is.
    pub(super) resource_index: FxHashMap<ResourceId, usize>,
    /// Passes in order.
    pub passes: Vec<Pass>,
    pub(super) pass_sums: PassSums,
    /// Moments at which the loop went on in a macrotask.
    pub hops: Vec<Instant>,
    /// Polls of at least [`LONG_POLL`], in order.
    pub long_polls: Vec<LongPoll>,
    /// The poll that goes on.
    pub(super) polling: Option<LongPoll>,
    /// Printed lines in order.
    pub printed: Vec<Line>,
    /// Remarks in order.
    pub notes: Vec<Line>,
    /// Callbacks that ran for a while, in order.
    pub callbacks: Vec<LongCallback>,
    /// What the engine of the program reported, in order.
    pub warnings: Vec<Warned>,
    /// When the loop found that nothing can ever continue, with the sequence numbers of those events.
    pub deadlocks: Vec<(Instant, u64)>,
}

impl Model {
    /// The model of a whole log.
    pub fn of(log: &Log) -> Model {
        let mut model = Model::default();
        model.update(log);
        model
    }

    /// Reads what was added to the log since the last time.
    pub fn update(&mut self, log: &Log) {
        self.update_some(log, usize::MAX);
    }

    /// Reads at most `most` new events. True where all were read.
    pub fn update_some(&mut self, log: &Log, most: usize) -> bool {
        if self.next < log.dropped() || log.next_seq() < self.next {
            *self = Model {
                first: log.dropped(),
                next: log.dropped(),
                ..Model::default()
            };
        }
        for (seq, event) in log.iter_from(self.next).take(most) {
            self.apply(seq, event);
        }
        self.next == log.next_seq()
    }

    /// The poll that goes on after the last event; none where no task is being polled. Its end is its beginning.
    pub fn open_poll(&self) -> Option<LongPoll> {
        self.polling
    }

    /// Forgets the last event of `log`, a warning that its owner takes [off](Log::pop) it again afterwards.
    pub fn take_back_warning(&mut self, log: &Log) {
        if self.next == log.next_seq() && self.warnings.pop().is_some() {
            self.next -= 1;
            let before = self.next.checked_sub(1).and_then(|seq| log.get(seq));
            self.now = before.map_or(Instant::ZERO, |event| event.at);
        }
    }

    /// Tasks in the order of spawning.
    pub fn tasks(&self) -> &[TaskTrack] {
        &self.tasks[self.spare..]
    }

    /// The task with this id; none where the log does not know it.
    pub fn task(&self, id: TaskId) -> Option<&TaskTrack> {
        self.tasks().get(id.index().checked_sub(self.base)?)
    }

    /// Resources in the order of making.
    pub fn resources(&self) -> &[ResourceTrack] {
        &self.resources
    }

    /// The resource with this id.
    pub fn resource(&self, id: ResourceId) -> Option<&ResourceTrack> {
        self.resources.get(*self.resource_index.get(&id)?)
    }

    /// The moment of the last event read.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Sequence number of the next event to read.
    pub fn next_seq(&self) -> u64 {
        self.next
    }

    /// Whether every task has ended.
    pub fn is_over(&self) -> bool {
        self.tasks().iter().all(|task| task.end.is_some())
    }

    /// Name of a task as a person reads it.
    pub fn task_name<'a>(&'a self, log: &'a Log, id: TaskId) -> std::borrow::Cow<'a, str> {
        match self.task(id).and_then(|task| task.name) {
            Some(name) => log.text(name).into(),
            None => id.to_string().into(),
        }
    }

    /// Name of a resource as a person reads it: its own, else its kind.
    pub fn resource_name<'a>(&'a self, log: &'a Log, id: ResourceId) -> &'a str {
        match self.resource(id) {
            Some(resource) => match resource.name {
                Some(name) => log.text(name),
                None => resource.kind.name(),
            },
            None => "resource",
        }
    }
}
