//! The end-to-end tests in an engine, and in each of those beside Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::consent::Consent;
use crate::engine::Engine;
use crate::places::Places;
use crate::process::run as run_command;
use crate::{browser, say};

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

/// Runs all of them in each engine that can be had, one engine after the other. What cannot be had is named, and is no
/// failure.
pub(super) fn run(engines: &[Had], tests: impl Fn() -> Command) -> Result<()> {
    let mut failed = Vec::new();
    for (engine, driver) in engines {
        match driver {
            Err(why) => say::note(format!("Nothing is tested in {engine}: {why:#}")),
            Ok(driver) => {
                say::note(format!("In {engine}"));
                let mut tests = tests();
                tests.args(["--test", "e2e"]);
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
