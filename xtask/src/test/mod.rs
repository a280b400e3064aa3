//! `cargo xtask test`: every check, each of which can be run alone.

mod engines;
mod lab;
mod wasm_tests;

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;

use crate::consent::Consent;
use crate::engine::Engine;
use crate::places::Places;
use crate::say;
use lab::Lab;

/// A check, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// Formatting.
    Fmt,
    /// Lints of the code that runs on this machine.
    Clippy,
    /// Lints of the code that runs in the browser.
    ClippyWasm,
    /// Documentation, with warnings denied.
    Doc,
    /// Tests on this machine, the examples in the documentation too.
    Native,
    /// Lints and tests of the engine for Python scripts, which wants a newer Rust than the rest.
    Script,
    /// Tests of the library in headless Chromium.
    Wasm,
    /// The site, as `cargo xtask build` makes it.
    Site,
    /// The engine for scripts and the editor, put into the site.
    ScriptSite,
    /// The site, as trunk makes it.
    Trunk,
    /// The package, as wasm-pack makes it.
    WasmPack,
    /// The npm package, and pages that Vite and webpack build with it.
    Package,
    /// The app in examples/your-app.
    YourApp,
    /// The sites in recipes/, each built by its own tool.
    Recipes,
    /// The three builds, opened in a browser: headless Chromium, or what `--engine` names.
    E2e,
    /// All of that in the other engines: Firefox and WebKitGTK.
    Engines,
}

impl Step {
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    fn help(self) -> String {
        let value = self.to_possible_value();
        let help = value.as_ref().and_then(|value| value.get_help());
        help.map(ToString::to_string).unwrap_or_default()
    }
}

/// Runs these steps, or all when none is named. A step that fails does not stop the others.
pub(crate) fn run(
    places: &Places,
    consent: Consent,
    engine: Engine,
    wanted: &[Step],
) -> Result<()> {
    let steps: Vec<Step> = Step::value_variants()
        .iter()
        .copied()
        .filter(|step| wanted.is_empty() || wanted.contains(step))
        .collect();
    let lab = Lab::prepare(places, consent, engine, &steps)?;

    let mut outcomes: Vec<Outcome> = Vec::new();
    for step in steps {
        println!("\n━━ {}: {}", step.name(), step.help());
        let begun = Instant::now();
        let outcome = if matches!(step, Step::E2e | Step::Engines) && a_build_failed(&outcomes) {
            Err(anyhow!("not run, since a build that it opens failed"))
        } else {
            lab.run(step)
        };
        let took = begun.elapsed();
        match &outcome {
            Ok(()) => println!("━━ {}: ok in {}", step.name(), say::seconds(took)),
            Err(error) => println!(
                "━━ {}: FAILED after {}: {error:#}\n   Run it alone: cargo xtask test {}",
                step.name(),
                say::seconds(took),
                step.name()
            ),
        }
        outcomes.push((step, outcome.is_ok(), took));
    }
    summarise(&outcomes)
}

/// The step, whether it went well, and how long it took.
type Outcome = (Step, bool, Duration);

fn a_build_failed(outcomes: &[Outcome]) -> bool {
    outcomes.iter().any(|(step, well, _)| {
        !well
            && matches!(
                step,
                Step::Site
                    | Step::ScriptSite
                    | Step::Trunk
                    | Step::WasmPack
                    | Step::Package
                    | Step::YourApp
                    | Step::Recipes
            )
    })
}

fn summarise(outcomes: &[Outcome]) -> Result<()> {
    println!("\n━━ All in all");
    for (step, well, took) in outcomes {
        let word = if *well { "ok" } else { "FAILED" };
        println!("{:<12} {word:<8} {:>12}", step.name(), say::seconds(*took));
    }
    let failed: Vec<String> = outcomes
        .iter()
        .filter(|(_, well, _)| !well)
        .map(|(step, ..)| step.name())
        .collect();
    if !failed.is_empty() {
        bail!(
            "failed; to run it alone: cargo xtask test {}",
            failed.join(" ")
        );
    }
    Ok(())
}
