//! The state of queues, locks and other resources at a moment: level, holder, and waiting tasks.

use super::state::living;
use coroscope_trace::sort;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Model, Moment, Op, ResourceId, ResourceKind, RunView, TaskId, WaitReason};
use coroscope_wording::{Wording, tr, tr_n};

/// The state of a resource at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceAt {
    /// The resource.
    pub resource: ResourceId,
    /// Its kind.
    pub kind: ResourceKind,
    /// Its name, or the name of its kind.
    pub name: String,
    /// Items in a queue, permits left of a semaphore, parties at a barrier, bytes in a stream, connections of a server; 1
    /// for a held lock.
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
    sort::by_key(&mut waiting, |(since, task, _)| (*since, *task));
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
        takers: tasks(|op| !matches!(op, Op::Put | Op::Drain | Op::Join)),
        putters: tasks(|op| matches!(op, Op::Put | Op::Drain)),
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
        if self.kind == ResourceKind::Value {
            return tr!("{name} is {level}", name = self.name, level = self.level);
        }
        let state = self.state(wording);
        let mut parts = vec![state.as_str()];
        let waits = self.waits(wording);
        parts.extend(waits.iter().map(String::as_str));
        if state.ends_with(char::is_alphanumeric) && waits.is_empty() {
            parts.push(tr!("no task waits"));
        }
        parts.join("; ")
    }

    /// How full or free it is.
    fn state(&self, wording: Wording<'_>) -> String {
        let resource = wording.resource_with_kind(self.resource);
        let (level, capacity) = (self.level, self.capacity);
        match (self.kind, self.holder) {
            (ResourceKind::Lock, Some(holder)) => tr!(
                "{resource} is held by {task}",
                resource,
                task = wording.task(holder)
            ),
            (ResourceKind::Lock, None) => tr!("{resource} is free", resource),
            (ResourceKind::Queue, _) => match (level, capacity) {
                (0, _) => tr!("{resource} is empty", resource),
                (level, 0) => tr!("{resource} holds {level}", resource, level),
                (level, most) if level >= most => {
                    tr!("{resource} is full with {level}", resource, level)
                }
                _ => tr!(
                    "{resource} holds {level} of {capacity}",
                    resource,
                    level,
                    capacity
                ),
            },
            (ResourceKind::Semaphore, _) => match level {
                0 => tr!("{resource} has no permit left", resource),
                n => tr_n!(
                    n as usize,
                    "{resource} has one permit left",
                    "{resource} has {n} permits left",
                    resource
                ),
            },
            (ResourceKind::Barrier, _) => tr!(
                "{resource} has {level} of {capacity}",
                resource,
                level,
                capacity
            ),
            (ResourceKind::Event | ResourceKind::Future, _) => match level {
                0 => tr!("{resource} is not set", resource),
                _ => tr!("{resource} is set", resource),
            },
            (ResourceKind::Stream, _) => match level {
                0 => tr!("{resource} has no bytes waiting", resource),
                n => tr_n!(
                    n as usize,
                    "{resource} has one byte waiting",
                    "{resource} has {n} bytes waiting",
                    resource
                ),
            },
            (ResourceKind::Server, _) => match level {
                0 => tr!("{resource} has no open connection", resource),
                n => tr_n!(
                    n as usize,
                    "{resource} has one open connection",
                    "{resource} has {n} open connections",
                    resource
                ),
            },
            (ResourceKind::Condition | ResourceKind::Value, _) => resource,
        }
    }

    /// Which tasks wait, and what for.
    fn waits(&self, wording: Wording<'_>) -> Vec<String> {
        let names = |tasks: &[TaskId]| (tasks.len(), wording.tasks_and_others(tasks));
        let mut waits = Vec::new();
        if !self.takers.is_empty() {
            let (n, tasks) = names(&self.takers);
            waits.push(match self.kind {
                ResourceKind::Queue => tr_n!(
                    n,
                    "{tasks} waits to get an item",
                    "{tasks} wait to get an item",
                    tasks
                ),
                ResourceKind::Stream => tr_n!(
                    n,
                    "{tasks} waits to read from it",
                    "{tasks} wait to read from it",
                    tasks
                ),
                ResourceKind::Lock | ResourceKind::Semaphore => tr_n!(
                    n,
                    "{tasks} waits to acquire it",
                    "{tasks} wait to acquire it",
                    tasks
                ),
                _ => tr_n!(n, "{tasks} waits for it", "{tasks} wait for it", tasks),
            });
        }
        if !self.putters.is_empty() {
            let (n, tasks) = names(&self.putters);
            waits.push(match self.kind {
                ResourceKind::Stream => tr_n!(
                    n,
                    "{tasks} waits for space in it",
                    "{tasks} wait for space in it",
                    tasks
                ),
                _ => tr_n!(
                    n,
                    "{tasks} waits to put an item",
                    "{tasks} wait to put an item",
                    tasks
                ),
            });
        }
        if !self.joiners.is_empty() {
            let (n, tasks) = names(&self.joiners);
            waits.push(tr_n!(
                n,
                "{tasks} waits for all items to be done",
                "{tasks} wait for all items to be done",
                tasks
            ));
        }
        waits
    }
}
