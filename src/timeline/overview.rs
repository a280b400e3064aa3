//! The whole run at a glance: how many tasks ran, were ready and waited, over time.

use crate::time::Instant;
use crate::trace::{Event, EventKind, Log, Model, TaskId};

/// Into so many stretches a run is divided at most.
const MOST: usize = 16_384;
/// The shortest stretch, in microseconds. It doubles whenever there would be too many.
const SHORTEST: u64 = 1;

/// How many tasks were in which state over the whole run.
///
/// It is kept beside the [`Model`] and [brought up to date](Overview::update) as that grows. What
/// it takes to draw does not depend on how long the run is.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::{Instant, ms}, timeline::Overview, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let mut overview = Overview::default();
///     overview.update(&model, log);
///     let columns = overview.columns(10, Instant::ZERO, model.now());
///     assert!(columns.iter().all(|column| column.waiting == 1.0 && column.ready == 0.0));
/// });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// Of each stretch the sums of task times, in microseconds.
    buckets: Vec<[f64; 3]>,
    /// How long a stretch is, in microseconds.
    step: u64,
    /// What each task does, by its place from `base` on.
    doing: Vec<Doing>,
    base: usize,
    /// How many tasks are running, ready and waiting now.
    counts: [u32; 3],
    now: Instant,
    next: u64,
}

/// The average numbers of tasks in a column of pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    /// Of tasks that ran: the part of the time in which the loop was busy.
    pub running: f64,
    /// Of tasks that waited for their turn.
    pub ready: f64,
    /// Of tasks that waited for something.
    pub waiting: f64,
}

impl Column {
    /// Of tasks that lived.
    pub fn all(&self) -> f64 {
        self.running + self.ready + self.waiting
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Doing {
    /// None before its first event, and after its end.
    state: Option<State>,
    woken: bool,
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum State {
    Running,
    Ready,
    Waiting,
}

impl Default for Overview {
    fn default() -> Overview {
        Overview {
            buckets: Vec::new(),
            step: SHORTEST,
            doing: Vec::new(),
            base: 0,
            counts: [0; 3],
            now: Instant::ZERO,
            next: 0,
        }
    }
}

impl Overview {
    /// Reads what the model has read of the log since the last time.
    pub fn update(&mut self, model: &Model, log: &Log) {
        let until = model.next_seq();
        if self.next < log.dropped() || until < self.next {
            *self = Overview {
                next: log.dropped(),
                ..Overview::default()
            };
        }
        for (seq, event) in log.iter_from(self.next) {
            if seq >= until {
                break;
            }
            self.apply(event);
            self.next = seq + 1;
        }
    }

    /// The run from one moment to another in so many columns. What goes on after the last event
    /// goes on to the end.
    pub fn columns(&self, count: usize, from: Instant, to: Instant) -> Vec<Column> {
        let (from, to) = (from.as_micros() as f64, to.as_micros() as f64);
        let width = ((to - from) / count.max(1) as f64).max(1e-3);
        let column = |n: usize| {
            let left = from + n as f64 * width;
            let [running, ready, waiting] = self.sums(left, left + width).map(|sum| sum / width);
            Column {
                running,
                ready,
                waiting,
            }
        };
        (0..count).map(column).collect()
    }

    /// The sums of the task times between two moments in microseconds.
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

    fn apply(&mut self, event: &Event) {
        use State::{Ready, Running, Waiting};
        let doing = |task| self.doing(task);
        let (task, state, woken) = match event.kind {
            EventKind::TaskSpawned { task, .. } => (task, Some(Ready), false),
            EventKind::TaskWoken { task, .. } => match doing(task) {
                Doing { ended: true, .. } => return,
                Doing {
                    state: Some(Running),
                    ..
                } => (task, Some(Running), true),
                _ => (task, Some(Ready), false),
            },
            EventKind::PollBegun { task } => (task, Some(Running), false),
            EventKind::CleanupBegun { task } => {
                // What was dropped may have woken the task itself.
                let before = doing(task);
                let woken = before.woken || before.state == Some(Ready);
                (task, Some(Running), woken)
            }
            EventKind::PollEnded { task } if doing(task).woken => (task, Some(Ready), false),
            EventKind::PollEnded { task } => (task, Some(Waiting), false),
            EventKind::TaskEnded { task, .. } => (task, None, false),
            _ => return,
        };
        self.pass_time(event.at);
        let Some(place) = self.place(task) else {
            return;
        };
        let doing = Doing {
            state,
            woken,
            ended: state.is_none(),
        };
        let before = core::mem::replace(&mut self.doing[place], doing);
        if let Some(state) = before.state {
            self.counts[state as usize] -= 1;
        }
        if let Some(state) = state {
            self.counts[state as usize] += 1;
        }
    }

    fn doing(&self, task: TaskId) -> Doing {
        let place = task.index().checked_sub(self.base);
        let doing = place.and_then(|place| self.doing.get(place));
        doing.copied().unwrap_or_default()
    }

    /// The place of a task, made where it is new. None for those from before what the log has.
    fn place(&mut self, task: TaskId) -> Option<usize> {
        if self.doing.is_empty() {
            self.base = task.index();
        }
        let place = task.index().checked_sub(self.base)?;
        if place >= self.doing.len() {
            self.doing.resize(place + 1, Doing::default());
        }
        Some(place)
    }

    /// Adds what goes on up to a moment.
    fn pass_time(&mut self, at: Instant) {
        let (mut from, to) = (self.now.as_micros(), at.as_micros());
        while to / self.step >= MOST as u64 {
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
