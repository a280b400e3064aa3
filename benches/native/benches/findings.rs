//! Measures all lint rules together on a million spans: on the data of the timeline's benchmark, and on a run.

use coroscope::lint::{Options, findings};
use coroscope::runtime::Options as RuntimeOptions;
use coroscope::time::{Instant, ms};
use coroscope::trace::{Delay, Event, EventKind, Log, Model, RunView, TaskId, WaitReason};
use coroscope::{Lock, Queue, Runtime, gather, sleep, spawn, yield_now};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::panic::Location;
use std::time::Duration;

const LANES: usize = 100;
const SPANS: usize = 10_000;
const LENGTH_MS: f64 = 100_000.0;
/// Enough for the log of a million spans.
const LOG_BYTES: usize = 512 << 20;

/// The random number generator of the timeline's benchmark.
struct Random(u32);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        f64::from(self.0) / 4_294_967_296.0
    }
}

/// A log in which each lane is a task and each span a poll. Between polls the task waits for a timer.
fn timeline() -> Log {
    let slot = LENGTH_MS / SPANS as f64;
    let mut random = Random(42);
    let mut spans = Vec::with_capacity(LANES * SPANS);
    for lane in 0..LANES {
        for n in 0..SPANS {
            let start = n as f64 * slot + random.next() * 0.3 * slot;
            let duration = (0.1 + 0.6 * random.next()) * slot;
            spans.push((micros(start), micros(start + duration), lane));
        }
    }
    spans.sort_unstable();
    let mut log = Log::new(LOG_BYTES);
    let place = log.intern_location(Location::caller());
    let mut has_wait = [false; LANES];
    for task in (0..LANES).map(TaskId::from_index) {
        log.push(Event {
            at: Instant::ZERO,
            kind: EventKind::TaskSpawned {
                task,
                parent: None,
                place,
                is_cleanup: false,
            },
        });
    }
    let mut open = BinaryHeap::new();
    for (from, to, lane) in spans {
        end_until(&mut log, &mut open, from);
        let task = TaskId::from_index(lane);
        let mut push = |kind| log.push(Event { at: from, kind });
        push(EventKind::PollBegun { task });
        if !std::mem::replace(&mut has_wait[lane], true) {
            let on = WaitReason::Timer(Delay::UNKNOWN);
            push(EventKind::Waits { task, on, place });
        }
        open.push(Reverse((to, task)));
    }
    end_until(&mut log, &mut open, Instant::MAX);
    log
}

fn end_until(log: &mut Log, open: &mut BinaryHeap<Reverse<(Instant, TaskId)>>, moment: Instant) {
    while let Some(Reverse((at, task))) = open.pop() {
        if at > moment {
            open.push(Reverse((at, task)));
            return;
        }
        let kind = EventKind::PollEnded { task };
        log.push(Event { at, kind });
    }
}

fn micros(milliseconds: f64) -> Instant {
    Instant::from_micros((milliseconds * 1000.0).round() as u64)
}

/// Runs a hundred tasks that sleep, exchange items, share locks and yield.
fn run() -> Runtime {
    let rt = Runtime::virtual_clock_with(RuntimeOptions {
        log_limit: Some(LOG_BYTES),
        ..RuntimeOptions::default()
    });
    let ended = rt.block_on(async {
        let queues: Vec<Queue<usize>> = (0..15).map(|_| Queue::new(10)).collect();
        let locks: Vec<Lock> = (0..5).map(|_| Lock::new()).collect();
        let tasks = (0..LANES).map(|n| {
            let queue = queues[n % 15].clone();
            let lock = locks[n % 5].clone();
            spawn(async move {
                for round in 0..3500 {
                    match n {
                        0..30 => sleep(ms(1 + (n * round) as u64 % 7)).await,
                        30..45 => {
                            queue.put(round).await?;
                            sleep(ms(1)).await;
                        }
                        45..60 => {
                            queue.get().await?;
                            yield_now().await;
                        }
                        60..80 => {
                            let guard = lock.acquire().await;
                            sleep(ms(1)).await;
                            drop(guard);
                        }
                        _ => yield_now().await,
                    }
                }
                Ok(())
            })
        });
        gather(tasks.collect::<Vec<_>>()).await?;
        Ok(())
    });
    ended.expect("the run does not fail");
    rt
}

fn measure(criterion: &mut Criterion, name: &str, log: &Log) {
    let model = Model::of(log);
    let spans: usize = model.tasks().iter().map(|task| task.spans.len()).sum();
    println!("{name}: {spans} spans, {} events", log.len());
    let mut group = criterion.benchmark_group("findings");
    group.throughput(Throughput::Elements(spans as u64));
    group.bench_function(name, |bench| {
        bench.iter(|| black_box(findings(RunView::new(log, &model), &Options::default())));
    });
    group.finish();
}

fn all(criterion: &mut Criterion) {
    measure(criterion, "timeline's data", &timeline());
    run().with_log(|log| measure(criterion, "a run", log));
}

criterion_group! {
    name = rules;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = all
}
criterion_main!(rules);
