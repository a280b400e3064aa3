//! The end-to-end tests in an engine, and the small part of them that runs in every one.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::consent::Consent;
use crate::engine::Engine;
use crate::places::Places;
use crate::process::run as run_command;
use crate::{browser, say};

/// One test each of what engines do differently: microtasks beside the network, timers, drawing,
/// cancelling, the virtual clock, keys.
const PART: [&str; 5] = [
    "lessons::gather::together_takes_as_long_as_the_longest_and_not_as_the_sum",
    "lessons::player::on_the_virtual_clock_a_run_is_the_same_to_the_event",
    "lessons::queue::every_word_is_counted_and_the_queue_keeps_to_its_capacity",
    "lessons::reading::arrows_go_from_bar_to_bar_and_escape_leaves",
    "lessons::stop::stop_cancels_every_task_and_run_again_works",
];

/// An engine and its driver, or why it cannot be had here.
pub(super) type Had = (Engine, Result<PathBuf>);

/// The engines beside Chromium, each installed if it can be.
pub(super) fn ensure(places: &Places, consent: Consent) -> Vec<Had> {
    let others = Engine::ALL.into_iter().filter(|it| *it != Engine::Chromium);
    let had = |engine| (engine, browser::ensure_driver(engine, places, consent));
    others.map(had).collect()
}

/// Lets the end-to-end tests run in an engine.
pub(super) fn using<'a>(engine: Engine, driver: &Path, tests: &'a mut Command) -> &'a mut Command {
    tests
        .env("COROSCOPE_ENGINE", engine.id())
        .env(engine.driver_variable(), driver)
}

/// Runs the part in each engine that can be had. The others are named; they are no failure.
pub(super) fn run(engines: &[Had], tests: impl Fn() -> Command) -> Result<()> {
    let mut failed = Vec::new();
    for (engine, driver) in engines {
        match driver {
            Err(why) => say::note(format!("Nothing is tested in {engine}: {why:#}")),
            Ok(driver) => {
                say::note(format!("In {engine}"));
                let mut tests = tests();
                tests.args(["--test", "e2e", "--", "--exact"]).args(PART);
                if run_command(using(*engine, driver, &mut tests)).is_err() {
                    failed.push(engine.to_string());
                }
            }
        }
    }
    if !failed.is_empty() {
        bail!("failed in {}", failed.join(" and "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A name that no test has would filter all tests out, and that would look well.
    #[test]
    fn each_test_of_the_part_is_there() {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/tests");
        for name in PART {
            let (module, test) = name.rsplit_once("::").unwrap();
            let file = format!("{}.rs", module.replace("::", "/"));
            let file = fs::read_to_string(tests.join(file)).unwrap();
            assert!(file.contains(&format!("async fn {test}()")), "{name}");
        }
    }
}
