//! `cargo xtask shot`: a picture of the site, to look at what one has made.

use std::process::Command;

use anyhow::Result;

use crate::browser_engine::Engine;
use crate::build::site;
use crate::install::browsers;
use crate::install::consent::Consent;
use crate::paths::Places;
use crate::process;

/// Builds the site, then calls the program in `e2e/` that has the browser.
pub(crate) fn take(places: &Places, arguments: &[String]) -> Result<()> {
    let consent = Consent { yes: false };
    site::build(places, consent)?;
    let driver = browsers::ensure_driver(Engine::Chromium, places, consent)?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--quiet", "--package", "coroscope-e2e"])
        .args(["--bin", "shot", "--"])
        .args(arguments)
        .env_remove("CARGO")
        .env("CHROMEDRIVER", driver);
    process::run(&mut cargo)
}
