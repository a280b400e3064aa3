//! Random programs in which random tasks are cancelled at random moments.
//!
//! A [`Program`](program::Program) is data: a few tasks, each a list of operations. It runs on the
//! virtual clock and keeps track of which task waits for what. After each step of the clock, that is
//! compared with the `statistics()` of the primitives and with the model of the log.
//!
//! `COROSCOPE_CASES` is the number of programs, `COROSCOPE_CASES_SEED` the seed. A failure prints the
//! shortest program that still fails. The same seed reproduces it.
#![allow(unreachable_pub, reason = "the modules are private to this test")]

#[macro_use]
mod macros;

mod bookkeeping;
mod drive;
mod final_checks;
mod generate;
mod order;
mod perform;
mod primitives;
mod program;
mod queues;
mod regressions;
mod several;
mod step_checks;
mod tracked;
mod world;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{variable} must be a number, not {text:?}")),
        Err(_) => default,
    }
}

#[test]
fn no_cancellation_loses_or_duplicates_anything() {
    run(&generate::program(), drive::check);
}

#[test]
fn nor_does_it_in_another_order_of_timers() {
    let programs = (generate::program(), proptest::arbitrary::any::<u64>());
    run(&programs, |(program, seed)| {
        drive::check_in_order(program, *seed)
    });
}

/// Checks random programs.
fn run<S: Strategy>(programs: &S, check: impl Fn(&S::Value) -> Result<(), String>) {
    let cases = if cfg!(miri) { 5 } else { 10_000 };
    let mut runner = TestRunner::new(Config {
        cases: u32::try_from(number("COROSCOPE_CASES", cases)).unwrap_or(u32::MAX),
        rng_seed: RngSeed::Fixed(number("COROSCOPE_CASES_SEED", 0)),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    });
    let outcome = runner.run(programs, |program| {
        check(&program).map_err(TestCaseError::fail)
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
