//! Cancel everywhere: random programs, in which random tasks are cancelled at random moments.
//!
//! A [`Program`](program::Program) is data: a few tasks, each a list of operations. It runs on the
//! virtual clock, keeps its own books of who waits for what, and after each step of the clock the
//! books are compared with the primitives' `statistics()` and with the log's model.
//!
//! `COROSCOPE_CASES` says how many programs are run, `COROSCOPE_SEED` which ones. A failure is shown
//! as the shortest program that still fails; the same seed finds it again.
#![allow(unreachable_pub, reason = "its modules are its own")]

#[macro_use]
mod macros;

mod aftermath;
mod balance;
mod books;
mod drive;
mod found;
mod generate;
mod life;
mod perform;
mod primitives;
mod program;
mod queues;
mod several;
mod world;

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

fn number(variable: &str, otherwise: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is a number, not {text:?}")),
        Err(_) => otherwise,
    }
}

#[test]
fn whatever_is_cancelled_when_nothing_is_lost() {
    let cases = if cfg!(miri) { 5 } else { 10_000 };
    let mut runner = TestRunner::new(Config {
        cases: u32::try_from(number("COROSCOPE_CASES", cases)).unwrap_or(u32::MAX),
        rng_seed: RngSeed::Fixed(number("COROSCOPE_SEED", 0)),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    });
    let outcome = runner.run(&generate::program(), |program| {
        drive::check(&program).map_err(TestCaseError::fail)
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
