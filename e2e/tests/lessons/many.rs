//! Ten thousand tasks: they end, and only the visible ones are in the page.

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use coroscope_e2e::sites;

use crate::scope::{SHADOW, Scope, names};

#[tokio::test]
async fn ten_thousand_tasks_end_and_few_of_them_are_in_the_page() -> Result<()> {
    let quick = Router::new().route("/docs/{name}", get(async || "three short words"));
    let scope = Scope::open(sites::dist()?.routes(quick), "index.html#queue?documents=0").await?;
    scope.start().await?;
    scope.wait_for_end("done").await?;
    scope.page.run("watchFrames()").await?;
    scope
        .go("#gather?tasks=10000&order=together&latency=50")
        .await?;
    scope.page.wait_until("runStatus() !== 'running'").await?;
    scope.wait_for_end("done").await?;

    let (gaps, count, elements): (Vec<(f64, f64)>, u32, u32) = scope
        .page
        .eval("[paints.gaps.sort(([a], [b]) => b - a).slice(0, 3), paints.count, paints.elements]")
        .await?;
    let took = scope.page.text(&format!("{SHADOW}.run-status")).await?;
    // Printed for information only: the times depend on the load of the machine.
    println!("10,000 tasks: {took}; {count} frames, {elements} elements");
    for (gap, at) in gaps {
        println!("a gap of {gap:.0} ms between frames, {at:.0} ms after the start");
    }
    assert!(elements < 3_000, "{elements} elements");

    let lanes = scope.lanes().await?;
    assert!(lanes.len() < 60, "{} lanes", lanes.len());
    assert_eq!(names(&lanes)[..2], ["main", "docs/event-loop.txt"]);
    assert!(took.contains("10001 tasks"), "{took}");

    // Scrolling reaches the last of them.
    scope.page.run("all('.rows')[0].scrollTop = 1e9").await?;
    scope
        .page
        .wait_until("lanes().at(-1).name === 'docs/task.txt'")
        .await?;
    assert!(scope.lanes().await?.iter().all(|lane| lane.state == "done"));
    scope.is_clean().await
}
