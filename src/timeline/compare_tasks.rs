//! The same tasks of two runs beside each other, and one axis for both.

use super::compare::Difference;
use super::scale::TimeScale;
use crate::time::{Duration, Instant};
use crate::trace::model::SpanState;
use crate::trace::track::TaskTrack;
use crate::trace::{Log, Model, TaskId};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Tasks nested deeper than this are not told apart by those above them.
const DEEPEST: usize = 16;

/// A task that is in both runs, and what it took in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The task's name.
    pub name: String,
    /// The task in the run before, and in the run after.
    pub tasks: (TaskId, TaskId),
    /// From being spawned to its end, in each.
    pub took: (Duration, Duration),
    /// How long it ran, in each.
    pub busy: (Duration, Duration),
    /// How long it was ready and waited for its turn, in each.
    pub ready: (Duration, Duration),
}

/// Tasks of two runs that have the same name, are below tasks of the same names, and are the first,
/// second and so on of those; the greatest difference in what they took first.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, spawn, time::ms, timeline::pairs, trace::Model};
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
///     let found = pairs((&a, before), (&b, after));
///     let nap = found.iter().find(|pair| pair.name == "nap").unwrap();
///     assert_eq!(nap.took, (ms(9), ms(3)));
/// }));
/// ```
pub fn pairs(before: (&Model, &Log), after: (&Model, &Log)) -> Vec<Pair> {
    let mut known: FxHashMap<Vec<&str>, VecDeque<&TaskTrack>> = FxHashMap::default();
    for task in before.0.tasks() {
        known.entry(path(before, task)).or_default().push_back(task);
    }
    let (then, now) = (before.0.now(), after.0.now());
    let mut pairs = Vec::new();
    for b in after.0.tasks() {
        let path = path(after, b);
        let Some(a) = known.get_mut(&path).and_then(VecDeque::pop_front) else {
            continue;
        };
        let total = |state| (a.total(state, then), b.total(state, now));
        pairs.push(Pair {
            name: after.0.task_name(after.1, b.id).into_owned(),
            tasks: (a.id, b.id),
            took: (a.until(then) - a.spawned, b.until(now) - b.spawned),
            busy: total(SpanState::Running),
            ready: total(SpanState::Ready),
        });
    }
    pairs.sort_by_key(|pair| core::cmp::Reverse(pair.took.0.abs_diff(pair.took.1)));
    pairs
}

/// What those tasks took that did not take as long in both runs, at most `most` of them.
///
/// # Examples
/// ```
/// use coroscope::{time::ms, timeline::{Pair, differences}, trace::TaskId};
/// let pair = |name: &str, took| Pair {
///     name: name.into(),
///     tasks: (TaskId::from_index(0), TaskId::from_index(0)),
///     took,
///     busy: (ms(0), ms(0)),
///     ready: (ms(0), ms(0)),
/// };
/// let found = differences(&[pair("nap", (ms(9), ms(3))), pair("main", (ms(9), ms(9)))], 5);
/// assert_eq!((found.len(), &*found[0].label, &*found[0].change), (1, "nap", "3.0 × shorter"));
/// ```
pub fn differences(pairs: &[Pair], most: usize) -> Vec<Difference> {
    let differ = pairs.iter().filter(|pair| pair.took.0 != pair.took.1);
    let difference =
        |pair: &Pair| Difference::of_times(pair.name.clone(), pair.took.0, pair.took.1);
    differ.take(most).map(difference).collect()
}

/// The names of a task and of those above it. Tasks without a name are all called the same.
fn path<'a>((model, log): (&'a Model, &'a Log), task: &TaskTrack) -> Vec<&'a str> {
    let parent = |task: &TaskId| model.task(*task)?.parent;
    let above = core::iter::successors(Some(task.id), parent).take(DEEPEST);
    let name = |task: TaskId| {
        let name = model.task(task).and_then(|task| task.name);
        name.map_or("", |name| log.text(name))
    };
    above.map(name).collect()
}

/// One scale for both runs, each of which begins at its left edge.
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
