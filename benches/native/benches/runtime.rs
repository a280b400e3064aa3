//! Compares the event loop, natively on the virtual clock, with tokio's current-thread runtime.
//!
//! Each measurement creates a runtime, runs the workload, and drops the runtime with its log.

use coroscope::Runtime;
use coroscope::runtime::Options;
use coroscope::trace::log::DEFAULT_LIMIT;
use coroscope_workloads::{with_coroscope, with_tokio};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

/// Name and size of each workload.
const WORKLOADS: [(&str, u32); 9] = [
    ("spawn", 10_000),
    ("wake", 10_000),
    ("gather", 10_000),
    ("yields", 20_000),
    ("queue64_1x1", 20_000),
    ("queueinf_1x1", 20_000),
    ("lock", 100),
    ("nest_100", 100),
    ("timers", 10_000),
];

fn on_coroscope(workload: &str, n: u32, log_limit: Option<usize>) -> f64 {
    let main = with_coroscope::find(workload, n).expect("a workload of this name");
    let options = Options {
        log_limit,
        ..Options::default()
    };
    let rt = Runtime::virtual_clock_with(options);
    rt.block_on(main).expect("the workload does not fail")
}

fn on_tokio(workload: &str, n: u32) -> f64 {
    let main = with_tokio::find(workload, n).expect("a workload of this name");
    let mut builder = tokio::runtime::Builder::new_current_thread();
    if workload == "timers" {
        builder.enable_time().start_paused(true);
    }
    let rt = builder.build().expect("a runtime");
    rt.block_on(main)
}

fn workloads(criterion: &mut Criterion) {
    for (workload, n) in WORKLOADS {
        let check = on_tokio(workload, n);
        assert_eq!(check, on_coroscope(workload, n, None), "{workload}");
        let mut group = criterion.benchmark_group(workload);
        group.throughput(Throughput::Elements(u64::from(n)));
        group.bench_function("recording", |bench| {
            bench.iter(|| black_box(on_coroscope(workload, n, Some(DEFAULT_LIMIT))));
        });
        group.bench_function("not recording", |bench| {
            bench.iter(|| black_box(on_coroscope(workload, n, None)));
        });
        group.bench_function("tokio", |bench| {
            bench.iter(|| black_box(on_tokio(workload, n)));
        });
        group.finish();
    }
}

criterion_group! {
    name = runtime;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = workloads
}
criterion_main!(runtime);
