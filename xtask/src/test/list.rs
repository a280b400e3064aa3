//! `cargo xtask test --list` and `cargo xtask doctor`: what the steps check and need, and what is installed.

use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;

use super::history::History;
use super::inputs::Inputs;
use super::step::Step;
use crate::install::need::Need;
use crate::paths::Paths;
use crate::progress;

/// A list of the steps: what each checks and needs, how long it last took, and whether it would not run again.
///
/// # Errors
/// When a file of the repository can't be read.
pub(crate) fn list(paths: &Paths) -> Result<String> {
    let history = History::read(paths);
    let inputs = Inputs::read(paths)?;
    let mut text = String::from("cargo xtask test runs:\n");
    for step in Step::value_variants() {
        if *step == Step::ScriptNative {
            text += "and with --all:\n";
        }
        let took = history
            .of(*step)
            .map_or("not run yet".to_owned(), |run| progress::seconds(run.took));
        let is_current = !step.builds() && history.passed_with(*step, &inputs).is_some();
        let unchanged = if is_current {
            " (unchanged since it passed)"
        } else {
            ""
        };
        let (name, checks) = (step.name(), step.checks());
        text += &format!("  {name:<14} {took:>12}  {checks}{unchanged}\n");
        let missing = |need: &&Need| !need.is_installed(paths);
        let names = |needs: Vec<&Need>| {
            let names: Vec<&str> = needs.iter().map(|need| need.name()).collect();
            names.join("; ")
        };
        let needs = step.needs();
        if !needs.is_empty() {
            text += &format!("{:31}needs {}", "", names(needs.iter().collect()));
            let missing: Vec<&Need> = needs.iter().filter(missing).collect();
            if !missing.is_empty() {
                text += &format!(" (not installed: {})", names(missing));
            }
            text += "\n";
        }
    }
    Ok(
        text + "Times are of the last run on this machine. `cargo xtask doctor` prints what would be installed."
    )
}

/// A list of the needs: whether each is installed, for which steps, and otherwise how and in what time it would be.
pub(crate) fn doctor(paths: &Paths) -> String {
    let mut text = format!("Tools are in {}\n", paths.cache.display());
    let (mut default, mut all) = (0, 0);
    for need in Need::value_variants() {
        let steps: Vec<Step> = Step::value_variants()
            .iter()
            .copied()
            .filter(|step| step.needs().contains(need))
            .collect();
        let names: Vec<String> = steps.iter().map(|step| step.name()).collect();
        let is_installed = need.is_installed(paths);
        let word = if is_installed { "installed" } else { "missing" };
        text += &format!("  {word:<9} {:<34} for {}\n", need.name(), names.join(", "));
        if !is_installed {
            text += &format!(
                "            would be installed by {}, in about {}\n",
                need.installer(),
                time(need.seconds())
            );
            all += need.seconds();
            if steps.iter().any(|step| step.is_default()) {
                default += need.seconds();
            }
        }
    }
    if all == 0 {
        return text + "Everything that `cargo xtask test --all` needs is installed.";
    }
    let all_of_it = format!(
        "`cargo xtask test --all` would spend about {} on installing",
        time(all)
    );
    let some = match default {
        0 => "`cargo xtask test` has everything that it needs".to_owned(),
        _ => format!(
            "`cargo xtask test` would spend about {} on installing",
            time(default)
        ),
    };
    text + &format!("{some}; {all_of_it}, most of it while tests run.")
}

fn time(seconds: u32) -> String {
    progress::seconds(Duration::from_secs(u64::from(seconds)))
}
