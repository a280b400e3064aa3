//! How each browser engine is started.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
pub use xtask::browser_engine::BrowserEngine;

use crate::driver::Port;

/// The engine that `COROSCOPE_ENGINE` names; Chromium where it is not set.
///
/// # Errors
/// When there is none of that name.
pub fn engine() -> Result<BrowserEngine> {
    let Ok(name) = env::var("COROSCOPE_ENGINE") else {
        return Ok(BrowserEngine::default());
    };
    let found = BrowserEngine::ALL
        .into_iter()
        .find(|engine| engine.id() == name);
    found.with_context(|| {
        let names = BrowserEngine::ALL.map(BrowserEngine::id).join(", ");
        format!("COROSCOPE_ENGINE is “{name}”, which is none of {names}")
    })
}

/// A driver to start, and the browser to ask it for.
pub(crate) struct Launch {
    pub driver: PathBuf,
    pub arguments: &'static [&'static str],
    /// Variables for the driver and its browser.
    pub environment: &'static [(&'static str, &'static str)],
    pub port: Port,
    /// Whether the browser draws on a screen only.
    pub needs_display: bool,
    /// Whether the browser writes what is of no use, of itself and not of the page, to standard error.
    pub is_noisy: bool,
    pub capabilities: Value,
}

pub(crate) const CHROMIUM: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// Where Debian and Ubuntu, Fedora, and Arch have WebKitGTK's small browser.
const MINI_BROWSERS: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
];

/// A collector beside the page stops its thread by a signal, which leaves an error code in its wake. GLib of
/// Debian 12 can mistake that for its own and ends the process: about one page in a hundred.
const NO_SIGNALS: (&str, &str) = ("JSC_useConcurrentGC", "false");

impl Launch {
    /// An engine, with more arguments for its browser.
    pub(crate) fn of(engine: BrowserEngine, more: &[&str]) -> Result<Launch> {
        let driver = env::var_os(engine.driver_variable());
        let driver = driver.map_or_else(|| engine.driver().into(), PathBuf::from);
        let arguments = |own: &[&str]| json!([own, more].concat());
        let mut launch = match engine {
            BrowserEngine::Chromium => Launch {
                driver,
                arguments: &["--port=0"],
                environment: &[],
                port: Port::ToldAfter("started successfully on port "),
                needs_display: false,
                is_noisy: false,
                capabilities: json!({
                    "goog:chromeOptions": { "args": arguments(&CHROMIUM) },
                    "goog:loggingPrefs": { "browser": "ALL" },
                }),
            },
            BrowserEngine::Firefox => Launch {
                driver,
                // The second lets a test set the page's size and what media queries find.
                arguments: &["--port=0", "--allow-system-access"],
                environment: &[],
                port: Port::ToldAfter("Listening on 127.0.0.1:"),
                needs_display: false,
                is_noisy: true,
                capabilities: json!({
                    "moz:firefoxOptions": {
                        "args": arguments(&["-headless"]),
                        // As a reader's: geckodriver lets pages of files read all files. And what a page links as
                        // the next one is not fetched ahead, which the policy of the tests forbids.
                        "prefs": {
                            "security.fileuri.strict_origin_policy": true,
                            "network.prefetch-next": false,
                        },
                    },
                }),
            },
            BrowserEngine::Webkit => Launch {
                driver,
                arguments: &[],
                environment: &[("GDK_BACKEND", "x11"), NO_SIGNALS],
                port: Port::Given,
                needs_display: true,
                is_noisy: false,
                capabilities: json!({
                    "webkitgtk:browserOptions": {
                        "binary": mini_browser()?,
                        "args": arguments(&["--automation"]),
                    },
                }),
            },
        };
        launch.capabilities["timeouts"] = json!({ "script": 300_000 });
        Ok(launch)
    }
}

fn mini_browser() -> Result<&'static str> {
    let found = MINI_BROWSERS.into_iter().find(|it| Path::new(it).is_file());
    found.with_context(|| {
        format!(
            "no MiniBrowser of WebKitGTK is at {}",
            MINI_BROWSERS.join(", ")
        )
    })
}
