//! The work that the benchmarks measure, the same on Coroscope and on tokio's current-thread runtime.
//!
//! The page of `benches/web` and the Criterion benchmarks of `benches/native` run it. Every workload
//! has a name and a size, and gives a number that proves that the work was done.

mod shuttle;
pub mod with_coroscope;
pub mod with_tokio;

/// How many tasks want the one lock.
const LOCKERS: u32 = 100;

/// How deep the await chains are.
const DEPTH: u32 = 100;

/// How long the sleeper of this number sleeps: 0 to 50 whole milliseconds.
fn nap(sleeper: u32) -> u64 {
    u64::from(sleeper % 51)
}
