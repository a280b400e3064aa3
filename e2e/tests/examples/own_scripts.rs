//! The scripts of the engine's tests print the same in a browser as under `python3`, on both clocks.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use coroscope_e2e::{Browser, Page, sites};
use coroscope_engine_tests::differential::expected;
use coroscope_engine_tests::programs::{scripts_in, uses_host};
use coroscope_engine_tests::{marked, printed_in};
use serde::Deserialize;
use serde_json::{Value, json};

use super::needs_tool;

/// Microseconds that a script may take on the virtual clock to be run on the real one as well.
const SHORT: f64 = 1_000_000.0;
/// Words in scripts whose output depends on the clock: they read it, block it, or leave the order to it.
const ABOUT_TIME: [&str; 12] = [
    "time()",
    "time_ns",
    "monotonic",
    "perf_counter",
    "import time",
    "datetime",
    "thread",
    "executor",
    "slow_callback",
    "Task-",
    "_when",
    "gc.",
];

/// What a worker reported about a script.
#[derive(Deserialize)]
struct Ran {
    parts: Vec<String>,
    micros: f64,
    failure: Option<String>,
    broken: Option<String>,
}

impl Ran {
    /// What it printed, as the tests of the engine have it.
    fn out(&self) -> String {
        if let Some(why) = &self.broken {
            return format!("!! {why}\n");
        }
        let mut out = printed_in(&self.parts);
        if let Some(failure) = &self.failure {
            out.push_str(&format!("! {failure}\n"));
        }
        out
    }
}

/// How many scripts are run before the page is asked for their logs.
const BATCH: usize = 30;

/// Runs scripts in the page.
async fn run(page: &Page, sources: &[String], clock: &str) -> Result<Vec<Ran>> {
    let mut all = Vec::new();
    for batch in sources.chunks(BATCH) {
        let (sources, clock) = (Value::from(batch), json!(clock));
        let start = format!(
            "window.ran = null; runScripts({sources}, {clock}).then((it) => {{ window.ran = it; }})"
        );
        page.run(&start).await?;
        page.wait_until("window.ran").await?;
        all.extend(page.eval::<Vec<Ran>>("window.ran").await?);
    }
    Ok(all)
}

fn scripts() -> BTreeMap<String, PathBuf> {
    let mut all = scripts_in("scripts");
    let gallery = scripts_in("../../www/scripts").into_iter();
    all.extend(gallery.map(|(name, path)| (format!("gallery/{name}"), path)));
    all.retain(|_, path| fs::read_to_string(path).is_ok_and(|source| !uses_host(&source)));
    all
}

#[tokio::test]
async fn every_script_of_the_engine_prints_the_same_in_the_browser() -> Result<()> {
    needs_tool!("python3");
    let scripts = scripts();
    let by_path: BTreeMap<String, PathBuf> = (scripts.iter())
        .map(|(name, path)| (name.trim_start_matches("gallery/").to_owned(), path.clone()))
        .collect();
    let expected = expected(&by_path, &[]);
    let wanted = |name: &str| {
        expected
            .get(name.trim_start_matches("gallery/"))
            .map_or("", |it| it.trim_end())
    };

    let server = sites::dist()?.start().await?;
    let page = Browser::start().await?;
    let page = page.open(&server, "findings/index.html").await?;
    page.run(include_str!("own_scripts.js")).await?;
    let (mut differing, mut short) = (Vec::new(), Vec::new());
    let (names, sources): (Vec<&String>, Vec<String>) = (scripts.iter())
        .map(|(name, path)| (name, fs::read_to_string(path).unwrap_or_default()))
        .unzip();
    let marked_sources: Vec<String> = sources.iter().map(|it| marked(it)).collect();
    for ((name, source), ran) in names
        .iter()
        .zip(&marked_sources)
        .zip(run(&page, &marked_sources, "virtual").await?)
    {
        let out = ran.out();
        if out.trim_end() != wanted(name) {
            differing.push(format!(
                "== {name} (virtual)\n{}\n-- here:\n{out}",
                wanted(name)
            ));
        } else if ran.micros < SHORT && !ABOUT_TIME.iter().any(|word| source.contains(word)) {
            short.push((name.as_str(), source.clone()));
        }
    }
    let (names, sources): (Vec<&str>, Vec<String>) = short.into_iter().unzip();
    for (name, ran) in names.iter().zip(run(&page, &sources, "real").await?) {
        let out = ran.out();
        if out.trim_end() != wanted(name) {
            differing.push(format!(
                "== {name} (real)\n{}\n-- here:\n{out}",
                wanted(name)
            ));
        }
    }
    println!(
        "{} scripts on the virtual clock, {} on the real one",
        scripts.len(),
        names.len()
    );
    ensure!(
        differing.is_empty(),
        "{} differ\n{}",
        differing.len(),
        differing.join("\n")
    );
    Ok(())
}
