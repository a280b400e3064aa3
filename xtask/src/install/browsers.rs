//! The browsers that the tests run in, and their WebDriver programs.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::browser_engine::{BrowserEngine, HEADLESS_SHELL};
use crate::install::consent::Consent;
use crate::install::{apt, tools};
use crate::paths::Paths;
use crate::process::on_path;

const WHY: &str = "the tests open the page in a browser";

/// Installs an engine's browser and driver if necessary, and returns the path of the driver.
pub(crate) fn ensure_driver(
    engine: BrowserEngine,
    paths: &Paths,
    consent: Consent,
) -> Result<PathBuf> {
    match engine {
        BrowserEngine::Chromium => chromedriver(paths, consent),
        BrowserEngine::Firefox => geckodriver(paths, consent),
        BrowserEngine::Webkit => webkit_driver(paths, consent),
    }
}

/// The path of an engine's driver, if the driver and the browser are installed.
pub(crate) fn installed(engine: BrowserEngine, paths: &Paths) -> Option<PathBuf> {
    match engine {
        BrowserEngine::Chromium => {
            on_path("chromedriver").filter(|_| is_installed(BrowserEngine::Chromium))
        }
        BrowserEngine::Firefox => on_path("geckodriver")
            .or_else(|| Some(geckodriver_in(&tools::GECKODRIVER.installed(paths)?)))
            .filter(|_| is_installed(BrowserEngine::Firefox)),
        BrowserEngine::Webkit => on_path("WebKitWebDriver").filter(|_| on_path("Xvfb").is_some()),
    }
}

/// The apt packages with an engine's browser and, if there is one, its driver.
pub(crate) fn packages(engine: BrowserEngine) -> &'static [&'static str] {
    match engine {
        BrowserEngine::Chromium => &["chromium", "chromium-driver"],
        BrowserEngine::Firefox => &["firefox-esr"],
        BrowserEngine::Webkit => &["webkit2gtk-driver", "xvfb"],
    }
}

fn geckodriver_in(programs: &Path) -> PathBuf {
    programs.join(format!("geckodriver{EXE_SUFFIX}"))
}

fn chromedriver(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    if let Some(driver) = installed(BrowserEngine::Chromium, paths) {
        return Ok(driver);
    }
    if !apt::is_installed() {
        bail!(
            "the tests need Chromium (or Chrome) and the chromedriver of the same version on PATH"
        );
    }
    let packages = packages(BrowserEngine::Chromium);
    apt::install_with(packages, &[HEADLESS_SHELL], WHY, consent)?;
    on_path("chromedriver").context(
        "no chromedriver on PATH after the installation by apt (on Ubuntu it is a snap: `snap install chromium`)",
    )
}

fn geckodriver(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    if !is_installed(BrowserEngine::Firefox) {
        if !apt::is_installed() {
            bail!("the tests need Firefox on PATH");
        }
        apt::install(packages(BrowserEngine::Firefox), WHY, consent)?;
    }
    if let Some(driver) = on_path("geckodriver") {
        return Ok(driver);
    }
    Ok(geckodriver_in(&tools::GECKODRIVER.ensure(paths)?))
}

fn webkit_driver(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    if !cfg!(target_os = "linux") {
        bail!("the tests run in WebKitGTK on Linux only");
    }
    if let Some(driver) = installed(BrowserEngine::Webkit, paths) {
        return Ok(driver);
    }
    if !apt::is_installed() {
        bail!("the tests need WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb on PATH");
    }
    apt::install(packages(BrowserEngine::Webkit), WHY, consent)?;
    on_path("WebKitWebDriver").context("no WebKitWebDriver on PATH after the installation by apt")
}

/// Whether a browser is installed. On macOS and Windows only its driver can tell, so this assumes it.
fn is_installed(engine: BrowserEngine) -> bool {
    !cfg!(target_os = "linux") || engine.browser().is_some()
}
