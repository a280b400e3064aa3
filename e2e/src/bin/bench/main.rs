//! Measures what is on the built benchmark pages. `cargo xtask bench` builds them and calls this.

mod scripts;
mod table;
mod timeline;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use clap::Parser;
use coroscope_e2e::{Browser, Page, sites};
use serde::Deserialize;
use serde_json::json;
use table::Row;
use xtask::server::Server;

/// Measures the workloads of target/bench/runtime.html, the drawing of timeline.html and Python in scripts.html.
#[derive(Parser)]
struct Wishes {
    /// Workloads, `timeline` or `scripts`; all when none is named.
    workloads: Vec<String>,
    /// How often each is measured.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// What stands for the drawing of timelines.
const TIMELINE: &str = "timeline";

/// What stands for Python scripts.
const SCRIPTS: &str = "scripts";

/// What the page says of a workload.
#[derive(Deserialize)]
struct About {
    n: u32,
    peer: Option<String>,
}

/// Who does the work: the options that `window.run` takes.
#[derive(Clone, Copy)]
enum Contender<'a> {
    Coroscope { record: bool },
    Other(&'a str),
}

/// What `window.run` gives.
#[derive(Clone, Copy, Deserialize)]
struct Measurement {
    ms: f64,
    check: f64,
    gap: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut wishes = Wishes::parse();
    let all = wishes.workloads.is_empty();
    let wants = |name: &str| all || wishes.workloads.iter().any(|it| it == name);
    let (timeline, scripts) = (wants(TIMELINE), wants(SCRIPTS));
    wishes
        .workloads
        .retain(|name| ![TIMELINE, SCRIPTS].contains(&name.as_str()));
    if all || !wishes.workloads.is_empty() {
        measure_workloads(&wishes).await?;
    }
    if timeline {
        timeline::run(wishes.rounds.max(1)).await?;
    }
    if scripts {
        scripts::run(wishes.rounds.max(1)).await?;
    }
    Ok(())
}

async fn measure_workloads(wishes: &Wishes) -> Result<()> {
    let site = sites::bench()?.start().await?;
    let page = Browser::start().await?.open(&site, "runtime.html").await?;
    let all: Vec<(String, About)> = in_order(&page).await?;
    for name in &wishes.workloads {
        if !all.iter().any(|(known, _)| known == name) {
            let known: Vec<&str> = all.iter().map(|(known, _)| known.as_str()).collect();
            bail!(
                "no workload is called {name}; there are {}",
                known.join(", ")
            );
        }
    }
    table::print_head();
    for (workload, about) in &all {
        if wishes.workloads.is_empty() || wishes.workloads.contains(workload) {
            let row = measure(&page, &site, workload, about, wishes.rounds.max(1)).await?;
            row.print();
        }
    }
    let problems = page.problems().await?;
    if !problems.is_empty() {
        bail!("the page has problems: {problems:#?}");
    }
    Ok(())
}

/// The page's workloads, in its own order.
async fn in_order(page: &Page) -> Result<Vec<(String, About)>> {
    page.eval("window.ready.then(() => Object.entries(window.workloads))")
        .await
}

/// Measures each contender once a round, and lets another one begin in each round.
async fn measure<'a>(
    page: &Page,
    site: &Server,
    workload: &'a str,
    about: &'a About,
    rounds: usize,
) -> Result<Row<'a>> {
    let mut contenders = vec![
        Contender::Other("javascript"),
        Contender::Coroscope { record: true },
        Contender::Coroscope { record: false },
    ];
    contenders.extend(about.peer.as_deref().map(Contender::Other));
    let mut measured: BTreeMap<usize, Vec<Measurement>> = BTreeMap::new();
    let mut check = None;
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let who = (round + turn) % contenders.len();
            let measurement = run(page, site, workload, about.n, contenders[who]).await?;
            let expected = *check.get_or_insert(measurement.check);
            if measurement.check != expected {
                bail!(
                    "{workload}: one gave {expected}, another {}",
                    measurement.check
                );
            }
            measured.entry(who).or_default().push(measurement);
        }
    }
    Ok(Row {
        workload,
        n: about.n,
        peer: about.peer.as_deref(),
        measured: measured.into_values().collect(),
    })
}

/// One measurement, in a page of its own. The engine's compilers see the work once before, and the
/// garbage of that is gone; the longest gap between frames is that of both times.
async fn run(
    page: &Page,
    site: &Server,
    workload: &str,
    n: u32,
    contender: Contender<'_>,
) -> Result<Measurement> {
    let options = match contender {
        Contender::Coroscope { record } => json!({ "record": record }),
        Contender::Other(peer) => json!({ "peer": peer }),
    };
    let run = format!("window.run('{workload}', {n}, {options})");
    page.go(&site.url("runtime.html")).await?;
    page.run("await window.ready").await?;
    let cold: Measurement = page.eval(&run).await?;
    page.devtools("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let warm: Measurement = page.eval(&run).await?;
    Ok(Measurement {
        gap: cold.gap.max(warm.gap),
        ..warm
    })
}
