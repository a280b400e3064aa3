//! Compares the search for schedules with shuttle's: three tasks with four additions each to one counter, with a wait
//! between read and write, as in the lesson about locks.
//!
//! Each measurement tries as many schedules as its throughput says, and tells their outcomes apart: in the one with
//! findings, by these as well, for which each run is recorded and searched for problems.

use coroscope::explore::Explorer;
use coroscope::lint::{Finding, outcome_findings};
use coroscope::time::ms;
use coroscope::trace::{Model, RunView};
use coroscope::{gather, sleep, spawn};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

const SCHEDULES: usize = 2_000;
const TASKS: u32 = 3;
const ADDITIONS: u32 = 4;

/// Returns the number of outcomes.
fn on_coroscope(explorer: &Explorer) -> usize {
    let exploration = explorer.run(|| async {
        let counter = Rc::new(Cell::new(0));
        let adders = (0..TASKS).map(|_| {
            let counter = counter.clone();
            spawn(async move {
                for _ in 0..ADDITIONS {
                    let read = counter.get();
                    sleep(ms(10)).await;
                    counter.set(read + 1);
                }
                Ok(())
            })
        });
        gather(adders.collect::<Vec<_>>()).await?;
        Ok(counter.get())
    });
    assert_eq!(exploration.tried(), SCHEDULES);
    exploration.outcomes().len()
}

/// Returns the number of outcomes. Shuttle needs types that can be sent to other threads.
fn on_shuttle() -> usize {
    let outcomes = Arc::new(Mutex::new(BTreeMap::new()));
    let found = outcomes.clone();
    let program = move || {
        let counter = Arc::new(AtomicU32::new(0));
        let adders: Vec<_> = (0..TASKS)
            .map(|_| {
                let counter = counter.clone();
                shuttle::future::spawn(async move {
                    for _ in 0..ADDITIONS {
                        let read = counter.load(Ordering::Relaxed);
                        shuttle::future::yield_now().await;
                        counter.store(read + 1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        shuttle::future::block_on(async move {
            for adder in adders {
                adder.await.expect("an adder does not fail");
            }
        });
        let mut found = found.lock().expect("no schedule panicked");
        *found.entry(counter.load(Ordering::Relaxed)).or_insert(0) += 1;
    };
    shuttle::check_random(program, SCHEDULES);
    outcomes.lock().expect("no schedule panicked").len()
}

fn schedules(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("explore");
    group.throughput(Throughput::Elements(SCHEDULES as u64));
    group.sample_size(10);
    let explorer = Explorer::new().schedules(SCHEDULES);
    group.bench_function("coroscope", |bench| {
        bench.iter(|| black_box(on_coroscope(&explorer)))
    });
    let with_findings = explorer
        .clone()
        .findings(|log| outcome_findings(RunView::new(log, &Model::of(log)), Finding::in_short));
    group.bench_function("coroscope_with_findings", |bench| {
        bench.iter(|| black_box(on_coroscope(&with_findings)))
    });
    group.bench_function("shuttle", |bench| bench.iter(|| black_box(on_shuttle())));
    group.finish();
}

criterion_group!(benches, schedules);
criterion_main!(benches);
