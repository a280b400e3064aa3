//! `timeline.html`: compares how long the element's timeline and others take to load and to draw.

use std::fmt::Write;

use anyhow::{Result, bail};
use coroscope_e2e::{Browser, Page};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::builds::{Build, Builds};

/// Without the limit to the display's frame rate, frames follow one another as fast as they are drawn.
const NO_FRAME_LIMIT: [&str; 2] = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

/// Numbers of spans and of lanes.
const SIZES: [(u32, u32); 5] = [
    (1_000, 100),
    (10_000, 100),
    (100_000, 100),
    (1_000_000, 100),
    (1_000_000, 10_000),
];

/// Coroscope comes first.
const CONTENDERS: [&str; 4] = [
    "coroscope",
    "canvas",
    "canvas-in-our-rows",
    "flame-chart-js",
];
/// Coroscope's timeline in the other build.
const OTHER: &str = "other build";
/// flame-chart-js nests each lane in the one before, and cannot nest more.
const MAX_NESTED_LANES: u32 = 1_000;

#[derive(Clone, Copy, Deserialize)]
struct Load {
    ms: f64,
    memory: Memory,
}

/// Bytes, as counted by the page.
#[derive(Clone, Copy, Deserialize)]
struct Memory {
    module: f64,
}

#[derive(Clone, Copy, Deserialize)]
struct Frames {
    median: f64,
    p95: f64,
    script: f64,
    elements: f64,
}

/// A contender's medians: times in milliseconds, the number of elements, the heap in MB.
#[derive(Clone, Copy)]
struct Figures {
    load: f64,
    frames: Frames,
    heap: f64,
}

/// Prints the table.
pub(crate) async fn run(builds: &Builds, rounds: usize) -> Result<()> {
    let browser = Browser::start_with(&NO_FRAME_LIMIT).await?;
    let page = browser
        .open(builds.server(Build::This), "timeline.html")
        .await?;
    println!(
        "In headless Chromium, 1280 × 900: medians in ms, and in brackets the ratio to Coroscope's. A\n\
         frame is one step of zooming and panning; heap is the live heap after loading, in MB. The canvas shows all\n\
         100 lanes, the others those that fit.\n"
    );
    println!("| spans | lanes | timeline | load | median frame | p95 | script | elements | heap |");
    println!("|--:|--:|---|--:|--:|--:|--:|--:|--:|");
    for (spans, lanes) in SIZES {
        let count = CONTENDERS.len() - usize::from(lanes > MAX_NESTED_LANES);
        let other = builds.has_other().then_some(OTHER);
        let contenders: Vec<&str> = CONTENDERS[..count].iter().copied().chain(other).collect();
        let mut measured = vec![Vec::new(); contenders.len()];
        for _ in 0..rounds {
            for (contender, measured) in contenders.iter().zip(&mut measured) {
                measured.push(measure(&page, builds, spans, lanes, contender).await?);
            }
        }
        let ours = median(&measured[0]);
        for (contender, measured) in contenders.iter().zip(&measured) {
            print(spans, lanes, contender, median(measured), ours);
        }
    }
    let problems = page.problems().await?;
    if !problems.is_empty() {
        bail!("the page has problems: {problems:#?}");
    }
    Ok(())
}

/// One measurement, in a new page. Everything runs once before, so that JavaScript is compiled.
async fn measure(
    page: &Page,
    builds: &Builds,
    spans: u32,
    lanes: u32,
    contender: &str,
) -> Result<Figures> {
    let (build, contender) = match contender {
        OTHER => (Build::Other, CONTENDERS[0]),
        name => (Build::This, name),
    };
    page.go(&builds.server(build).url("timeline.html")).await?;
    let prepare = format!("await window.prepare({spans}, {{ lanes: {lanes} }})");
    page.run(&prepare).await?;
    let options = json!({ "peer": contender });
    let load = format!("window.run('load', {options})");
    let _: Value = page.eval(&load).await?;
    page.devtools("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let Load { ms, memory } = page.eval(&load).await?;
    page.devtools("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let heap = page.devtools("Runtime.getHeapUsage", json!({})).await?;
    let bytes = |name: &str| heap[name].as_f64().unwrap_or(0.0);
    let module = if contender == CONTENDERS[0] {
        memory.module
    } else {
        0.0
    };
    let frames = format!("window.run('panzoom', {options})");
    let _: Value = page.eval(&frames).await?;
    Ok(Figures {
        load: ms,
        frames: page.eval(&frames).await?,
        heap: (bytes("usedSize") + bytes("backingStorageSize") + module) / 1e6,
    })
}

fn median(rounds: &[Figures]) -> Figures {
    let of = |value: fn(&Figures) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Figures {
        load: of(|figures| figures.load),
        frames: Frames {
            median: of(|figures| figures.frames.median),
            p95: of(|figures| figures.frames.p95),
            script: of(|figures| figures.frames.script),
            elements: of(|figures| figures.frames.elements),
        },
        heap: of(|figures| figures.heap),
    }
}

fn print(spans: u32, lanes: u32, contender: &str, figures: Figures, ours: Figures) {
    let is_ours = contender == CONTENDERS[0];
    let mut row = format!("| {spans} | {lanes} | {contender} |");
    let values: [fn(&Figures) -> f64; 4] = [
        |figures| figures.load,
        |figures| figures.frames.median,
        |figures| figures.frames.p95,
        |figures| figures.frames.script,
    ];
    for value in values {
        let (own, ours) = (value(&figures), value(&ours));
        let _ = write!(row, " {own:.1}");
        if !is_ours && ours > 0.0 {
            let _ = write!(row, " ({:.2})", own / ours);
        }
        row += " |";
    }
    let (elements, heap) = (figures.frames.elements, figures.heap);
    println!("{row} {elements:.0} | {heap:.0} |");
}
