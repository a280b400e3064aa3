//! Runs the measurements on the built benchmark pages. `cargo xtask bench` builds them and runs this.

mod builds;
mod scripts;
mod stop;
mod table;
mod timeline;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use builds::{Build, Builds};
use clap::Parser;
use coroscope_e2e::{Browser, Page};
use serde::Deserialize;
use serde_json::json;
use table::Row;

/// Measures the workloads of runtime.html, drawing in timeline.html and Python in scripts.html (in target/bench/), and how
/// soon scripts of the playground begin and stop.
#[derive(Parser)]
struct Args {
    /// Workloads, `timeline`, `scripts` or `stop`; all if none is given.
    workloads: Vec<String>,
    /// How often each workload is measured.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// A folder with the benchmark pages of another build, to measure both builds in turn.
    #[arg(long)]
    beside: Option<PathBuf>,
}

/// The name, on the command line, of the page that draws timelines.
const TIMELINE: &str = "timeline";

/// The name, on the command line, of the page with Python scripts.
const SCRIPTS: &str = "scripts";

/// The name, on the command line, of the measurement of Run and Stop.
const STOP: &str = "stop";

/// The page's description of a workload.
#[derive(Deserialize)]
struct WorkloadInfo {
    n: u32,
    peer: Option<String>,
}

/// A contender, as the options of `window.run`.
#[derive(Clone, Copy)]
enum Contender<'a> {
    Coroscope { build: Build, record: bool },
    Other(&'a str),
}

/// The result of `window.run`.
#[derive(Clone, Copy, Deserialize)]
struct Measurement {
    ms: f64,
    check: f64,
    gap: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut args = Args::parse();
    let all = args.workloads.is_empty();
    let wants = |name: &str| all || args.workloads.iter().any(|it| it == name);
    let (timeline, scripts, stop) = (wants(TIMELINE), wants(SCRIPTS), wants(STOP));
    args.workloads
        .retain(|name| ![TIMELINE, SCRIPTS, STOP].contains(&name.as_str()));
    let beside = args.beside.as_deref();
    if all || !args.workloads.is_empty() {
        measure_workloads(&args, &Builds::start(beside).await?).await?;
    }
    if timeline {
        timeline::run(&Builds::start(beside).await?, args.rounds.max(1)).await?;
    }
    if scripts {
        scripts::run(&Builds::start(beside).await?, args.rounds.max(1)).await?;
    }
    if stop {
        stop::run(args.rounds.max(1)).await?;
    }
    Ok(())
}

async fn measure_workloads(args: &Args, builds: &Builds) -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser
        .open(builds.server(Build::This), "runtime.html")
        .await?;
    let all: Vec<(String, WorkloadInfo)> = workloads(&page).await?;
    for name in &args.workloads {
        if !all.iter().any(|(known, _)| known == name) {
            let known: Vec<&str> = all.iter().map(|(known, _)| known.as_str()).collect();
            bail!(
                "there is no workload {name}; the workloads are {}",
                known.join(", ")
            );
        }
    }
    table::print_head(builds.has_other());
    for (workload, info) in &all {
        if args.workloads.is_empty() || args.workloads.contains(workload) {
            let row = measure(&page, builds, workload, info, args.rounds.max(1)).await?;
            row.print();
        }
    }
    let problems = page.problems().await?;
    if !problems.is_empty() {
        bail!("the page has problems: {problems:#?}");
    }
    Ok(())
}

/// The workloads, in the order of the page.
async fn workloads(page: &Page) -> Result<Vec<(String, WorkloadInfo)>> {
    page.eval("window.ready.then(() => Object.entries(window.workloads))")
        .await
}

/// Measures each contender once per round. Each round starts with another contender.
async fn measure<'a>(
    page: &Page,
    builds: &Builds,
    workload: &'a str,
    info: &'a WorkloadInfo,
    rounds: usize,
) -> Result<Row<'a>> {
    let mut contenders = vec![Contender::Other("javascript")];
    for build in builds.all() {
        contenders.extend([true, false].map(|record| Contender::Coroscope { build, record }));
    }
    contenders.extend(info.peer.as_deref().map(Contender::Other));
    let mut measured: BTreeMap<usize, Vec<Measurement>> = BTreeMap::new();
    let mut check = None;
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let index = (round + turn) % contenders.len();
            let measurement = run(page, builds, workload, info.n, contenders[index]).await?;
            let expected = *check.get_or_insert(measurement.check);
            if measurement.check != expected {
                bail!(
                    "{workload}: the contenders' results differ: {expected} and {}",
                    measurement.check
                );
            }
            measured.entry(index).or_default().push(measurement);
        }
    }
    Ok(Row {
        workload,
        n: info.n,
        peer: info.peer.as_deref(),
        has_other: builds.has_other(),
        measured: measured.into_values().collect(),
    })
}

/// One measurement, in a new page. The workload runs once before, so that JavaScript is compiled, and the garbage of that
/// is collected. The longest gap between frames is that of both runs.
async fn run(
    page: &Page,
    builds: &Builds,
    workload: &str,
    n: u32,
    contender: Contender<'_>,
) -> Result<Measurement> {
    let (build, options) = match contender {
        Contender::Coroscope { build, record } => (build, json!({ "record": record })),
        Contender::Other(peer) => (Build::This, json!({ "peer": peer })),
    };
    let run = format!("window.run('{workload}', {n}, {options})");
    page.go(&builds.server(build).url("runtime.html")).await?;
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
