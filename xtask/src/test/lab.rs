//! What the steps run with: tools, toolchain, browser. And the steps themselves.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::{Step, engines, wasm_tests};
use crate::consent::Consent;
use crate::engine::Engine;
use crate::places::Places;
use crate::process::run;
use crate::wasm_toolchain::{NEWER_TARGET, TARGET, WasmToolchain};
use crate::{
    axe, browser, bundled, components, npm, package, python, recipes, script, site, speedscope,
    tools, wasm_pack, your_app,
};

/// The engine for scripts, a package with a step of its own.
const SCRIPT: &str = "coroscope-script";

/// Everything that the chosen steps need, installed.
pub(super) struct Lab<'a> {
    places: &'a Places,
    consent: Consent,
    toolchain: Option<WasmToolchain>,
    /// The one for the engine for scripts.
    newer: Option<WasmToolchain>,
    chromedriver: Option<PathBuf>,
    /// The engine of the step `e2e`, and its driver.
    e2e: Option<(Engine, PathBuf)>,
    /// The other engines.
    engines: Vec<(Engine, Result<PathBuf>)>,
    pyodide: Option<PathBuf>,
    axe: Option<PathBuf>,
    speedscope: Option<PathBuf>,
    /// Folders of the pinned tools.
    tools: Vec<PathBuf>,
}

impl<'a> Lab<'a> {
    /// Installs what is missing before the first step begins.
    pub(super) fn prepare(
        places: &'a Places,
        consent: Consent,
        engine: Engine,
        steps: &[Step],
    ) -> Result<Lab<'a>> {
        let any = |wanted: &[Step]| steps.iter().any(|step| wanted.contains(step));
        let mut lab = Lab {
            places,
            consent,
            toolchain: None,
            newer: None,
            chromedriver: None,
            e2e: None,
            engines: Vec::new(),
            pyodide: None,
            axe: None,
            speedscope: None,
            tools: Vec::new(),
        };
        if any(&[Step::Fmt]) {
            components::ensure("rustfmt")?;
        }
        if any(&[Step::Clippy]) {
            components::ensure("clippy")?;
        }
        if any(&[
            Step::ClippyWasm,
            Step::Wasm,
            Step::Site,
            Step::Trunk,
            Step::WasmPack,
            Step::Package,
            Step::YourApp,
        ]) {
            let toolchain = WasmToolchain::ensure(places, consent)?;
            if any(&[Step::ClippyWasm]) {
                components::ensure_clippy_for_wasm(&toolchain, consent)?;
            }
            lab.toolchain = Some(toolchain);
        }
        if any(&[Step::Script, Step::ScriptSite]) {
            let newer = WasmToolchain::ensure_newer(places, consent)?;
            if any(&[Step::Script]) {
                components::ensure_clippy_for_wasm(&newer, consent)?;
            }
            lab.newer = Some(newer);
        }
        if any(&[Step::Native]) {
            lab.pyodide = Some(python::ensure(places, consent)?);
            lab.speedscope = speedscope::ensure(places)?;
        }
        if any(&[Step::Wasm]) {
            let driver = browser::ensure_driver(Engine::Chromium, places, consent)?;
            lab.chromedriver = Some(driver);
        }
        if any(&[Step::E2e]) {
            let driver = browser::ensure_driver(engine, places, consent)?;
            lab.e2e = Some((engine, driver));
        }
        if any(&[Step::Engines]) {
            lab.engines = engines::ensure(places, consent);
        }
        if any(&[Step::E2e, Step::Engines]) {
            lab.axe = Some(axe::ensure(places, consent)?);
        }
        if any(&[Step::Wasm, Step::Trunk, Step::WasmPack, Step::Package]) {
            lab.tools.push(tools::WASM_BINDGEN.ensure(places)?);
        }
        if any(&[Step::WasmPack, Step::Package]) {
            tools::WASM_PACK.ensure(places)?;
        }
        if any(&[Step::Package]) {
            npm::esbuild(places, consent)?;
            npm::vite(places, consent)?;
            npm::webpack(places, consent)?;
        }
        if any(&[Step::Recipes]) {
            recipes::prepare(places, consent)?;
        }
        if any(&[Step::Trunk]) {
            lab.tools.push(tools::TRUNK.ensure(places)?);
        }
        Ok(lab)
    }

    pub(super) fn run(&self, step: Step) -> Result<()> {
        match step {
            Step::Fmt => run(self.cargo("fmt").args(["--all", "--check"])),
            Step::Clippy => run(self
                .cargo("clippy")
                .args(["--workspace", "--exclude", SCRIPT])
                .args(["--all-targets", "--", "-Dwarnings"])),
            Step::ClippyWasm => self.clippy_wasm(),
            Step::Doc => run(self
                .cargo("doc")
                .args(["--workspace", "--exclude", SCRIPT, "--no-deps"])
                .env("RUSTDOCFLAGS", "-Dwarnings")),
            Step::Native => run(self
                .cargo("test")
                .args(["--workspace", "--exclude", "coroscope-e2e"])
                .args(["--exclude", SCRIPT])
                .arg("--no-fail-fast")
                .envs(self.pyodide.iter().map(|it| ("COROSCOPE_PYODIDE", it)))
                .envs(
                    self.speedscope
                        .iter()
                        .map(|it| ("COROSCOPE_SPEEDSCOPE", it)),
                )),
            Step::Script => self.script(),
            Step::Wasm => self.wasm(),
            Step::Site => site::build(self.places, self.consent).map(drop),
            Step::ScriptSite => script::build(self.places, self.consent, &self.places.dist()),
            Step::Trunk => run(self.tool("trunk")?.args([
                "build",
                "--release",
                "--offline",
                "--dist",
                "target/trunk",
            ])),
            Step::WasmPack => wasm_pack::build(self.places, self.toolchain()?).map(drop),
            Step::Package => self.package(),
            Step::YourApp => your_app::build(self.places, self.toolchain()?).map(drop),
            Step::Recipes => recipes::build(self.places, self.consent),
            Step::E2e => self.e2e(),
            Step::Engines => engines::run(&self.engines, || self.e2e_tests()),
        }
    }

    /// The engine's tests, then its lints, for which RustPython is compiled once more, though only as far as
    /// its types.
    fn script(&self) -> Result<()> {
        let cargo = |subcommand| -> Result<Command> {
            let newer = self.newer.as_ref();
            let mut cargo = newer.context("the step prepares its Rust")?.cargo();
            let package = [
                subcommand,
                "--package",
                SCRIPT,
                "--target-dir",
                NEWER_TARGET,
            ];
            cargo.current_dir(&self.places.root).args(package);
            Ok(cargo)
        };
        run(cargo("test")?.arg("--no-fail-fast"))?;
        run(cargo("clippy")?.args(["--all-targets", "--", "-Dwarnings"]))
    }

    fn clippy_wasm(&self) -> Result<()> {
        let mut cargo = self.toolchain()?.cargo();
        cargo.current_dir(&self.places.root).args([
            "clippy",
            "--target",
            TARGET,
            "--package",
            "coroscope",
            "--package",
            "coroscope-bench",
            "--package",
            "your-app",
            "--lib",
        ]);
        for name in wasm_tests::files(&self.places.root)? {
            cargo.args(["--test", &name]);
        }
        run(cargo.args(["--", "-Dwarnings"]))
    }

    fn wasm(&self) -> Result<()> {
        let root = &self.places.root;
        let tests = wasm_tests::files(root)?;
        let unit = wasm_tests::are_in_the_library(root)?;
        if tests.is_empty() && !unit {
            println!("no test is for the browser yet");
            return Ok(());
        }
        let mut cargo = self.toolchain()?.cargo();
        cargo
            .current_dir(root)
            .args(["test", "--target", TARGET, "--no-fail-fast"])
            .args(["--package", "coroscope"]);
        if unit {
            cargo.arg("--lib");
        }
        for name in &tests {
            cargo.args(["--test", name]);
        }
        let runner = tools::WASM_BINDGEN
            .ensure(self.places)?
            .join("wasm-bindgen-test-runner");
        run(cargo
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("CHROMEDRIVER", self.chromedriver()?)
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                root.join("xtask/webdriver.json"),
            ))
    }

    /// From what the step before left.
    fn package(&self) -> Result<()> {
        let pkg = wasm_pack::build(self.places, self.toolchain()?)?;
        let package = package::make(self.places, self.consent, &pkg)?;
        bundled::make(self.places, self.consent, &package)
    }

    fn e2e(&self) -> Result<()> {
        let (engine, driver) = self.e2e.as_ref().context("no engine")?;
        run(engines::using(*engine, driver, &mut self.e2e_tests()).arg("--no-fail-fast"))
    }

    fn e2e_tests(&self) -> Command {
        let mut cargo = self.cargo("test");
        cargo
            .args(["--package", "coroscope-e2e"])
            .envs(self.axe.iter().map(|it| ("COROSCOPE_AXE", it)));
        cargo
    }

    /// Plain cargo in the repository.
    fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&self.places.root)
            .env_remove("CARGO")
            .arg(subcommand);
        cargo
    }

    /// A pinned tool, which finds the others on PATH and so downloads nothing.
    fn tool(&self, name: &str) -> Result<Command> {
        let folder = self.tools.iter().find(|folder| folder.join(name).exists());
        let program = folder.map_or_else(|| name.into(), |folder| folder.join(name));
        let mut command = Command::new(program);
        command
            .current_dir(&self.places.root)
            .env_remove("CARGO")
            .envs(self.toolchain()?.environment_with(&self.tools));
        Ok(command)
    }

    fn toolchain(&self) -> Result<&WasmToolchain> {
        self.toolchain.as_ref().context("no toolchain for wasm")
    }

    fn chromedriver(&self) -> Result<&PathBuf> {
        self.chromedriver.as_ref().context("no chromedriver")
    }
}
