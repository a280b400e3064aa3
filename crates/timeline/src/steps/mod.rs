//! A run narrated step by step: which events one would say in one sentence, and that sentence.

mod changes;
mod narrator;
mod sentence;
mod waking;

pub use sentence::{Step, narrate};

use coroscope_trace::{Cause, EventKind, Log, ResourceId, ResourceKind, RunView, TaskId};
use rustc_hash::FxHashMap;

/// The steps of a run. Each consists of one or more events that follow each other in the log.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::steps::{Steps, narrate}, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let mut steps = Steps::default();
///     steps.update(log);
///     let narrated: Vec<String> = (0..steps.len()).map(|n| narrate(run, &steps, n).sentence).collect();
///     assert_eq!(narrated[1], "Task-1 begins. It sleeps for 5 ms.");
///     assert_eq!(narrated[2], "At 5 ms, the sleep of Task-1 is over. It is ready and waits for its turn.");
/// });
/// ```
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// The first event of each step.
    first: Vec<u64>,
    /// How much of the log was read.
    read: u64,
    /// What the last step is about so far.
    topic: Option<Topic>,
    /// Where the next step begins, if its first event was read, but not what it is about.
    begun: Option<u64>,
    /// The level of each resource, and the task that holds it.
    levels: FxHashMap<ResourceId, (u32, Option<TaskId>)>,
}

/// The level of a new semaphore, whose first event says how many permits it has.
const UNKNOWN: (u32, Option<TaskId>) = (u32::MAX, None);

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Spawns(Option<TaskId>),
    Prints(Option<TaskId>),
    Wakes(Cause),
    Asks(Option<TaskId>),
    Changes,
    Waits,
    Ends,
    Other,
}

/// The part that an event has in a step.
enum Part {
    /// It begins a step.
    Begins,
    /// A step is about it.
    Is(Topic),
    /// A step is about it, unless it is already about something else.
    Closes,
    /// It is not narrated.
    Silent,
}

impl Steps {
    /// Reads what is new in the log.
    pub fn update(&mut self, log: &Log) {
        if self
            .first
            .first()
            .is_some_and(|first| *first < log.dropped())
        {
            *self = Steps::default();
        }
        for (seq, event) in log.iter_from(self.read.max(log.dropped())) {
            let part = match self.is_change(event.kind) {
                false => Part::Silent,
                true => part(event.kind),
            };
            match part {
                Part::Begins => {
                    self.begun.get_or_insert(seq);
                }
                Part::Is(topic) => self.add(topic, seq),
                Part::Closes if self.begun.is_some() => self.add(Topic::Other, seq),
                Part::Closes | Part::Silent => {}
            }
        }
        self.read = log.next_seq();
    }

    /// Adds an event with this topic: to the last step, or as a new one.
    fn add(&mut self, topic: Topic, seq: u64) {
        let continues = self
            .topic
            .is_some_and(|before| before.continues_with(topic));
        if self.begun.is_some() || !continues {
            self.first.push(self.begun.take().unwrap_or(seq));
            self.topic = Some(topic);
        }
    }

    /// False for an event that only says that more or fewer tasks wait for a resource.
    fn is_change(&mut self, kind: EventKind) -> bool {
        let (resource, level) = match kind {
            EventKind::ResourceChanged {
                resource, level, ..
            } => (resource, (level, None)),
            EventKind::LockHolderChanged { resource, by, .. } => (resource, (0, by)),
            EventKind::ResourceCreated {
                resource,
                kind: ResourceKind::Semaphore,
                ..
            } => {
                self.levels.insert(resource, UNKNOWN);
                return true;
            }
            _ => return true,
        };
        let before = self.levels.insert(resource, level).unwrap_or_default();
        before != level && before != UNKNOWN
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The step that an event belongs to.
    pub fn of_event(&self, seq: u64) -> usize {
        let begun = self.first.partition_point(|first| *first <= seq);
        begun.saturating_sub(1)
    }

    /// The first and the last event of a step.
    pub fn events(&self, step: usize) -> Option<(u64, u64)> {
        let first = *self.first.get(step)?;
        let next = self.first.get(step + 1).copied().unwrap_or(self.read);
        Some((first, next.saturating_sub(1).max(first)))
    }
}

impl Topic {
    /// Whether an event with this topic belongs to the same step.
    fn continues_with(self, next: Topic) -> bool {
        match (self, next) {
            (Topic::Spawns(_) | Topic::Prints(_) | Topic::Wakes(_) | Topic::Asks(_), next)
                if self == next =>
            {
                true
            }
            (Topic::Asks(_) | Topic::Changes | Topic::Ends, Topic::Wakes(_)) => true,
            // If a task waits in several ways at once, the last one tells what for.
            (Topic::Waits, Topic::Waits) => true,
            _ => false,
        }
    }
}

fn part(kind: EventKind) -> Part {
    match kind {
        EventKind::PassBegun { .. } | EventKind::PollBegun { .. } => Part::Begins,
        EventKind::TaskSpawned { parent, .. } => Part::Is(Topic::Spawns(parent)),
        EventKind::Printed { task, .. } => Part::Is(Topic::Prints(task)),
        // A task that yields wakes itself.
        EventKind::TaskWoken {
            task,
            by: Cause::Task(by),
        } if by == task => Part::Silent,
        EventKind::TaskWoken { by, .. } => Part::Is(Topic::Wakes(by)),
        EventKind::CancelRequested { by, .. } => Part::Is(Topic::Asks(by)),
        EventKind::ResourceChanged { .. } | EventKind::LockHolderChanged { .. } => {
            Part::Is(Topic::Changes)
        }
        EventKind::TaskEnded { .. } => Part::Is(Topic::Ends),
        EventKind::Waits { .. } => Part::Is(Topic::Waits),
        EventKind::Hopped
        | EventKind::Unretrieved { .. }
        | EventKind::Uncancelled { .. }
        | EventKind::CleanupBegun { .. }
        | EventKind::ResourceCreated { .. }
        | EventKind::Noted { .. }
        | EventKind::Deadlocked
        | EventKind::CallbackRan { .. }
        | EventKind::ThreadStarted { .. }
        | EventKind::ThreadEnded { .. }
        | EventKind::CallScheduled { .. }
        | EventKind::Chosen { .. }
        | EventKind::Warned { .. } => Part::Is(Topic::Other),
        EventKind::PollEnded { .. } => Part::Closes,
        // The sentence about the wait, or about the task that the limit wakes, names the limit.
        EventKind::TimeoutSet { .. }
        | EventKind::TimeoutExpired { .. }
        | EventKind::TimeoutEnded { .. }
        | EventKind::PassEnded { .. }
        | EventKind::TaskNamed { .. }
        | EventKind::Awaits { .. }
        | EventKind::Retrieved { .. }
        | EventKind::ResourceNamed { .. }
        | EventKind::PointRecorded { .. }
        | EventKind::Called { .. } => Part::Silent,
    }
}

/// The events of a step, with their numbers.
fn events<'a>(
    run: RunView<'a>,
    (first, last): (u64, u64),
) -> impl Iterator<Item = (u64, EventKind)> + 'a {
    let all = run.log.iter_from(first);
    all.take_while(move |(seq, _)| *seq <= last)
        .map(|(seq, event)| (seq, event.kind))
}
