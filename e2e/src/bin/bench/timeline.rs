//! `timeline.html`: how long the element's timeline takes to load and to draw, beside others.

use std::fmt::Write;

use anyhow::{Result, bail};
use coroscope_e2e::{Browser, Page, sites};
use serde::Deserialize;
use serde_json::{Value, json};
use xtask::server::Server;

/// Without the screen's rate a frame takes as long as it takes to make.
const NO_RATE: [&str; 2] = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

/// How many spans, on how many lanes.
const SIZES: [(u32, u32); 5] = [
    (1_000, 100),
    (10_000, 100),
    (100_000, 100),
    (1_000_000, 100),
    (1_000_000, 10_000),
];

/// Ours is the first.
const CONTENDERS: [&str; 4] = [
    "coroscope",
    "canvas",
    "canvas-in-our-rows",
    "flame-chart-js",
];
/// flame-chart-js nests a lane in the one before, and can't nest so many.
const DEEPEST: u32 = 1_000;

#[derive(Clone, Copy, Deserialize)]
struct Load {
    ms: f64,
    memory: Memory,
}

/// Bytes that the page counts itself.
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

/// Medians of a contender, in milliseconds; its elements; its heap in MB.
#[derive(Clone, Copy)]
struct Figures {
    load: f64,
    frames: Frames,
    heap: f64,
}

/// Prints the table.
pub(crate) async fn run(rounds: usize) -> Result<()> {
    let site = sites::bench()?.start().await?;
    let browser = Browser::start_with(&NO_RATE).await?;
    let page = browser.open(&site, "timeline.html").await?;
    println!(
        "In headless Chromium, 1280 × 900: medians in ms, and in brackets how many times Coroscope's. A\n\
         frame is one step of zooming and panning; heap is what is alive after loading, in MB. The canvas has all\n\
         100 lanes in sight, the others those that there is room for.\n"
    );
    println!("| spans | lanes | who | load | median frame | p95 | script | elements | heap |");
    println!("|--:|--:|---|--:|--:|--:|--:|--:|--:|");
    for (spans, lanes) in SIZES {
        let count = CONTENDERS.len() - usize::from(lanes > DEEPEST);
        let mut measured = vec![Vec::new(); count];
        for _ in 0..rounds {
            for (who, measured) in CONTENDERS.iter().zip(&mut measured) {
                measured.push(measure(&page, &site, (spans, lanes), who).await?);
            }
        }
        let ours = median(&measured[0]);
        for (who, measured) in CONTENDERS.iter().zip(&measured) {
            print(spans, lanes, who, median(measured), ours);
        }
    }
    let problems = page.problems().await?;
    if !problems.is_empty() {
        bail!("the page has problems: {problems:#?}");
    }
    Ok(())
}

/// One measurement, in a page of its own. The engine's compilers see the work once before.
async fn measure(
    page: &Page,
    site: &Server,
    (spans, lanes): (u32, u32),
    who: &str,
) -> Result<Figures> {
    page.go(&site.url("timeline.html")).await?;
    let prepare = format!("await window.prepare({spans}, {{ lanes: {lanes} }})");
    page.run(&prepare).await?;
    let options = json!({ "peer": who });
    let load = format!("window.run('load', {options})");
    let _: Value = page.eval(&load).await?;
    page.devtools("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let Load { ms, memory } = page.eval(&load).await?;
    page.devtools("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let heap = page.devtools("Runtime.getHeapUsage", json!({})).await?;
    let bytes = |name: &str| heap[name].as_f64().unwrap_or(0.0);
    let module = if who == CONTENDERS[0] {
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

fn print(spans: u32, lanes: u32, who: &str, figures: Figures, ours: Figures) {
    let is_ours = who == CONTENDERS[0];
    let mut row = format!("| {spans} | {lanes} | {who} |");
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
