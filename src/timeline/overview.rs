//! The overview of a run: how many tasks ran, were ready and waited, over time.

use crate::time::Instant;
use crate::trace::{RunView, TaskState, Transition, Transitions};

/// Maximum number of buckets.
const MAX_BUCKETS: usize = 16_384;
/// The initial length of a bucket, in microseconds. It doubles whenever there would be too many buckets.
const SHORTEST: u64 = 1;

/// The number of tasks in each state, over the whole run.
///
/// It is [updated](Overview::update) as the [`Model`](crate::trace::Model) grows. The cost of drawing it does not depend on the length of the
/// run.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::{Instant, ms}, timeline::Overview, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let mut overview = Overview::default();
///     overview.update(run);
///     let columns = overview.columns(10, Instant::ZERO, model.now());
///     assert!(columns.iter().all(|column| column.waiting == 1.0 && column.ready == 0.0));
/// });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// For each bucket, the time that tasks spent in each state, in microseconds.
    buckets: Vec<[f64; 3]>,
    /// The length of a bucket, in microseconds.
    step: u64,
    /// How many tasks are currently running, ready and waiting.
    counts: [u32; 3],
    now: Instant,
    transitions: Transitions,
}

/// The average numbers of tasks in a column of pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OverviewColumn {
    /// Running tasks: the part of the time in which the loop was busy.
    pub running: f64,
    /// Ready tasks.
    pub ready: f64,
    /// Waiting tasks.
    pub waiting: f64,
}

impl OverviewColumn {
    /// All tasks that had not ended.
    pub fn all(&self) -> f64 {
        self.running + self.ready + self.waiting
    }
}

impl Default for Overview {
    fn default() -> Overview {
        Overview {
            buckets: Vec::new(),
            step: SHORTEST,
            counts: [0; 3],
            now: Instant::ZERO,
            transitions: Transitions::default(),
        }
    }
}

impl Overview {
    /// Reads the events that the model has read since the last update.
    pub fn update(&mut self, run: RunView<'_>) {
        if self.transitions.is_outdated(run) {
            *self = Overview {
                transitions: Transitions::of(run),
                ..Overview::default()
            };
        }
        let mut transitions = core::mem::take(&mut self.transitions);
        transitions.read(run, |transition| self.apply(transition));
        self.transitions = transitions;
    }

    /// Divides a stretch of time into `count` columns. States that last beyond the last event continue to the end.
    pub fn columns(&self, count: usize, from: Instant, to: Instant) -> Vec<OverviewColumn> {
        let (from, to) = (from.as_micros() as f64, to.as_micros() as f64);
        let width = ((to - from) / count.max(1) as f64).max(1e-3);
        let column = |n: usize| {
            let left = from + n as f64 * width;
            let [running, ready, waiting] = self.sums(left, left + width).map(|sum| sum / width);
            OverviewColumn {
                running,
                ready,
                waiting,
            }
        };
        (0..count).map(column).collect()
    }

    /// The time spent in each state between two moments in microseconds.
    fn sums(&self, from: f64, to: f64) -> [f64; 3] {
        let (step, now) = (self.step as f64, self.now.as_micros() as f64);
        let mut sums = [0.0; 3];
        let first = (from / step) as usize;
        for (n, bucket) in self.buckets.iter().enumerate().skip(first) {
            let (left, right) = (n as f64 * step, ((n + 1) as f64 * step).min(now));
            if left >= to {
                break;
            }
            let part = (to.min(right) - from.max(left)) / (right - left);
            if part > 0.0 {
                for (sum, all) in sums.iter_mut().zip(bucket) {
                    *sum += all * part;
                }
            }
        }
        let after = to - from.max(now);
        if after > 0.0 {
            for (sum, count) in sums.iter_mut().zip(self.counts) {
                *sum += f64::from(count) * after;
            }
        }
        sums
    }

    fn apply(&mut self, transition: Transition) {
        self.pass_time(transition.at);
        if let Some(state) = transition.from {
            self.counts[column(state)] -= 1;
        }
        if let Some(state) = transition.to {
            self.counts[column(state)] += 1;
        }
    }

    /// Adds the current states up to a moment.
    fn pass_time(&mut self, at: Instant) {
        let (mut from, to) = (self.now.as_micros(), at.as_micros());
        while to / self.step >= MAX_BUCKETS as u64 {
            self.double();
        }
        while from < to {
            let bucket = (from / self.step) as usize;
            let end = to.min((bucket as u64 + 1) * self.step);
            if bucket >= self.buckets.len() {
                self.buckets.resize(bucket + 1, [0.0; 3]);
            }
            for (sum, count) in self.buckets[bucket].iter_mut().zip(self.counts) {
                *sum += f64::from(count) * (end - from) as f64;
            }
            from = end;
        }
        self.now = self.now.max(at);
    }

    fn double(&mut self) {
        self.step = self.step.saturating_mul(2);
        let pairs = self.buckets.chunks(2);
        let sum = |pair: &[[f64; 3]]| {
            let mut sums = pair[0];
            for (sum, more) in sums
                .iter_mut()
                .zip(pair.get(1).copied().unwrap_or_default())
            {
                *sum += more;
            }
            sums
        };
        self.buckets = pairs.map(sum).collect();
    }
}

/// The index of a state in the sums: running, ready, waiting.
fn column(state: TaskState) -> usize {
    match state {
        TaskState::Running => 0,
        TaskState::Ready => 1,
        TaskState::Waiting(_) => 2,
    }
}
