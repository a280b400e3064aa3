//! How soon a script of the playground begins after Run, and how soon it has ended after Stop.

use anyhow::{Result, bail};
use coroscope_e2e::{Browser, sites};
use serde::Deserialize;

/// What runs before the page's own scripts.
const MEASURES: &str = include_str!("../../../../benches/web/www/stop.js");
/// The playground on the real clock.
const PLAYGROUND: &str = "index.html#script?clock=real";

/// Milliseconds from Run to the first part of the log, from Stop to the end, and from the next Run to the first part of
/// its log.
#[derive(Clone, Copy, Deserialize)]
struct Measurement {
    run: f64,
    stop: f64,
    again: f64,
}

/// Prints the table.
pub(crate) async fn run(rounds: usize) -> Result<()> {
    let browser = Browser::start().await?;
    let site = sites::dist_with_bench_pages()?;
    let site = browser.inject_script(site, "measures", MEASURES).await?;
    let site = site.start().await?;
    let page = browser.open(&site, PLAYGROUND).await?;
    println!(
        "In headless Chromium: medians and, in brackets, maxima in ms, with a worker that is ready. Stop is pressed a second\n\
         after Run. Then Run is pressed again, while the next worker may be starting.\n"
    );
    println!("| script | from Run to the first events | from Stop to the end | from Run again |");
    println!("|---|--:|--:|--:|");
    let scripts: Vec<String> = page.eval("window.scripts").await?;
    for script in &scripts {
        let mut measured: Vec<Measurement> = Vec::new();
        for _ in 0..rounds {
            // A new page: the address with the same fragment would not be loaded again.
            page.go("about:blank").await?;
            page.go(&site.url(PLAYGROUND)).await?;
            measured.push(page.eval(&format!("window.measure('{script}')")).await?);
        }
        let cell = |of: fn(&Measurement) -> f64| {
            let mut values: Vec<f64> = measured.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            let median = values[values.len() / 2];
            format!("{median:.0} ({:.0})", values[values.len() - 1])
        };
        println!(
            "| {script} | {} | {} | {} |",
            cell(|it| it.run),
            cell(|it| it.stop),
            cell(|it| it.again)
        );
    }
    let problems = page.problems().await?;
    if !problems.is_empty() {
        bail!("the page has problems: {problems:#?}");
    }
    Ok(())
}
