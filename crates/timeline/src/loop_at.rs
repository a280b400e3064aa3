//! The event loop at a moment: what runs, the ready queue, and the pending timers.

use super::deadline::deadline;
use super::state::living;
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{EventKind, Moment, RunView, TaskId, TaskState};
use coroscope_wording::{Wording, tr};
use rustc_hash::FxHashMap;

/// With more tasks, the queue is not listed.
const MAX_TASKS: usize = 2_000;
/// How many later events are examined to find the order of the ready queue.
const MAX_EVENTS: usize = 4_000;

/// The event loop at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoopAt {
    /// The task or callback that runs.
    pub running: Option<TaskId>,
    /// What is ready, in the order in which it runs next: tasks and named callbacks.
    pub ready: Vec<TaskId>,
    /// The pending timers, the next one first.
    pub timers: Vec<TimerAt>,
    /// Whether every task has ended.
    pub is_over: bool,
}

/// A pending timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerAt {
    /// The task that waits for it, or that set the time limit; or the callback.
    pub task: TaskId,
    /// When it is due.
    pub due: Instant,
    /// Whether it is a time limit.
    pub is_limit: bool,
}

/// The event loop right after a moment's event. `None` if the run has too many tasks to list them.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, spawn, time::ms, timeline::loop_at, trace::{Model, Moment, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let nap = spawn(async { sleep(ms(5)).await; Ok(()) }).named("nap");
///     nap.await
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let asleep = Moment::at(log, coroscope::time::Instant::ZERO + ms(3)).unwrap();
///     let now = loop_at(run, asleep).unwrap();
///     assert_eq!(now.sentence(run), "the loop is idle; nothing is ready; next timer: nap at 5 ms");
/// });
/// ```
pub fn loop_at(run: RunView<'_>, moment: Moment) -> Option<LoopAt> {
    if run.model.tasks().len() > MAX_TASKS {
        return None;
    }
    let mut found = LoopAt {
        is_over: true,
        ..LoopAt::default()
    };
    let mut ready: Vec<(u64, TaskId)> = Vec::new();
    for track in living(run.model, moment).filter(|track| !track.is_thread) {
        found.is_over &= track.is_callback;
        let Some(span) = track.span_at_seq(moment.seq) else {
            continue;
        };
        match span.state {
            TaskState::Running => found.running = Some(track.id),
            TaskState::Ready => ready.push((span.seq, track.id)),
            TaskState::Waiting(_) => found.timers.extend(deadline(&span).map(|due| TimerAt {
                task: track.id,
                due,
                is_limit: false,
            })),
        }
        found.timers.extend(open_limits(track, moment));
    }
    sort::by_key(&mut found.timers, |timer| timer.due);
    found.ready = in_order(run, moment, ready);
    Some(found)
}

/// The time limits that a task has set and that are not reached.
fn open_limits(track: &TaskTrack, moment: Moment) -> impl Iterator<Item = TimerAt> {
    let limits = track.limits.iter().rev().take(MAX_LIMITS);
    let open = limits.filter(move |limit| {
        let is_past = |at: Option<Instant>| at.is_some_and(|at| at <= moment.at);
        limit.set <= moment.at && !is_past(limit.expired) && !is_past(limit.ended)
    });
    open.map(|limit| TimerAt {
        task: track.id,
        due: limit.deadline,
        is_limit: true,
    })
}

/// How many limits of a task are examined.
const MAX_LIMITS: usize = 16;

/// What is ready, in the order of the next turns, as far as the log has them; the rest in the order of becoming ready.
fn in_order(run: RunView<'_>, moment: Moment, mut ready: Vec<(u64, TaskId)>) -> Vec<TaskId> {
    sort::by(&mut ready, Ord::cmp);
    let mut turns: FxHashMap<TaskId, usize> = FxHashMap::default();
    let later = run.log.iter_from(moment.seq + 1).take(MAX_EVENTS);
    for (n, (_, event)) in later.enumerate() {
        if turns.len() >= ready.len() {
            break;
        }
        if let EventKind::PollBegun { task } = event.kind
            && ready.iter().any(|(_, known)| *known == task)
        {
            turns.entry(task).or_insert(n);
        }
    }
    sort::by_key(&mut ready, |(_, task)| {
        turns.get(task).copied().unwrap_or(usize::MAX)
    });
    ready.into_iter().map(|(_, task)| task).collect()
}

impl LoopAt {
    /// All of this in one sentence.
    pub fn sentence(&self, run: RunView<'_>) -> String {
        let wording = Wording::new(run);
        let runs = match self.running {
            Some(task) => tr!("{task} runs", task = wording.task(task)),
            None if self.is_over => return tr!("the loop is idle; all tasks have ended").into(),
            None if self.ready.is_empty() => tr!("the loop is idle").into(),
            None => tr!("the loop is between two turns").into(),
        };
        let ready = match self.ready.as_slice() {
            [] => tr!("nothing is ready").into(),
            ready => tr!("ready: {tasks}", tasks = wording.tasks_and_others(ready)),
        };
        let next = match self.timers.first() {
            None => tr!("no timer is pending").into(),
            Some(timer) => {
                let (task, at) = (wording.task(timer.task), timer.due);
                match timer.is_limit {
                    true => tr!("next timer: the time limit of {task} at {at}", task, at),
                    false => tr!("next timer: {task} at {at}", task, at),
                }
            }
        };
        format!("{runs}; {ready}; {next}")
    }
}
