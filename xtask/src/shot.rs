//! `cargo xtask shot`: a screenshot of the site.

use std::process::Command;

use anyhow::Result;

use crate::browser_engine::BrowserEngine;
use crate::build::site;
use crate::install::browsers;
use crate::install::consent::Consent;
use crate::paths::Paths;
use crate::process;

/// Builds the site, then runs the program in `e2e/` that controls the browser.
pub(crate) fn take(paths: &Paths, arguments: &[String]) -> Result<()> {
    let consent = Consent { yes: false };
    site::build(paths, consent)?;
    let driver = browsers::ensure_driver(BrowserEngine::Chromium, paths, consent)?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--quiet", "--package", "coroscope-e2e"])
        .args(["--bin", "shot", "--"])
        .args(arguments)
        .env_remove("CARGO")
        .env("CHROMEDRIVER", driver);
    process::run(&mut cargo)
}
