//! The tools that the steps of `cargo xtask test` need: whether each is installed, how it is installed, and how long that
//! takes.

use std::fmt::{self, Display, Formatter};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use clap::ValueEnum;

use crate::browser_engine::BrowserEngine;
use crate::build::script_engine;
use crate::install::consent::Consent;
use crate::install::npm::Package;
use crate::install::python_tools::{self, PythonTools};
use crate::install::tools::{self, CargoTool};
use crate::install::wasm_toolchain::WasmToolchain;
use crate::install::{apt, browsers, npm, python, rust_components, wasm_bindgen, wasm_opt};
use crate::paths::Paths;

/// A tool that a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Need {
    Rustfmt,
    Clippy,
    Wasm,
    WasmClippy,
    NewerRust,
    Python,
    Node,
    Pyodide,
    Speedscope,
    Binaryen,
    Esbuild,
    JavaScriptChecks,
    Editor,
    Chromium,
    Firefox,
    Webkit,
    Axe,
    WasmBindgen,
    WasmPack,
    Trunk,
    Bundlers,
    RecorderTests,
}

/// What installs a tool. Two tools with the same installer are never installed at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Installer {
    Rustup,
    Apt(&'static [&'static str]),
    Npm,
    Pip,
    Cargo,
}

impl Display for Installer {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        match self {
            Installer::Rustup => f.write_str("rustup (on Debian and Ubuntu, else apt)"),
            Installer::Apt(packages) if apt::is_installed() => {
                write!(f, "apt: {}", packages.join(" "))
            }
            Installer::Apt(packages) => write!(
                f,
                "hand, since there is no apt here; the Debian packages are {}",
                packages.join(" ")
            ),
            Installer::Npm => f.write_str("npm"),
            Installer::Pip => f.write_str("pip"),
            Installer::Cargo => f.write_str("cargo, which compiles it"),
        }
    }
}

impl Need {
    /// Its name, its installer, and how many seconds the installation takes on two cores.
    fn details(self) -> (&'static str, Installer, u32) {
        match self {
            Need::Rustfmt => ("rustfmt", Installer::Rustup, 5),
            Need::Clippy => ("clippy", Installer::Rustup, 5),
            Need::Wasm => ("Rust for wasm32", Installer::Rustup, 10),
            Need::WasmClippy => ("clippy for wasm32", Installer::Rustup, 5),
            Need::NewerRust => ("Rust 1.96, for the engine", Installer::Rustup, 30),
            Need::Python => (
                "python3, 3.11 or newer",
                Installer::Apt(&["python3", "python3-venv"]),
                20,
            ),
            Need::Node => ("Node and npm", Installer::Apt(&["nodejs", "npm"]), 60),
            Need::Pyodide => ("CPython 3.14 (pyodide)", Installer::Npm, 10),
            Need::Speedscope => ("speedscope", Installer::Npm, 10),
            Need::Binaryen => ("wasm-opt (binaryen)", Installer::Npm, 20),
            Need::Esbuild => ("esbuild", Installer::Npm, 5),
            Need::JavaScriptChecks => ("Biome and TypeScript", Installer::Npm, 10),
            Need::Editor => ("the editor (CodeMirror)", Installer::Npm, 15),
            Need::Chromium => (
                "Chromium, its headless shell if apt has it, and chromedriver",
                Installer::Apt(browsers::packages(BrowserEngine::Chromium)),
                60,
            ),
            Need::Firefox => (
                "Firefox",
                Installer::Apt(browsers::packages(BrowserEngine::Firefox)),
                45,
            ),
            Need::Webkit => (
                "WebKitGTK and Xvfb",
                Installer::Apt(browsers::packages(BrowserEngine::Webkit)),
                60,
            ),
            Need::Axe => ("axe-core", Installer::Npm, 5),
            Need::WasmBindgen => ("wasm-bindgen's programs", Installer::Cargo, 40),
            Need::WasmPack => ("wasm-pack", Installer::Cargo, tools::WASM_PACK.minutes * 60),
            Need::Trunk => ("trunk", Installer::Cargo, tools::TRUNK.minutes * 60),
            Need::Bundlers => ("Vite and webpack", Installer::Npm, 20),
            Need::RecorderTests => ("pytest, mypy, uvloop and aiohttp", Installer::Pip, 20),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.details().0
    }

    pub(crate) fn installer(self) -> Installer {
        self.details().1
    }

    pub(crate) fn seconds(self) -> u32 {
        self.details().2
    }

    /// Whether it is installed.
    pub(crate) fn is_installed(self, paths: &Paths) -> bool {
        let cargo = |tool: CargoTool| tool.installed(paths).is_some();
        let pip = |tools: PythonTools| tools.installed(paths).is_some();
        let npm = |all: &[Package]| all.iter().all(|it| it.installed(paths).is_some());
        let engine = |engine| browsers::installed(engine, paths).is_some();
        match self {
            Need::Rustfmt => rust_components::is_installed("rustfmt"),
            Need::Clippy => rust_components::is_installed("clippy"),
            Need::Wasm => WasmToolchain::find().is_some(),
            Need::WasmClippy => {
                WasmToolchain::find().is_some_and(|it| rust_components::has_clippy(&it))
            }
            Need::NewerRust => {
                WasmToolchain::find_for_scripts().is_some_and(|it| rust_components::has_clippy(&it))
            }
            Need::Python => python::is_installed(),
            Need::Node => npm::is_installed(),
            Need::Binaryen => wasm_opt::is_installed(paths),
            Need::Editor => script_engine::editor_is_bundled(paths),
            Need::Chromium => engine(BrowserEngine::Chromium),
            Need::Firefox => engine(BrowserEngine::Firefox),
            Need::Webkit => engine(BrowserEngine::Webkit),
            Need::WasmBindgen => wasm_bindgen::built(paths).is_some(),
            Need::WasmPack => cargo(tools::WASM_PACK),
            Need::Trunk => cargo(tools::TRUNK),
            Need::RecorderTests => pip(python_tools::RECORDER_TESTS),
            Need::Axe => npm(&[npm::AXE]),
            Need::Bundlers => npm(&npm::BUNDLERS),
            Need::Esbuild => npm(&[npm::ESBUILD]),
            Need::JavaScriptChecks => npm(&npm::JAVASCRIPT_CHECKS),
            Need::Pyodide => npm(&[npm::PYODIDE]),
            Need::Speedscope => npm(&[npm::SPEEDSCOPE]),
        }
    }

    /// Installs it if necessary.
    ///
    /// # Errors
    /// When it cannot be installed. The message says how to install it by hand.
    pub(crate) fn ensure(self, paths: &Paths, consent: Consent) -> Result<()> {
        let _one_at_a_time = self
            .installer_lock()
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let npm = |all: &[Package]| {
            let mut all = all.iter();
            all.try_for_each(|it| it.ensure(paths, consent).map(drop))
        };
        let engine = |engine| browsers::ensure_driver(engine, paths, consent).map(drop);
        match self {
            Need::Rustfmt => rust_components::ensure("rustfmt"),
            Need::Clippy => rust_components::ensure("clippy"),
            Need::Wasm => WasmToolchain::ensure(paths, consent).map(drop),
            Need::WasmClippy => {
                let toolchain = WasmToolchain::ensure(paths, consent)?;
                rust_components::ensure_clippy_for_wasm(&toolchain, consent)
            }
            Need::NewerRust => {
                let toolchain = WasmToolchain::ensure_for_scripts(paths, consent)?;
                rust_components::ensure_clippy_for_wasm(&toolchain, consent)
            }
            Need::Python => python::ensure(consent),
            Need::Node => npm::ensure(consent),
            // It is optional: without it, the build logs a note.
            Need::Binaryen => {
                wasm_opt::WasmOpt::find(paths);
                Ok(())
            }
            Need::Editor => script_engine::editor(paths, consent).map(drop),
            Need::Chromium => engine(BrowserEngine::Chromium),
            Need::Firefox => engine(BrowserEngine::Firefox),
            Need::Webkit => engine(BrowserEngine::Webkit),
            Need::WasmBindgen => wasm_bindgen::ensure(paths).map(drop),
            Need::WasmPack => tools::WASM_PACK.ensure(paths).map(drop),
            Need::Trunk => tools::TRUNK.ensure(paths).map(drop),
            Need::RecorderTests => python_tools::RECORDER_TESTS
                .ensure(paths, consent)
                .map(drop),
            Need::Axe => npm(&[npm::AXE]),
            Need::Bundlers => npm(&npm::BUNDLERS),
            Need::Esbuild => npm(&[npm::ESBUILD]),
            Need::JavaScriptChecks => npm(&npm::JAVASCRIPT_CHECKS),
            Need::Pyodide => npm(&[npm::PYODIDE]),
            Need::Speedscope => npm(&[npm::SPEEDSCOPE]),
        }
    }

    fn installer_lock(self) -> &'static Mutex<()> {
        static RUSTUP: Mutex<()> = Mutex::new(());
        static DOWNLOADS: Mutex<()> = Mutex::new(());
        static COMPILED: Mutex<()> = Mutex::new(());
        match self.installer() {
            Installer::Rustup => &RUSTUP,
            Installer::Apt(_) | Installer::Npm | Installer::Pip => &DOWNLOADS,
            Installer::Cargo => &COMPILED,
        }
    }
}

/// Asks once for all packages that apt would have to install.
///
/// # Errors
/// When the user refuses.
pub(crate) fn ask_for_apt(needs: &[Need], paths: &Paths, consent: Consent) -> Result<Consent> {
    if consent.yes || !apt::is_installed() {
        return Ok(consent);
    }
    let mut packages = Vec::new();
    for need in needs {
        if let Installer::Apt(names) = need.installer()
            && !need.is_installed(paths)
        {
            packages.extend(apt::missing(names));
        }
    }
    if !packages.is_empty() {
        let what = format!("Will install with apt: {}", packages.join(" "));
        consent.ask(&what, "the tests run in browsers, and compare with CPython")?;
    }
    Ok(Consent { yes: true })
}
