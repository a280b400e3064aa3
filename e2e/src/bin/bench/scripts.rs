//! `scripts.html`: compares Python scripts in Coroscope's engine, with recording, and in Pyodide.

use anyhow::{Result, bail};
use coroscope_e2e::{Browser, Page};
use serde::Deserialize;
use serde_json::json;

use crate::builds::{Build, Builds};

/// The name in the table, the build whose page is used, and the page's name of the engine. This build's engine comes first.
type Contender = (&'static str, Build, &'static str);
const THIS: Contender = ("coroscope", Build::This, "coroscope");
const OTHER: Contender = ("other build", Build::Other, "coroscope");
const PYODIDE: Contender = ("pyodide", Build::This, "pyodide");

/// Milliseconds until the engine is ready, and for the script.
#[derive(Clone, Deserialize)]
struct Measurement {
    start: f64,
    ms: f64,
    printed: String,
}

/// Prints the table.
pub(crate) async fn run(builds: &Builds, rounds: usize) -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser
        .open(builds.server(Build::This), "scripts.html")
        .await?;
    page.wait_until("window.workloads").await?;
    println!(
        "In headless Chromium, files from this machine: medians in ms, and in brackets the ratio to Coroscope's.\n\
         Start is the time from the creation of the worker until the engine is ready.\n"
    );
    println!("| script | engine | start | run |");
    println!("|---|---|--:|--:|");
    let workloads: Vec<String> = page.eval("window.workloads").await?;
    for workload in &workloads {
        let mut contenders = vec![THIS, PYODIDE];
        if builds.has_other() && has(&page, builds, workload).await? {
            contenders.push(OTHER);
        }
        let mut measured = vec![Vec::new(); contenders.len()];
        for round in 0..rounds {
            for turn in 0..contenders.len() {
                let index = (round + turn) % contenders.len();
                measured[index].push(measure(&page, builds, workload, contenders[index]).await?);
            }
        }
        let expected = &measured[0][0].printed;
        if measured.iter().flatten().any(|it| it.printed != *expected) {
            bail!("{workload}: the outputs differ from {expected}");
        }
        let ours = medians(&measured[0]);
        for ((name, ..), rounds) in contenders.iter().zip(&measured) {
            let (start, ms) = medians(rounds);
            let (starts, times) = (start / ours.0, ms / ours.1);
            println!("| {workload} | {name} | {start:.0} ({starts:.2}) | {ms:.0} ({times:.2}) |");
        }
    }
    let mut problems = page.problems().await?;
    // The content security policy forbids Pyodide's first way to import a script, so Pyodide uses another.
    problems.retain(|problem| !problem.contains("/pyodide/"));
    if !problems.is_empty() {
        bail!("the page has problems: {problems:#?}");
    }
    Ok(())
}

/// Whether the other build has this workload.
async fn has(page: &Page, builds: &Builds, workload: &str) -> Result<bool> {
    open(page, builds, Build::Other).await?;
    page.eval(&format!("window.workloads.includes('{workload}')"))
        .await
}

async fn measure(
    page: &Page,
    builds: &Builds,
    workload: &str,
    (_, build, peer): Contender,
) -> Result<Measurement> {
    open(page, builds, build).await?;
    let options = json!({ "peer": peer });
    page.eval(&format!("window.run('{workload}', {options})"))
        .await
}

async fn open(page: &Page, builds: &Builds, build: Build) -> Result<()> {
    page.go(&builds.server(build).url("scripts.html")).await?;
    page.wait_until("window.workloads").await
}

fn medians(rounds: &[Measurement]) -> (f64, f64) {
    let of = |value: fn(&Measurement) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    (of(|it| it.start), of(|it| it.ms))
}
