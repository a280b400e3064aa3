//! The state of queues, locks and other resources at a moment: level, holder, and waiting tasks.

use super::state::living;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Model, Moment, Op, ResourceId, ResourceKind, RunView, TaskId, WaitReason};
use coroscope_wording::{Wording, count};

/// The state of a resource at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceAt {
    /// The resource.
    pub resource: ResourceId,
    /// Its kind.
    pub kind: ResourceKind,
    /// Its name, or the name of its kind.
    pub name: String,
    /// Items in a queue, permits left of a semaphore, parties at a barrier; 1 for a held lock.
    pub level: u32,
    /// Its capacity; 0 means unbounded.
    pub capacity: u32,
    /// For a lock: the task that holds it.
    pub holder: Option<TaskId>,
    /// Tasks waiting to take from it, to acquire it, or for it, in FIFO order.
    pub takers: Vec<TaskId>,
    /// Tasks waiting to put into it, in FIFO order.
    pub putters: Vec<TaskId>,
    /// Tasks waiting for all its items to be done.
    pub joiners: Vec<TaskId>,
    /// All of this in one sentence.
    pub sentence: String,
}

/// The state of a resource right after a moment's event. `None` if the log does not know the resource, or it was not
/// created yet.
///
/// # Examples
/// ```
/// use coroscope::{Lock, Runtime, gather, sleep, spawn, time::{Instant, ms}};
/// use coroscope::{timeline::resource_at, trace::{Model, Moment, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let lock = Lock::new().named("till");
///     let pay = |name: &str| {
///         let lock = lock.clone();
///         spawn(async move { let _held = lock.acquire().await; sleep(ms(10)).await; Ok(()) }).named(name)
///     };
///     gather([pay("one"), pay("two")]).await?;
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let moment = Moment::at(log, Instant::ZERO + ms(5)).unwrap();
///     let till = resource_at(run, model.resources()[0].id, moment).unwrap();
///     assert_eq!(till.sentence, "lock till is held by one; two waits to acquire it");
/// });
/// ```
pub fn resource_at(run: RunView<'_>, resource: ResourceId, moment: Moment) -> Option<ResourceAt> {
    let track = run.model.resource(resource)?;
    if track.created > moment.at {
        return None;
    }
    let known = track
        .levels
        .partition_point(|level| level.seq <= moment.seq);
    let level = known.checked_sub(1).map(|last| track.levels[last]);
    let mut waiting: Vec<(u64, TaskId, Op)> = Vec::new();
    for task in living(run.model, moment) {
        waits(task, resource, moment, &mut waiting);
    }
    waiting.sort_unstable_by_key(|(since, task, _)| (*since, *task));
    let tasks = |is: fn(Op) -> bool| {
        let those = waiting.iter().filter(move |(_, _, op)| is(*op));
        those.map(|(_, task, _)| *task).collect()
    };
    let mut found = ResourceAt {
        resource,
        kind: track.kind,
        name: run.resource_name(resource).to_owned(),
        level: level.map_or(0, |level| level.level),
        capacity: track.capacity,
        holder: level.and_then(|level| level.holder),
        takers: tasks(|op| matches!(op, Op::Get | Op::Acquire | Op::Wait)),
        putters: tasks(|op| op == Op::Put),
        joiners: tasks(|op| op == Op::Join),
        sentence: String::new(),
    };
    found.sentence = found.sentence(Wording::new(run));
    Some(found)
}

/// The level of a resource right after a moment's event, or its last level; 0 before the first.
pub fn level_at(model: &Model, resource: ResourceId, moment: Option<Moment>) -> u32 {
    let levels = model
        .resource(resource)
        .map_or(&[][..], |track| &track.levels);
    let known = match moment {
        Some(moment) => levels.partition_point(|level| level.seq <= moment.seq),
        None => levels.len(),
    };
    known.checked_sub(1).map_or(0, |last| levels[last].level)
}

/// Which operations of a resource a task waits for at a moment, and since when.
fn waits(
    task: &TaskTrack,
    resource: ResourceId,
    moment: Moment,
    found: &mut Vec<(u64, TaskId, Op)>,
) {
    let after = task.spans.partition_point(|span| span.seq <= moment.seq);
    let span = after.checked_sub(1).and_then(|last| task.spans.get(last));
    let Some(span) = span.filter(|span| span.state.is_waiting()) else {
        return;
    };
    // If a task waits for several things at once, the log has each of them during the preceding poll.
    let poll = after.checked_sub(2).and_then(|last| task.spans.get(last));
    let poll = poll.map_or(0, |poll| poll.seq);
    let earlier = task.waits.partition_point(|(seq, _)| *seq <= poll);
    let waits = task.waits[earlier..].iter();
    let several = waits.take_while(|(seq, _)| *seq < span.seq);
    let one = span.waited.map(|waited| (span.seq, waited));
    let mut seen: Vec<Op> = Vec::new();
    for (seq, waited) in several.copied().chain(one) {
        if let WaitReason::Resource(id, op) = waited.on
            && id == resource
            && !seen.contains(&op)
        {
            seen.push(op);
            found.push((seq, task.id, op));
        }
    }
}

impl ResourceAt {
    fn sentence(&self, wording: Wording<'_>) -> String {
        let mut sentence = wording.resource_with_kind(self.resource);
        sentence += &match (self.kind, self.holder) {
            (ResourceKind::Lock, Some(holder)) => format!(" is held by {}", wording.task(holder)),
            (ResourceKind::Lock, None) => " is free".into(),
            (ResourceKind::Queue, _) => match (self.level, self.capacity) {
                (0, _) => " is empty".into(),
                (level, 0) => format!(" holds {level}"),
                (level, capacity) if level >= capacity => format!(" is full with {level}"),
                (level, capacity) => format!(" holds {level} of {capacity}"),
            },
            (ResourceKind::Semaphore, _) => match self.level {
                0 => " has no permit left".into(),
                n => format!(" has {} left", count(n as usize, "permit")),
            },
            (ResourceKind::Barrier, _) => format!(" has {} of {}", self.level, self.capacity),
            (ResourceKind::Event | ResourceKind::Future, _) => match self.level {
                0 => " is not set".into(),
                _ => " is set".into(),
            },
            (ResourceKind::Condition, _) => String::new(),
            (ResourceKind::Value, _) => return format!("{} is {}", self.name, self.level),
        };
        let takes = match self.kind {
            ResourceKind::Queue => "to get an item",
            ResourceKind::Lock | ResourceKind::Semaphore => "to acquire it",
            _ => "for it",
        };
        let sides = [
            (&self.takers, takes),
            (&self.putters, "to put an item"),
            (&self.joiners, "for all items to be done"),
        ];
        let mut waits = String::new();
        for (tasks, what) in sides {
            match tasks.as_slice() {
                [] => {}
                [one] => waits += &format!("; {} waits {what}", wording.task(*one)),
                _ => waits += &format!("; {} wait {what}", wording.tasks_and_others(tasks)),
            }
        }
        if sentence.ends_with(|c: char| c.is_alphanumeric()) && waits.is_empty() {
            waits = "; no task waits".into();
        }
        sentence + &waits
    }
}
