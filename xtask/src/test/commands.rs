//! The commands that each step runs.

use std::process::Command;
use std::thread;

use anyhow::Result;

use super::javascript;
use super::recorder;
use super::step::Step;
use crate::browser_engine::BrowserEngine;
use crate::build::{
    bundler_pages, frameworks, npm_package, plugins, recipes, script_engine, site, wasm_bundle,
    wasm_pack, your_app,
};
use crate::install::consent::Consent;
use crate::install::wasm_toolchain::{SCRIPT_TARGET_DIR, TARGET, WasmToolchain};
use crate::install::{browsers, npm, tools, wasm_bindgen};
use crate::paths::Paths;
use crate::process::{cargo, run as call};

/// The script engine's package, which has separate steps.
const ENGINE: &str = "coroscope-engine";
/// The packages of its tests, which run the module that the step `engine` builds.
const ENGINE_TESTS: &str = "coroscope-engine-tests";
const LESSON_TESTS: &str = "coroscope-lesson-tests";

/// Runs a step whose needs are installed. `tests` selects end-to-end tests, or recipes; empty means all.
pub(super) fn run(step: Step, tests: &[String], paths: &Paths, consent: Consent) -> Result<()> {
    match step {
        Step::Fmt => call(cargo(paths, "fmt").args(["--all", "--check"])),
        Step::Js => javascript::check(paths, consent),
        Step::Clippy => call(
            cargo(paths, "clippy")
                .args(["--workspace", "--exclude", ENGINE])
                .args(["--exclude", plugins::PACKAGE])
                .args(["--all-targets", "--", "-Dwarnings"]),
        ),
        Step::ClippyWasm => clippy_wasm(paths, consent),
        Step::Doc => call(
            cargo(paths, "doc")
                .args(["--workspace", "--exclude", ENGINE, "--no-deps"])
                .args(["--exclude", plugins::PACKAGE])
                .env("RUSTDOCFLAGS", "-Dwarnings"),
        ),
        Step::Native => call(
            cargo(paths, "test")
                .args(["--workspace", "--exclude", "coroscope-e2e"])
                .args(["--exclude", ENGINE, "--exclude", ENGINE_TESTS])
                .args(["--exclude", LESSON_TESTS])
                .args(["--exclude", plugins::PACKAGE])
                .arg("--no-fail-fast")
                .env("COROSCOPE_PYODIDE", npm::PYODIDE.ensure(paths, consent)?)
                .env(
                    "COROSCOPE_SPEEDSCOPE",
                    npm::SPEEDSCOPE.ensure(paths, consent)?,
                ),
        ),
        Step::Engine => script_engine::build(paths, consent, &paths.dist()),
        Step::Script => {
            call(cargo(paths, "test").args(["--package", ENGINE_TESTS, "--no-fail-fast"]))
        }
        Step::ScriptLessons => {
            call(cargo(paths, "test").args(["--package", LESSON_TESTS, "--no-fail-fast"]))
        }
        Step::ClippyScript => {
            let toolchain = WasmToolchain::ensure_for_scripts(paths, consent)?;
            wasm_bundle::lint_engine(paths, &toolchain)
        }
        Step::ScriptNative => {
            call(engine_cargo("test", paths, consent)?.arg("--no-fail-fast"))?;
            call(engine_cargo("clippy", paths, consent)?.args([
                "--all-targets",
                "--",
                "-Dwarnings",
            ]))
        }
        Step::Plugins => {
            call(plugins::cargo("test", paths, consent)?.arg("--no-fail-fast"))?;
            call(plugins::cargo("clippy", paths, consent)?.args([
                "--all-targets",
                "--",
                "-Dwarnings",
            ]))?;
            plugins::build(paths, consent)?;
            let mut cargo = e2e_command(BrowserEngine::Chromium, paths, consent)?;
            call(cargo.arg(PLUGIN_TESTS))
        }
        Step::Recorder => recorder::test(paths, consent),
        Step::Wasm => wasm(paths, consent),
        Step::Site => site::build(paths, consent).map(drop),
        Step::WasmPack => {
            wasm_pack::build(paths, &WasmToolchain::ensure(paths, consent)?).map(drop)
        }
        Step::Package => {
            let pkg = wasm_pack::build(paths, &WasmToolchain::ensure(paths, consent)?)?;
            let package = npm_package::make(paths, consent, &pkg)?;
            bundler_pages::make(paths, consent, &package)
        }
        Step::YourApp => your_app::check(paths, &WasmToolchain::ensure(paths, consent)?),
        Step::Frameworks => frameworks::build(paths, &WasmToolchain::ensure(paths, consent)?),
        Step::Recipes => recipes::build(tests, paths, consent),
        Step::E2e => e2e(BrowserEngine::Chromium, tests, paths, consent),
        Step::Builds => builds(tests, paths, consent),
        Step::Firefox => e2e(BrowserEngine::Firefox, tests, paths, consent),
        Step::Webkit => e2e(BrowserEngine::Webkit, tests, paths, consent),
    }
}

/// The modules of end-to-end tests that open the output of tools other than `cargo xtask build`.
const OTHER_BUILDS: [&str; 2] = ["elsewhere::", "examples::"];

/// Those of the sites that the step `plugins` builds.
const PLUGIN_TESTS: &str = "elsewhere::plugins::";

/// The end-to-end tests of the output of `cargo xtask build`, or the given ones among them.
fn e2e(engine: BrowserEngine, tests: &[String], paths: &Paths, consent: Consent) -> Result<()> {
    let mut cargo = e2e_command(engine, paths, consent)?;
    cargo.args(OTHER_BUILDS.iter().flat_map(|part| ["--skip", part]));
    call(cargo.args(tests))
}

/// The end-to-end tests of the other builds. trunk and wasm-pack find wasm-bindgen on PATH, so they download nothing.
fn builds(tests: &[String], paths: &Paths, consent: Consent) -> Result<()> {
    let toolchain = WasmToolchain::ensure(paths, consent)?;
    let folders = [
        wasm_bindgen::ensure(paths)?,
        tools::WASM_PACK.ensure(paths)?,
        tools::TRUNK.ensure(paths)?,
    ];
    let mut cargo = e2e_command(BrowserEngine::Chromium, paths, consent)?;
    match tests {
        [] => cargo.args(OTHER_BUILDS).args(["--skip", PLUGIN_TESTS]),
        tests => cargo.args(tests),
    };
    call(
        cargo
            .envs(toolchain.environment_with(&folders))
            .env("COROSCOPE_ALL_TOOLS", "1"),
    )
}

/// How many browsers run at the same time. Tests mostly wait for their pages.
fn browser_count(engine: BrowserEngine) -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    match engine {
        BrowserEngine::Chromium => 2 * cores,
        // Each test starts its own browser.
        BrowserEngine::Firefox | BrowserEngine::Webkit => cores,
    }
}

/// A command that runs the end-to-end tests. Its further arguments go to the test program.
fn e2e_command(engine: BrowserEngine, paths: &Paths, consent: Consent) -> Result<Command> {
    let driver = browsers::ensure_driver(engine, paths, consent)?;
    let mut cargo = cargo(paths, "test");
    cargo
        .args(["--package", "coroscope-e2e", "--no-fail-fast", "--"])
        .arg(format!("--test-threads={}", browser_count(engine)))
        .env("COROSCOPE_ENGINE", engine.id())
        .env(engine.driver_variable(), driver)
        .env(
            "COROSCOPE_AXE",
            npm::AXE.ensure(paths, consent)?.join("axe.min.js"),
        );
    Ok(cargo)
}

fn engine_cargo(subcommand: &str, paths: &Paths, consent: Consent) -> Result<Command> {
    let mut cargo = WasmToolchain::ensure_for_scripts(paths, consent)?.cargo();
    cargo
        .current_dir(&paths.root)
        .args([subcommand, "--package", ENGINE])
        .args(["--target-dir", SCRIPT_TARGET_DIR]);
    Ok(cargo)
}

fn clippy_wasm(paths: &Paths, consent: Consent) -> Result<()> {
    let mut cargo = WasmToolchain::ensure(paths, consent)?.cargo();
    cargo
        .current_dir(&paths.root)
        .args(["clippy", "--target", TARGET, "--lib", "--test", "all"])
        .args(["--package", "coroscope"])
        .args(["--package", "coroscope-bench"]);
    call(cargo.args(["--", "-Dwarnings"]))?;
    // Separately, because the app uses the library without the element.
    let mut cargo = WasmToolchain::ensure(paths, consent)?.cargo();
    cargo
        .current_dir(&paths.root)
        .args(["clippy", "--target", TARGET, "--lib"])
        .args(["--package", "your-app"])
        .args(["--package", "your-app-before"]);
    call(cargo.args(["--", "-Dwarnings"]))
}

fn wasm(paths: &Paths, consent: Consent) -> Result<()> {
    let mut cargo = WasmToolchain::ensure(paths, consent)?.cargo();
    cargo
        .current_dir(&paths.root)
        .args(["test", "--target", TARGET, "--no-fail-fast"])
        .args(["--package", "coroscope", "--lib", "--test", "all"]);
    let runner = wasm_bindgen::ensure(paths)?.join(wasm_bindgen::TEST_RUNNER);
    call(
        cargo
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env(
                BrowserEngine::Chromium.driver_variable(),
                browsers::ensure_driver(BrowserEngine::Chromium, paths, consent)?,
            )
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            // By default the runner gives chromedriver 5 s to start and all tests 20 s (0.2.130), which is too short
            // beside a compiler that keeps all cores busy.
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                paths.root.join("xtask/webdriver.json"),
            ),
    )
}
