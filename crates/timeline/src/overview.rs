//! The overview of a run: how many tasks ran, were ready and waited, over time.

use coroscope_trace::time::Instant;
use coroscope_trace::{Delay, Event, EventKind, RunView, TaskId, TaskState, WaitKind};

/// Maximum number of buckets.
const MAX_BUCKETS: usize = 16_384;
/// The initial length of a bucket, in microseconds. It doubles whenever there would be too many buckets.
const SHORTEST: u64 = 1;

/// The number of tasks in each state, over the whole run.
///
/// It is [updated](Overview::update) as the [`Model`](coroscope_trace::Model) grows. The cost of drawing it does not depend on the length of the
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
    /// The state of each task, by its index minus `base`.
    tasks: Vec<Task>,
    base: usize,
    /// How many tasks are currently running, ready and waiting.
    counts: [u32; 3],
    now: Instant,
    next: u64,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Task {
    /// `None` before its first event and after its end.
    state: Option<TaskState>,
    woken: bool,
    ended: bool,
}

/// All waits count alike. To know their kinds would take a third more time.
const WAITING: TaskState = TaskState::Waiting(WaitKind::Other);

/// The index of a state in the sums.
fn column(state: TaskState) -> usize {
    match state {
        TaskState::Running => 0,
        TaskState::Ready => 1,
        TaskState::Waiting(_) => 2,
    }
}

impl Default for Overview {
    fn default() -> Overview {
        Overview {
            buckets: Vec::new(),
            step: SHORTEST,
            tasks: Vec::new(),
            base: 0,
            counts: [0; 3],
            now: Instant::ZERO,
            next: 0,
        }
    }
}

impl Overview {
    /// Reads the events that the model has read since the last update.
    pub fn update(&mut self, run: RunView<'_>) {
        let until = run.model.next_seq();
        if self.next < run.log.dropped() || until < self.next {
            *self = Overview {
                next: run.log.dropped(),
                ..Overview::default()
            };
        }
        for (seq, event) in run.log.iter_from(self.next) {
            if seq >= until {
                break;
            }
            self.apply(&event);
            self.next = seq + 1;
        }
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

    /// Follows the states of the tasks, as the [`Model`](coroscope_trace::Model) does. To look them up in its spans would
    /// take several times as long.
    fn apply(&mut self, event: &Event) {
        use TaskState::{Ready, Running};
        let doing = |task| self.doing(task);
        let (task, state, woken) = match event.kind {
            EventKind::TaskSpawned { task, .. } => (task, Some(Ready), false),
            EventKind::CallScheduled { call, after, .. } => match after {
                Delay::UNKNOWN => (call, Some(Ready), false),
                _ => (call, Some(WAITING), false),
            },
            EventKind::TaskWoken { task, .. } => match doing(task) {
                Task { ended: true, .. } => return,
                Task {
                    state: Some(Running),
                    ..
                } => (task, Some(Running), true),
                _ => (task, Some(Ready), false),
            },
            EventKind::PollBegun { task } => (task, Some(Running), false),
            EventKind::CleanupBegun { task } => {
                // The dropped future may have woken the task.
                let before = doing(task);
                let woken = before.woken || before.state == Some(Ready);
                (task, Some(Running), woken)
            }
            EventKind::PollEnded { task } if doing(task).woken => (task, Some(Ready), false),
            EventKind::PollEnded { task } => (task, Some(WAITING), false),
            EventKind::TaskEnded { task, .. } => (task, None, false),
            _ => return,
        };
        self.pass_time(event.at);
        let Some(place) = self.index(task) else {
            return;
        };
        let doing = Task {
            state,
            woken,
            ended: state.is_none(),
        };
        let before = core::mem::replace(&mut self.tasks[place], doing);
        if let Some(state) = before.state {
            self.counts[column(state)] -= 1;
        }
        if let Some(state) = state {
            self.counts[column(state)] += 1;
        }
    }

    fn doing(&self, task: TaskId) -> Task {
        let place = task.index().checked_sub(self.base);
        let doing = place.and_then(|place| self.tasks.get(place));
        doing.copied().unwrap_or_default()
    }

    /// The index of a task in `doing`, added if it is new. `None` for tasks older than the log.
    fn index(&mut self, task: TaskId) -> Option<usize> {
        if self.tasks.is_empty() {
            self.base = task.index();
        }
        let place = task.index().checked_sub(self.base)?;
        if place >= self.tasks.len() {
            self.tasks.resize(place + 1, Task::default());
        }
        Some(place)
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
