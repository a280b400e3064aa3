//! Runs the Criterion benchmarks and prints their results as one table.

use std::path::Path;

use anyhow::{Context, Result};
use fs_err as fs;
use serde_json::Value;

use crate::files;
use crate::paths::Paths;
use crate::process;

/// The names in `benches/native`. The others are compared with the last one.
const CONTENDERS: [&str; 3] = ["recording", "not recording", "tokio"];

/// Runs the benchmarks and prints the comparison.
pub(crate) fn run(paths: &Paths) -> Result<()> {
    let results = paths.root.join("target/criterion");
    // Removed workloads must not stay in the table.
    files::remove_folder(&results)?;
    process::run(
        process::cargo(paths, "bench")
            .args(["--package", "coroscope-bench-native"])
            .args(["--bench", "runtime"])
            .env("CRITERION_HOME", &results),
    )?;
    print_table(&results)
}

fn print_table(results: &Path) -> Result<()> {
    println!("\nOn this machine, as a multiple of tokio's time (below 1 is faster)\n");
    println!("| workload | tokio ms | recording | not recording |");
    println!("|---|--:|--:|--:|");
    let entries =
        fs::read_dir(results).with_context(|| format!("no results in {}", results.display()))?;
    let mut workloads: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    workloads.sort();
    for workload in workloads {
        let [on, off, tokio] =
            CONTENDERS.map(|name| median_ms(&results.join(&workload).join(name)));
        let (on, off, tokio) = (on?, off?, tokio?);
        println!(
            "| {workload} | {tokio:.2} | {:.2} | {:.2} |",
            on / tokio,
            off / tokio
        );
    }
    Ok(())
}

/// The median that Criterion wrote, in milliseconds.
fn median_ms(folder: &Path) -> Result<f64> {
    let file = folder.join("new/estimates.json");
    let text = fs::read_to_string(&file)?;
    let estimates: Value = serde_json::from_str(&text)?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64();
    let nanoseconds = nanoseconds.with_context(|| format!("no median in {}", file.display()))?;
    Ok(nanoseconds / 1e6)
}
