//! `scripts.html`: compares Python scripts in Coroscope's engine, with recording, and in Pyodide.

use anyhow::{Result, bail};
use coroscope_e2e::{Browser, Page, sites};
use serde::Deserialize;
use serde_json::json;
use xtask::server::Server;

/// Coroscope comes first.
const CONTENDERS: [&str; 2] = ["coroscope", "pyodide"];

/// Milliseconds until the engine is ready, and for the script.
#[derive(Clone, Deserialize)]
struct Measurement {
    start: f64,
    ms: f64,
    printed: String,
}

/// Prints the table.
pub(crate) async fn run(rounds: usize) -> Result<()> {
    let site = sites::bench()?.start().await?;
    let page = Browser::start().await?.open(&site, "scripts.html").await?;
    page.wait_until("window.workloads").await?;
    println!(
        "In headless Chromium, files from this machine: medians in ms, and in brackets the ratio to Coroscope's.\n\
         Start is the time from the creation of the worker until the engine is ready.\n"
    );
    println!("| script | engine | start | run |");
    println!("|---|---|--:|--:|");
    let workloads: Vec<String> = page.eval("window.workloads").await?;
    for workload in &workloads {
        let mut measured = [Vec::new(), Vec::new()];
        for round in 0..rounds {
            for turn in 0..CONTENDERS.len() {
                let index = (round + turn) % CONTENDERS.len();
                measured[index].push(measure(&page, &site, workload, CONTENDERS[index]).await?);
            }
        }
        let printed = |index: usize| measured[index].iter().map(|it| it.printed.as_str());
        if printed(0)
            .chain(printed(1))
            .any(|it| it != measured[0][0].printed)
        {
            bail!(
                "{workload}: the outputs differ from {}",
                measured[0][0].printed
            );
        }
        let ours = medians(&measured[0]);
        for (contender, rounds) in CONTENDERS.iter().zip(&measured) {
            let (start, ms) = medians(rounds);
            let (starts, times) = (start / ours.0, ms / ours.1);
            println!(
                "| {workload} | {contender} | {start:.0} ({starts:.2}) | {ms:.0} ({times:.2}) |"
            );
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

async fn measure(
    page: &Page,
    site: &Server,
    workload: &str,
    contender: &str,
) -> Result<Measurement> {
    page.go(&site.url("scripts.html")).await?;
    page.wait_until("window.workloads").await?;
    let options = json!({ "peer": contender });
    page.eval(&format!("window.run('{workload}', {options})"))
        .await
}

fn medians(rounds: &[Measurement]) -> (f64, f64) {
    let of = |value: fn(&Measurement) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    (of(|it| it.start), of(|it| it.ms))
}
