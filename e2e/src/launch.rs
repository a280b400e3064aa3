//! How the driver and the browser of each engine are started.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
pub use xtask::browser_engine::BrowserEngine;

/// The engine in the variable `COROSCOPE_ENGINE`, by default Chromium.
///
/// # Errors
/// When no engine has that name.
pub fn selected_engine() -> Result<BrowserEngine> {
    let Ok(name) = env::var("COROSCOPE_ENGINE") else {
        return Ok(BrowserEngine::default());
    };
    let found = BrowserEngine::ALL
        .into_iter()
        .find(|engine| engine.id() == name);
    found.with_context(|| {
        let names = BrowserEngine::ALL.map(BrowserEngine::id).join(", ");
        format!("COROSCOPE_ENGINE is “{name}”, but must be one of {names}")
    })
}

/// How the port of a driver is chosen.
#[derive(Clone, Copy)]
pub(crate) enum Port {
    /// The driver chooses it, and prints it after these words.
    PrintedAfter(&'static str),
    /// We choose it, and pass it as an argument.
    Assigned,
}

/// How to start a driver, and the capabilities to request from it.
pub(crate) struct Launch {
    pub driver: PathBuf,
    pub arguments: &'static [&'static str],
    /// Environment variables for the driver and its browser.
    pub environment: &'static [(&'static str, &'static str)],
    pub port: Port,
    /// Whether the browser needs a display: it has no headless mode.
    pub needs_display: bool,
    /// Whether the browser writes messages about itself, not about the page, to standard error.
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

/// The path of WebKitGTK's MiniBrowser in Debian and Ubuntu, Fedora, and Arch.
const MINI_BROWSERS: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
];

/// The concurrent garbage collector suspends the page's thread by a signal, which changes `errno`. In Debian 12, GLib can
/// take that for an error of its own and abort the process: for about one page in a hundred.
const NO_SIGNALS: (&str, &str) = ("JSC_useConcurrentGC", "false");

impl Launch {
    /// The launch of an engine, with additional arguments for its browser.
    pub(crate) fn new(engine: BrowserEngine, more: &[&str]) -> Result<Launch> {
        let driver = env::var_os(engine.driver_variable());
        let driver = driver.map_or_else(|| engine.driver().into(), PathBuf::from);
        let arguments = |own: &[&str]| json!([own, more].concat());
        let mut launch = match engine {
            BrowserEngine::Chromium => Launch {
                driver,
                arguments: &["--port=0"],
                environment: &[],
                port: Port::PrintedAfter("started successfully on port "),
                needs_display: false,
                is_noisy: false,
                capabilities: json!({
                    "goog:chromeOptions": { "args": arguments(&CHROMIUM) },
                    "goog:loggingPrefs": { "browser": "ALL" },
                }),
            },
            BrowserEngine::Firefox => Launch {
                driver,
                // System access allows tests to set the page's size and its media features.
                arguments: &["--port=0", "--allow-system-access"],
                environment: &[],
                port: Port::PrintedAfter("Listening on 127.0.0.1:"),
                needs_display: false,
                is_noisy: true,
                capabilities: json!({
                    "moz:firefoxOptions": {
                        "args": arguments(&["-headless"]),
                        // The default of a normal Firefox: geckodriver allows `file:` pages to read all files. And
                        // no prefetching of linked pages, which the tests' content security policy forbids.
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
                port: Port::Assigned,
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
            "WebKitGTK's MiniBrowser is at none of {}",
            MINI_BROWSERS.join(", ")
        )
    })
}
