//! Matches the tasks of two runs, and gives both one time axis.

use super::compare::Difference;
use super::scale::TimeScale;
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Model, RunView, TaskId, TaskState};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// How many ancestors are compared to match two tasks.
const MAX_DEPTH: usize = 16;

/// A task that occurs in both runs, and its times in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskPair {
    /// The task's name.
    pub name: String,
    /// The task in the first run, and in the second.
    pub tasks: (TaskId, TaskId),
    /// From its spawn to its end, in each run.
    pub took: (Duration, Duration),
    /// How long it ran, in each run.
    pub busy: (Duration, Duration),
    /// How long it was ready, in each run.
    pub ready: (Duration, Duration),
}

/// Matches tasks of two runs: same name, ancestors of the same names, and the same position among the tasks for which
/// both hold. The pair whose duration differs most comes first.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, spawn, time::ms, timeline::task_pairs};
/// use coroscope::trace::{Model, RunView};
/// let run = |n| {
///     let rt = Runtime::virtual_clock();
///     rt.block_on(spawn_nap(n)).unwrap();
///     rt
/// };
/// async fn spawn_nap(n: u64) -> coroscope::Result<()> {
///     spawn(async move { sleep(ms(n)).await; Ok(()) }).named("nap").await
/// }
/// let (slow, fast) = (run(9), run(3));
/// slow.with_log(|before| fast.with_log(|after| {
///     let (a, b) = (Model::of(before), Model::of(after));
///     let found = task_pairs(RunView::new(before, &a), RunView::new(after, &b));
///     let nap = found.iter().find(|pair| pair.name == "nap").unwrap();
///     assert_eq!(nap.took, (ms(9), ms(3)));
/// }));
/// ```
pub fn task_pairs(before: RunView<'_>, after: RunView<'_>) -> Vec<TaskPair> {
    let mut known: FxHashMap<Vec<&str>, VecDeque<&TaskTrack>> = FxHashMap::default();
    for task in before.model.tasks() {
        known.entry(path(before, task)).or_default().push_back(task);
    }
    let (then, now) = (before.model.now(), after.model.now());
    let mut pairs = Vec::new();
    for b in after.model.tasks() {
        let path = path(after, b);
        let Some(a) = known.get_mut(&path).and_then(VecDeque::pop_front) else {
            continue;
        };
        let (a_times, b_times) = (a.times(then), b.times(now));
        let both = |state| (a_times[state], b_times[state]);
        pairs.push(TaskPair {
            name: after.task_name(b.id).into_owned(),
            tasks: (a.id, b.id),
            took: (a.until(then) - a.spawned, b.until(now) - b.spawned),
            busy: both(TaskState::Running),
            ready: both(TaskState::Ready),
        });
    }
    sort::by_key(&mut pairs, |pair| {
        core::cmp::Reverse(pair.took.0.abs_diff(pair.took.1))
    });
    pairs
}

/// The durations of the matched tasks that differ, at most `most` of them.
///
/// # Examples
/// ```
/// use coroscope::{time::ms, timeline::{TaskPair, task_differences}, trace::TaskId};
/// let pair = |name: &str, took| TaskPair {
///     name: name.into(),
///     tasks: (TaskId::from_index(0), TaskId::from_index(0)),
///     took,
///     busy: (ms(0), ms(0)),
///     ready: (ms(0), ms(0)),
/// };
/// let found = task_differences(&[pair("nap", (ms(9), ms(3))), pair("main", (ms(9), ms(9)))], 5);
/// assert_eq!((found.len(), &*found[0].label, &*found[0].change), (1, "nap", "3.0 × shorter"));
/// ```
pub fn task_differences(pairs: &[TaskPair], most: usize) -> Vec<Difference> {
    let differ = pairs.iter().filter(|pair| pair.took.0 != pair.took.1);
    let difference =
        |pair: &TaskPair| Difference::of_times(pair.name.clone(), pair.took.0, pair.took.1);
    differ.take(most).map(difference).collect()
}

/// The names of a task and of its ancestors. Unnamed tasks count as having the same name.
fn path<'a>(run: RunView<'a>, task: &TaskTrack) -> Vec<&'a str> {
    let parent = |task: &TaskId| run.model.task(*task)?.parent;
    let above = core::iter::successors(Some(task.id), parent).take(MAX_DEPTH);
    let name = |task: TaskId| {
        let name = run.model.task(task).and_then(|task| task.name);
        name.map_or("", |name| run.log.text(name))
    };
    above.map(name).collect()
}

/// One scale for both runs; each begins at its left edge.
///
/// # Examples
/// ```
/// use coroscope::{timeline::common_scale, trace::Model};
/// let scale = common_scale(&Model::default(), &Model::default(), 600.0);
/// assert_eq!(scale.width(), 600.0);
/// ```
pub fn common_scale(before: &Model, after: &Model, width: f64) -> TimeScale {
    TimeScale::new(Instant::ZERO, before.now().max(after.now()), width)
}
