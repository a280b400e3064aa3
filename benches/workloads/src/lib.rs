//! The workloads of the benchmarks, for Coroscope and for tokio's current-thread runtime.
//!
//! The pages in `benches/web` and the Criterion benchmarks in `benches/native` run them. Every workload has a name and a
//! size, and returns a number as evidence that it did the work.

mod shuttle;
pub mod with_coroscope;
pub mod with_tokio;

/// How many tasks share the lock.
const LOCKERS: u32 = 100;

/// How deep the await chains are.
const DEPTH: u32 = 100;

/// How long a sleeper sleeps, by its number: 0 to 50 ms.
fn nap(sleeper: u32) -> u64 {
    u64::from(sleeper % 51)
}
