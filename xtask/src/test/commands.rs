//! What each step calls.

use std::process::Command;
use std::thread;

use anyhow::Result;

use super::step::Step;
use crate::browser_engine::Engine;
use crate::build::{
    bundler_pages, npm_package, recipes, script_engine, site, wasm_bundle, wasm_pack, your_app,
};
use crate::install::consent::Consent;
use crate::install::wasm_toolchain::{NEWER_TARGET, TARGET, WasmToolchain};
use crate::install::{axe, browsers, python, speedscope, tools, wasm_bindgen};
use crate::paths::Places;
use crate::process::run as call;

/// The engine for scripts, a package with steps of its own.
const SCRIPT: &str = "coroscope-script";
/// Its tests, which run the module that the step `engine` makes.
const SCRIPT_TESTS: &str = "coroscope-script-tests";

/// Runs a step whose needs are there; of end-to-end tests those that are named, or all.
pub(super) fn run(step: Step, tests: &[String], places: &Places, consent: Consent) -> Result<()> {
    match step {
        Step::Fmt => call(cargo("fmt", places).args(["--all", "--check"])),
        Step::Clippy => call(
            cargo("clippy", places)
                .args(["--workspace", "--exclude", SCRIPT])
                .args(["--all-targets", "--", "-Dwarnings"]),
        ),
        Step::ClippyWasm => clippy_wasm(places, consent),
        Step::Doc => call(
            cargo("doc", places)
                .args(["--workspace", "--exclude", SCRIPT, "--no-deps"])
                .env("RUSTDOCFLAGS", "-Dwarnings"),
        ),
        Step::Native => call(
            cargo("test", places)
                .args(["--workspace", "--exclude", "coroscope-e2e"])
                .args(["--exclude", SCRIPT, "--exclude", SCRIPT_TESTS])
                .arg("--no-fail-fast")
                .env(
                    "COROSCOPE_PYODIDE",
                    python::ensure_pyodide(places, consent)?,
                )
                .env("COROSCOPE_SPEEDSCOPE", speedscope::ensure(places, consent)?),
        ),
        Step::Engine => script_engine::build(places, consent, &places.dist()),
        Step::Script => {
            call(cargo("test", places).args(["--package", SCRIPT_TESTS, "--no-fail-fast"]))
        }
        Step::ClippyScript => {
            let toolchain = WasmToolchain::ensure_newer(places, consent)?;
            wasm_bundle::lint(places, &toolchain, wasm_bundle::SCRIPT)
        }
        Step::ScriptNative => {
            call(of_engine("test", places, consent)?.arg("--no-fail-fast"))?;
            call(of_engine("clippy", places, consent)?.args(["--all-targets", "--", "-Dwarnings"]))
        }
        Step::Wasm => wasm(places, consent),
        Step::Site => site::build(places, consent).map(drop),
        Step::WasmPack => {
            wasm_pack::build(places, &WasmToolchain::ensure(places, consent)?).map(drop)
        }
        Step::Package => {
            let pkg = wasm_pack::build(places, &WasmToolchain::ensure(places, consent)?)?;
            let package = npm_package::make(places, consent, &pkg)?;
            bundler_pages::make(places, consent, &package)
        }
        Step::YourApp => {
            your_app::build(places, &WasmToolchain::ensure(places, consent)?).map(drop)
        }
        Step::Recipes => recipes::build(places, consent),
        Step::E2e => e2e(Engine::Chromium, tests, places, consent),
        Step::Builds => builds(tests, places, consent),
        Step::Firefox => e2e(Engine::Firefox, tests, places, consent),
        Step::Webkit => e2e(Engine::Webkit, tests, places, consent),
    }
}

/// The parts of the end-to-end tests that open what other tools than `cargo xtask build` make.
const OTHER_BUILDS: [&str; 2] = ["elsewhere::", "examples::"];

/// The end-to-end tests of what `cargo xtask build` makes, or those of them that are named.
fn e2e(engine: Engine, tests: &[String], places: &Places, consent: Consent) -> Result<()> {
    let mut cargo = end_to_end(engine, places, consent)?;
    cargo.args(OTHER_BUILDS.iter().flat_map(|part| ["--skip", part]));
    call(cargo.args(tests))
}

/// Those of the other builds. trunk and wasm-pack find wasm-bindgen on their PATH, and so download nothing.
fn builds(tests: &[String], places: &Places, consent: Consent) -> Result<()> {
    let toolchain = WasmToolchain::ensure(places, consent)?;
    let folders = [
        wasm_bindgen::ensure(places)?,
        tools::WASM_PACK.ensure(places)?,
        tools::TRUNK.ensure(places)?,
    ];
    let mut cargo = end_to_end(Engine::Chromium, places, consent)?;
    match tests {
        [] => cargo.args(OTHER_BUILDS),
        tests => cargo.args(tests),
    };
    call(
        cargo
            .envs(toolchain.environment_with(&folders))
            .env("COROSCOPE_ALL_TOOLS", "1"),
    )
}

/// How many browsers are open at a time: most of what a test does is to wait for its page.
fn browsers(engine: Engine) -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    match engine {
        Engine::Chromium => 2 * cores,
        // Each test starts one.
        Engine::Firefox | Engine::Webkit => cores,
    }
}

/// A call of the end-to-end tests, for arguments to their program.
fn end_to_end(engine: Engine, places: &Places, consent: Consent) -> Result<Command> {
    let driver = browsers::ensure_driver(engine, places, consent)?;
    let mut cargo = cargo("test", places);
    cargo
        .args(["--package", "coroscope-e2e", "--no-fail-fast", "--"])
        .arg(format!("--test-threads={}", browsers(engine)))
        .env("COROSCOPE_ENGINE", engine.id())
        .env(engine.driver_variable(), driver)
        .env("COROSCOPE_AXE", axe::ensure(places, consent)?);
    Ok(cargo)
}

fn of_engine(subcommand: &str, places: &Places, consent: Consent) -> Result<Command> {
    let mut cargo = WasmToolchain::ensure_newer(places, consent)?.cargo();
    cargo
        .current_dir(&places.root)
        .args([subcommand, "--package", SCRIPT])
        .args(["--target-dir", NEWER_TARGET]);
    Ok(cargo)
}

fn clippy_wasm(places: &Places, consent: Consent) -> Result<()> {
    let mut cargo = WasmToolchain::ensure(places, consent)?.cargo();
    cargo
        .current_dir(&places.root)
        .args(["clippy", "--target", TARGET, "--lib", "--test", "all"])
        .args(["--package", "coroscope"])
        .args(["--package", "coroscope-bench"])
        .args(["--package", "your-app"]);
    call(cargo.args(["--", "-Dwarnings"]))
}

fn wasm(places: &Places, consent: Consent) -> Result<()> {
    let mut cargo = WasmToolchain::ensure(places, consent)?.cargo();
    cargo
        .current_dir(&places.root)
        .args(["test", "--target", TARGET, "--no-fail-fast"])
        .args(["--package", "coroscope", "--lib", "--test", "all"]);
    let runner = wasm_bindgen::ensure(places)?.join(wasm_bindgen::TEST_RUNNER);
    call(
        cargo
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env(
                Engine::Chromium.driver_variable(),
                browsers::ensure_driver(Engine::Chromium, places, consent)?,
            )
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                places.root.join("xtask/webdriver.json"),
            ),
    )
}

/// Plain cargo in the repository.
fn cargo(subcommand: &str, places: &Places) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&places.root)
        .env_remove("CARGO")
        .arg(subcommand);
    cargo
}
