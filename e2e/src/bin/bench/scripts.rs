//! `scripts.html`: Python scripts in Coroscope's engine, recorded, beside Pyodide.

use anyhow::{Result, bail};
use coroscope_e2e::{Browser, Page, sites};
use serde::Deserialize;
use serde_json::json;
use xtask::server::Server;

/// Ours is the first.
const CONTENDERS: [&str; 2] = ["coroscope", "pyodide"];

/// Milliseconds until the engine could take a script, and for the script.
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
        "In headless Chromium, files from this machine: medians in ms, and in brackets how many times Coroscope's.\n\
         Start is from making the worker until it could take a script.\n"
    );
    println!("| script | who | start | run |");
    println!("|---|---|--:|--:|");
    let workloads: Vec<String> = page.eval("window.workloads").await?;
    for workload in &workloads {
        let mut measured = [Vec::new(), Vec::new()];
        for round in 0..rounds {
            for turn in 0..CONTENDERS.len() {
                let who = (round + turn) % CONTENDERS.len();
                measured[who].push(measure(&page, &site, workload, CONTENDERS[who]).await?);
            }
        }
        let printed = |who: usize| measured[who].iter().map(|it| it.printed.as_str());
        if printed(0)
            .chain(printed(1))
            .any(|it| it != measured[0][0].printed)
        {
            bail!("{workload}: not all printed {}", measured[0][0].printed);
        }
        let ours = medians(&measured[0]);
        for (who, rounds) in CONTENDERS.iter().zip(&measured) {
            let (start, ms) = medians(rounds);
            let (starts, times) = (start / ours.0, ms / ours.1);
            println!("| {workload} | {who} | {start:.0} ({starts:.2}) | {ms:.0} ({times:.2}) |");
        }
    }
    let mut problems = page.problems().await?;
    // The policy forbids Pyodide to import a script in the old way; it has another.
    problems.retain(|problem| !problem.contains("/pyodide/"));
    if !problems.is_empty() {
        bail!("the page has problems: {problems:#?}");
    }
    Ok(())
}

async fn measure(page: &Page, site: &Server, workload: &str, who: &str) -> Result<Measurement> {
    page.go(&site.url("scripts.html")).await?;
    page.wait_until("window.workloads").await?;
    let options = json!({ "peer": who });
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
