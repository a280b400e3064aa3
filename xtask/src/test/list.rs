//! `cargo xtask test --list` and `cargo xtask doctor`: what the steps check and need, and what is there of it.

use std::time::Duration;

use clap::ValueEnum;

use super::history::History;
use super::step::Step;
use crate::install::need::Need;
use crate::paths::Places;
use crate::progress;

/// Says of each step what it checks, what it needs, and how long it took last time.
pub(crate) fn list(places: &Places) -> String {
    let history = History::read(places);
    let mut text = String::from("cargo xtask test runs:\n");
    for step in Step::value_variants() {
        if *step == Step::ScriptNative {
            text += "and with --all:\n";
        }
        let took = history
            .of(*step)
            .map_or("not run yet".to_owned(), |run| progress::seconds(run.took));
        text += &format!("  {:<13} {took:>12}  {}\n", step.name(), step.checks());
        let missing = |need: &&Need| !need.is_here(places);
        let names = |needs: Vec<&Need>| {
            let names: Vec<&str> = needs.iter().map(|need| need.name()).collect();
            names.join("; ")
        };
        let needs = step.needs();
        if !needs.is_empty() {
            text += &format!("{:30}needs {}", "", names(needs.iter().collect()));
            let missing: Vec<&Need> = needs.iter().filter(missing).collect();
            if !missing.is_empty() {
                text += &format!(" (not installed: {})", names(missing));
            }
            text += "\n";
        }
    }
    text + "Times are those of the last run here. `cargo xtask doctor` says what would be installed."
}

/// Says what is installed, and of the rest from where it would come, for which steps, and how long that takes.
pub(crate) fn doctor(places: &Places) -> String {
    let mut text = format!("Tools are kept in {}\n", places.cache.display());
    let (mut default, mut all) = (0, 0);
    for need in Need::value_variants() {
        let steps: Vec<Step> = Step::value_variants()
            .iter()
            .copied()
            .filter(|step| step.needs().contains(need))
            .collect();
        let names: Vec<String> = steps.iter().map(|step| step.name()).collect();
        let is_here = need.is_here(places);
        let word = if is_here { "there" } else { "missing" };
        text += &format!("  {word:<8} {:<34} for {}\n", need.name(), names.join(", "));
        if !is_here {
            text += &format!(
                "           would come by {}, in about {}\n",
                need.installer(),
                time(need.seconds())
            );
            all += need.seconds();
            if steps.iter().any(|step| step.is_for_everyone()) {
                default += need.seconds();
            }
        }
    }
    if all == 0 {
        return text + "All is there that `cargo xtask test --all` needs.";
    }
    let all_of_it = format!(
        "`cargo xtask test --all` would install for about {}",
        time(all)
    );
    let some = match default {
        0 => "`cargo xtask test` has all that it needs".to_owned(),
        _ => format!(
            "`cargo xtask test` would install for about {}",
            time(default)
        ),
    };
    text + &format!("{some}; {all_of_it}, most of it while tests run.")
}

fn time(seconds: u32) -> String {
    progress::seconds(Duration::from_secs(u64::from(seconds)))
}
