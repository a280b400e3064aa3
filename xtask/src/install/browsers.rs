//! The browsers that the tests open pages in, and their drivers.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::browser_engine::Engine;
use crate::install::consent::Consent;
use crate::install::{apt, tools};
use crate::paths::Places;
use crate::process::on_path;

const WHY: &str = "the tests open the page in a browser";

/// Where an engine's driver is, after installing it and its browser if they are not there.
pub(crate) fn ensure_driver(engine: Engine, places: &Places, consent: Consent) -> Result<PathBuf> {
    match engine {
        Engine::Chromium => chromedriver(places, consent),
        Engine::Firefox => geckodriver(places, consent),
        Engine::Webkit => webkit_driver(places, consent),
    }
}

/// An engine's driver, where it and its browser are installed.
pub(crate) fn installed(engine: Engine, places: &Places) -> Option<PathBuf> {
    match engine {
        Engine::Chromium => on_path("chromedriver").filter(|_| is_here(Engine::Chromium)),
        Engine::Firefox => on_path("geckodriver")
            .or_else(|| Some(own_geckodriver(&tools::GECKODRIVER.installed(places)?)))
            .filter(|_| is_here(Engine::Firefox)),
        Engine::Webkit => on_path("WebKitWebDriver").filter(|_| on_path("Xvfb").is_some()),
    }
}

/// The packages of apt that have an engine, and its driver where one has it.
pub(crate) fn packages(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Chromium => &["chromium", "chromium-driver"],
        Engine::Firefox => &["firefox-esr"],
        Engine::Webkit => &["webkit2gtk-driver", "xvfb"],
    }
}

fn own_geckodriver(programs: &Path) -> PathBuf {
    programs.join(format!("geckodriver{EXE_SUFFIX}"))
}

fn chromedriver(places: &Places, consent: Consent) -> Result<PathBuf> {
    if let Some(driver) = installed(Engine::Chromium, places) {
        return Ok(driver);
    }
    if !apt::is_here() {
        bail!(
            "the tests need Chromium (or Chrome) and the chromedriver of the same version on PATH"
        );
    }
    apt::install(packages(Engine::Chromium), WHY, consent)?;
    on_path("chromedriver").context(
        "apt left no chromedriver on PATH (Ubuntu has it as a snap: `snap install chromium`)",
    )
}

fn geckodriver(places: &Places, consent: Consent) -> Result<PathBuf> {
    if !is_here(Engine::Firefox) {
        if !apt::is_here() {
            bail!("the tests need Firefox on PATH");
        }
        apt::install(packages(Engine::Firefox), WHY, consent)?;
    }
    if let Some(driver) = on_path("geckodriver") {
        return Ok(driver);
    }
    Ok(own_geckodriver(&tools::GECKODRIVER.ensure(places)?))
}

fn webkit_driver(places: &Places, consent: Consent) -> Result<PathBuf> {
    if !cfg!(target_os = "linux") {
        bail!("WebKitGTK is driven on Linux only");
    }
    if let Some(driver) = installed(Engine::Webkit, places) {
        return Ok(driver);
    }
    if !apt::is_here() {
        bail!("the tests need WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb on PATH");
    }
    apt::install(packages(Engine::Webkit), WHY, consent)?;
    on_path("WebKitWebDriver").context("apt left no WebKitWebDriver on PATH")
}

/// Whether a browser is there, or is where only its driver finds it.
fn is_here(engine: Engine) -> bool {
    !cfg!(target_os = "linux") || engine.browser().is_some()
}
