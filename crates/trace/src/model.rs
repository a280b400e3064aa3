//! The model: the contents of the log, arranged by task, resource and pass.

use super::coordinate::Coordinate;
use super::id::{PlaceId, ResourceId, TaskId, TextId};
use super::log::Log;
use super::means::Change;
pub use super::passes::Pass;
use super::passes::{self, PassSums};
pub use super::span::WokenBy;
use super::track::{ResourceTrack, TaskTrack};
use super::warning::Warning;
use crate::time::{Duration, Instant};
use core::ops::Range;
use rustc_hash::FxHashMap;

/// Polls of at least this duration are in [`Model::long_polls`].
pub const LONG_POLL: Duration = Duration::from_millis(10);

/// A poll that blocked the loop for a long time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongPoll {
    /// The task.
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
pub struct PrintedLine {
    /// When it was printed.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The task that printed it.
    pub task: Option<TaskId>,
    /// The text.
    pub text: TextId,
}

/// A choice of a schedule that differs from what the clock would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeChoice {
    /// When it was made.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The number of the choice.
    pub choice: u32,
    /// Which alternative was taken, from 1.
    pub alternative: u32,
}

/// A point that the program recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedPoint {
    /// Sequence number of its event.
    pub seq: u64,
    /// The name of its series.
    pub series: TextId,
    /// The horizontal coordinate.
    pub x: Coordinate,
    /// The vertical coordinate.
    pub y: Coordinate,
}

/// A callback of the loop that ran for a long time.
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
    /// Where the function is defined, or where the callback was scheduled.
    pub place: PlaceId,
}

/// A mistake of the program that its engine reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportedWarning {
    /// When it was reported.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The kind of mistake.
    pub warning: Warning,
    /// The task in which it happened.
    pub task: Option<TaskId>,
    /// The subject, for example the name of a coroutine.
    pub subject: TextId,
    /// The source line of the mistake.
    pub place: Option<PlaceId>,
}

/// The contents of a log, arranged for drawing and for queries. A model is a pure function of its log. It can be
/// updated as the log grows.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// let main = &model.tasks()[0];
/// assert_eq!(main.times(model.now()).waiting(), ms(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub(super) first: u64,
    /// Sequence number of the next event to read.
    pub(super) next: u64,
    pub(super) now: Instant,
    pub(super) tasks: Vec<TaskTrack>,
    /// Number of unused items at the front of `tasks`, reserved for tasks with lower ids.
    pub(super) spare: usize,
    /// Index of the lowest task id in the log. Its track is the first after the unused items.
    pub(super) base: usize,
    /// Number of threads among the tasks.
    pub threads: usize,
    /// Number of scheduled calls among the tasks.
    pub scheduled_calls: usize,
    pub(super) resources: Vec<ResourceTrack>,
    /// The index of each resource in `resources`.
    pub(super) resource_index: FxHashMap<ResourceId, usize>,
    /// Passes in order.
    pub passes: Vec<Pass>,
    pub(super) pass_sums: PassSums,
    /// When the loop used up its time budget and continued in a macrotask.
    pub hops: Vec<Instant>,
    /// Polls of at least [`LONG_POLL`], in order.
    pub long_polls: Vec<LongPoll>,
    /// The poll that has not ended.
    pub(super) polling: Option<LongPoll>,
    /// Printed lines in order.
    pub printed: Vec<PrintedLine>,
    /// Remarks in order.
    pub notes: Vec<PrintedLine>,
    /// Recorded points in order.
    pub points: Vec<RecordedPoint>,
    /// Callbacks that ran for a long time, in order.
    pub callbacks: Vec<LongCallback>,
    /// Mistakes that the engine of the program reported, in order.
    pub warnings: Vec<ReportedWarning>,
    /// Choices of a schedule that differ from what the clock would do, in order.
    pub choices: Vec<MadeChoice>,
    /// Times of deadlocks, with the sequence numbers of their events.
    pub deadlocks: Vec<(Instant, u64)>,
}

impl Model {
    /// The model of a whole log.
    pub fn of(log: &Log) -> Model {
        let mut model = Model::default();
        model.update(log);
        model
    }

    /// Reads the events that were added to the log since the last update.
    pub fn update(&mut self, log: &Log) {
        self.update_some(log, usize::MAX);
    }

    /// Reads at most `max` new events. Returns true if no event is left to read.
    pub fn update_some(&mut self, log: &Log, max: usize) -> bool {
        if self.next < log.dropped() || log.next_seq() < self.next {
            *self = Model {
                first: log.dropped(),
                next: log.dropped(),
                ..Model::default()
            };
        }
        for (seq, event) in log.iter_from(self.next).take(max) {
            self.apply(seq, &event);
        }
        self.next == log.next_seq()
    }

    /// The poll that has not ended at the last event. Its `to` equals its `from`. `None` if no task is being polled.
    pub fn open_poll(&self) -> Option<LongPoll> {
        self.polling
    }

    /// Removes the last event from the model. It must be a warning, which the caller then [pops](Log::pop) from the log.
    pub fn pop_warning(&mut self, log: &Log) {
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

    /// The task with this id. `None` if the log does not have it.
    pub fn task(&self, id: TaskId) -> Option<&TaskTrack> {
        self.tasks().get(id.index().checked_sub(self.base)?)
    }

    /// Resources in the order of creation.
    pub fn resources(&self) -> &[ResourceTrack] {
        &self.resources
    }

    /// The resources that have levels, in the order of their counter tracks.
    pub fn tracked(&self) -> impl Iterator<Item = &ResourceTrack> {
        let resources = self.resources.iter();
        resources.filter(|resource| !resource.levels.is_empty())
    }

    /// The resource with this id.
    pub fn resource(&self, id: ResourceId) -> Option<&ResourceTrack> {
        self.resources.get(*self.resource_index.get(&id)?)
    }

    /// The time of the last event read.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Sequence number of the next event to read.
    pub fn next_seq(&self) -> u64 {
        self.next
    }

    /// Begins a pass.
    pub(super) fn begin_pass(&mut self, pass: Pass) {
        self.passes.push(pass);
        self.pass_sums.update(&self.passes);
    }

    /// Number of changes: beginnings and ends of passes.
    pub fn pass_changes(&self) -> usize {
        let open = self.passes.last().is_some_and(|pass| pass.to.is_none());
        2 * self.passes.len() - usize::from(open)
    }

    /// A change by its index. Each pass has two: its beginning and its end. The numbers are 1 while a pass runs, else 0;
    /// the number of ready entries; and the number of pending timers.
    pub fn pass_change(&self, index: usize) -> Change {
        passes::change(&self.passes, index)
    }

    /// The sums over a range of changes, each up to the next: numbers times microseconds.
    pub fn pass_sum(&self, range: Range<usize>) -> [u128; 3] {
        self.pass_sums.sum(&self.passes, range)
    }

    /// The highest numbers of ready entries and of pending timers at the beginnings of a range of passes.
    pub fn pass_peak(&self, range: Range<usize>) -> (u32, u32) {
        self.pass_sums.peak(&self.passes, range)
    }

    /// Whether every task has ended. Callbacks that never ran don't count.
    pub fn all_done(&self) -> bool {
        let mut tasks = self.tasks().iter();
        tasks.all(|task| task.end.is_some() || task.is_callback)
    }

    /// The name of a task, by default as in asyncio.
    pub fn task_name<'a>(&'a self, log: &'a Log, id: TaskId) -> std::borrow::Cow<'a, str> {
        match self.task(id).and_then(|task| task.name) {
            Some(name) => log.text(name).into(),
            None => id.to_string().into(),
        }
    }

    /// The name of a resource, by default its kind.
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
