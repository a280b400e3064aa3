//! Queues, locks and their kin at a moment: how full, who holds, and who waits.

use super::say::Say;
use super::state::living;
use super::words::named;
use crate::trace::model::SpanState;
use crate::trace::track::TaskTrack;
use crate::trace::{Log, Model, Moment, Op, ResourceId, ResourceKind, TaskId, WaitReason};

/// What a queue, lock or other shared thing is like at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceAt {
    /// The resource.
    pub resource: ResourceId,
    /// What it is.
    pub kind: ResourceKind,
    /// Its name, else its kind's.
    pub name: String,
    /// Items in a queue, permits left of a semaphore, parties at a barrier; 1 for a held lock.
    pub level: u32,
    /// How much it takes at most; 0 is unbounded.
    pub capacity: u32,
    /// Of a lock: who holds it.
    pub holder: Option<TaskId>,
    /// Who waits to take from it, to acquire it, or for it; who came first is first.
    pub takers: Vec<TaskId>,
    /// Who waits to put into it.
    pub putters: Vec<TaskId>,
    /// Who waits for all its items to be done.
    pub joiners: Vec<TaskId>,
    /// All that in one sentence.
    pub sentence: String,
}

/// What a resource is like right after a moment's event. None where the log does not know it, or
/// it was not made yet.
///
/// # Examples
/// ```
/// use coroscope::{Lock, Runtime, gather, sleep, spawn, time::{Instant, ms}};
/// use coroscope::{timeline::resource_at, trace::{Model, Moment}};
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
///     let moment = Moment::at(log, Instant::ZERO + ms(5)).unwrap();
///     let till = resource_at(&model, log, model.resources()[0].id, moment).unwrap();
///     assert_eq!(till.sentence, "lock till is held by one; two waits to acquire it");
/// });
/// ```
pub fn resource_at(
    model: &Model,
    log: &Log,
    resource: ResourceId,
    moment: Moment,
) -> Option<ResourceAt> {
    let track = model.resource(resource)?;
    if track.created > moment.at {
        return None;
    }
    let known = track
        .levels
        .partition_point(|level| level.seq <= moment.seq);
    let level = known.checked_sub(1).map(|last| track.levels[last]);
    let mut waiting: Vec<(u64, TaskId, Op)> = Vec::new();
    for task in living(model, moment) {
        waits(task, resource, moment, &mut waiting);
    }
    waiting.sort_unstable_by_key(|(since, task, _)| (*since, *task));
    let who = |is: fn(Op) -> bool| {
        let those = waiting.iter().filter(move |(_, _, op)| is(*op));
        those.map(|(_, task, _)| *task).collect()
    };
    let mut found = ResourceAt {
        resource,
        kind: track.kind,
        name: model.resource_name(log, resource).to_owned(),
        level: level.map_or(0, |level| level.level),
        capacity: track.capacity,
        holder: level.and_then(|level| level.holder),
        takers: who(|op| matches!(op, Op::Get | Op::Acquire | Op::Wait)),
        putters: who(|op| op == Op::Put),
        joiners: who(|op| op == Op::Join),
        sentence: String::new(),
    };
    found.sentence = found.say(&Say { model, log });
    Some(found)
}

/// What of a resource a task waits for at a moment, and since when.
fn waits(
    task: &TaskTrack,
    resource: ResourceId,
    moment: Moment,
    found: &mut Vec<(u64, TaskId, Op)>,
) {
    let after = task.spans.partition_point(|span| span.seq <= moment.seq);
    let span = after.checked_sub(1).and_then(|last| task.spans.get(last));
    let Some(span) = span.filter(|span| span.state == SpanState::Waiting) else {
        return;
    };
    // Where a task waits for several things at once, each of them is told during the poll before.
    let poll = after.checked_sub(2).and_then(|last| task.spans.get(last));
    let poll = poll.map_or(0, |poll| poll.seq);
    let told = task.waits.partition_point(|(seq, _)| *seq <= poll);
    let told = task.waits[told..].iter();
    let several = told.take_while(|(seq, _)| *seq < span.seq);
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
    fn say(&self, say: &Say) -> String {
        let mut sentence = say.resource(self.resource);
        sentence += &match (self.kind, self.holder) {
            (ResourceKind::Lock, Some(holder)) => format!(" is held by {}", say.name(holder)),
            (ResourceKind::Lock, None) => " is free".into(),
            (ResourceKind::Queue, _) => match (self.level, self.capacity) {
                (0, _) => " is empty".into(),
                (level, 0) => format!(" holds {level}"),
                (level, capacity) if level >= capacity => format!(" is full with {level}"),
                (level, capacity) => format!(" holds {level} of {capacity}"),
            },
            (ResourceKind::Semaphore, _) => match self.level {
                0 => " has no permit left".into(),
                1 => " has one permit left".into(),
                n => format!(" has {n} permits left"),
            },
            (ResourceKind::Barrier, _) => format!(" has {} of {}", self.level, self.capacity),
            (ResourceKind::Event | ResourceKind::Future, _) => match self.level {
                0 => " is not set".into(),
                _ => " is set".into(),
            },
            (ResourceKind::Condition, _) => String::new(),
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
                [one] => waits += &format!("; {} waits {what}", say.name(*one)),
                _ => waits += &format!("; {} wait {what}", named(say, tasks)),
            }
        }
        if sentence.ends_with(|c: char| c.is_alphanumeric()) && waits.is_empty() {
            waits = "; nobody waits".into();
        }
        sentence + &waits
    }
}
