//! The browsers that the tests open pages in, and their drivers.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::consent::Consent;
use crate::engine::Engine;
use crate::places::Places;
use crate::process::on_path;
use crate::{apt, tools};

const WHY: &str = "the tests open the page in a browser";

/// Where an engine's driver is, after installing it and its browser if they are not there.
pub(crate) fn ensure_driver(engine: Engine, places: &Places, consent: Consent) -> Result<PathBuf> {
    match engine {
        Engine::Chromium => chromedriver(consent),
        Engine::Firefox => geckodriver(places, consent),
        Engine::Webkit => webkit_driver(consent),
    }
}

fn chromedriver(consent: Consent) -> Result<PathBuf> {
    if let Some(driver) = on_path("chromedriver")
        && is_here(Engine::Chromium)
    {
        return Ok(driver);
    }
    if !apt::is_here() {
        bail!(
            "the tests need Chromium (or Chrome) and the chromedriver of the same version on PATH"
        );
    }
    apt::install(&["chromium", "chromium-driver"], WHY, consent)?;
    on_path("chromedriver").context(
        "apt left no chromedriver on PATH (Ubuntu has it as a snap: `snap install chromium`)",
    )
}

fn geckodriver(places: &Places, consent: Consent) -> Result<PathBuf> {
    if !is_here(Engine::Firefox) {
        if !apt::is_here() {
            bail!("the tests need Firefox on PATH");
        }
        apt::install(&["firefox-esr"], WHY, consent)?;
    }
    if let Some(driver) = on_path("geckodriver") {
        return Ok(driver);
    }
    let programs = tools::GECKODRIVER.ensure(places)?;
    Ok(programs.join(format!("geckodriver{EXE_SUFFIX}")))
}

fn webkit_driver(consent: Consent) -> Result<PathBuf> {
    if !cfg!(target_os = "linux") {
        bail!("WebKitGTK is driven on Linux only");
    }
    if let Some(driver) = on_path("WebKitWebDriver")
        && on_path("Xvfb").is_some()
    {
        return Ok(driver);
    }
    if !apt::is_here() {
        bail!("the tests need WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb on PATH");
    }
    apt::install(&["webkit2gtk-driver", "xvfb"], WHY, consent)?;
    on_path("WebKitWebDriver").context("apt left no WebKitWebDriver on PATH")
}

/// Whether a browser is there, or is where its driver only finds it.
fn is_here(engine: Engine) -> bool {
    !cfg!(target_os = "linux") || engine.browser().is_some()
}
