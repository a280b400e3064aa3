//! Chromium and its driver, which the tests need.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::consent::Consent;
use crate::process::on_path;

const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Where chromedriver is, after installing it and Chromium if they are not there.
pub(crate) fn ensure_driver(consent: Consent) -> Result<PathBuf> {
    // Elsewhere the browser is an application, which chromedriver finds by itself.
    let browser = !cfg!(target_os = "linux") || NAMES.iter().any(|name| on_path(name).is_some());
    if let Some(driver) = on_path("chromedriver")
        && browser
    {
        return Ok(driver);
    }
    if !apt::is_here() {
        bail!(
            "the tests need Chromium (or Chrome) and the chromedriver of the same version on PATH"
        );
    }
    let packages = ["chromium", "chromium-driver"];
    apt::install(&packages, "the tests open the page in a browser", consent)?;
    on_path("chromedriver").context(
        "apt left no chromedriver on PATH (Ubuntu has it as a snap: `snap install chromium`)",
    )
}
