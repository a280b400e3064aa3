//! The browser engines that the end-to-end tests can run in.

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

use clap::ValueEnum;

use crate::process::on_path;

const CHROMIUM: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Chromium's engine without a window, address bar and profile services, as Debian packages it, in the version of its
/// chromedriver. A page takes a third less processor time in it than in `chromium --headless`.
pub const HEADLESS_SHELL: &str = "chromium-headless-shell";

const FIREFOX: [&str; 2] = ["firefox", "firefox-esr"];

/// A browser engine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum BrowserEngine {
    /// Chromium, by chromedriver.
    #[default]
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK's small browser, by `WebKitWebDriver`.
    Webkit,
}

impl BrowserEngine {
    /// All engines.
    pub const ALL: [BrowserEngine; 3] = [
        BrowserEngine::Chromium,
        BrowserEngine::Firefox,
        BrowserEngine::Webkit,
    ];

    /// The name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            BrowserEngine::Chromium => "chromium",
            BrowserEngine::Firefox => "firefox",
            BrowserEngine::Webkit => "webkit",
        }
    }

    /// The name of its WebDriver program.
    pub fn driver(self) -> &'static str {
        match self {
            BrowserEngine::Chromium => "chromedriver",
            BrowserEngine::Firefox => "geckodriver",
            BrowserEngine::Webkit => "WebKitWebDriver",
        }
    }

    /// The browser's program, if it is on PATH. On macOS and Windows it is an application that only its driver can
    /// find.
    pub fn browser(self) -> Option<PathBuf> {
        let names: &[&str] = match self {
            BrowserEngine::Chromium => &CHROMIUM,
            BrowserEngine::Firefox => &FIREFOX,
            BrowserEngine::Webkit => &[],
        };
        names.iter().find_map(|name| on_path(name))
    }

    /// The program with the least cost that can run this engine without a window.
    pub fn headless_browser(self) -> Option<PathBuf> {
        let shell = (self == BrowserEngine::Chromium).then(|| on_path(HEADLESS_SHELL));
        shell.flatten().or_else(|| self.browser())
    }

    /// The environment variable with the path of the driver. If it is not set, the driver is looked up on PATH.
    pub fn driver_variable(self) -> &'static str {
        match self {
            BrowserEngine::Chromium => "CHROMEDRIVER",
            BrowserEngine::Firefox => "GECKODRIVER",
            BrowserEngine::Webkit => "WEBKITDRIVER",
        }
    }
}

impl Display for BrowserEngine {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str(match self {
            BrowserEngine::Chromium => "Chromium",
            BrowserEngine::Firefox => "Firefox",
            BrowserEngine::Webkit => "WebKitGTK",
        })
    }
}
