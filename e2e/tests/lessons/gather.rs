//! The gather lesson: sequential requests take the sum of the times, concurrent ones the longest time.

use anyhow::{Context, Result};

use crate::scope::{Docs, names, states};

/// The documents of the default settings, in their order. Their delays have another order.
const DELAYS: [(&str, u64); 5] = [
    ("event-loop", 300),
    ("coroutine", 20),
    ("future", 180),
    ("task", 120),
    ("gather", 150),
];

#[tokio::test]
async fn concurrent_requests_take_the_longest_time_and_not_the_sum() -> Result<()> {
    let docs = Docs::with_delays(&DELAYS);
    let scope = docs.open("#gather?latency=0&clock=real").await?;
    scope.wait_for_end("done").await?;

    let lanes = scope.lanes().await?;
    let urls = DELAYS.map(|(name, _)| format!("docs/{name}.txt"));
    let mut expected = vec!["main", "one after the other"];
    expected.extend(urls.iter().map(String::as_str));
    assert_eq!(names(&lanes), expected);
    assert_eq!(states(&lanes), ["done"]);
    assert!(lanes.iter().all(|lane| lane.cap == "cap done"), "{lanes:?}");

    let (alone, together) = (&lanes[1], &lanes[2..]);
    let starts = together.iter().map(|lane| lane.from);
    let ends = together.iter().map(|lane| lane.to);
    let (first_start, last_start) = (
        starts.clone().fold(f64::MAX, f64::min),
        starts.fold(0.0, f64::max),
    );
    let (first_end, last_end) = (
        ends.clone().fold(f64::MAX, f64::min),
        ends.fold(0.0, f64::max),
    );
    assert!(
        last_start < first_end,
        "all are under way at once: {lanes:#?}"
    );
    // A bar is at least two pixels wide, apart from rounding in browsers.
    assert!(
        alone.to <= first_start + 2.1,
        "first one after the other, then together: {lanes:#?}"
    );
    assert!(alone.to - alone.from > last_end - first_start, "{lanes:#?}");
    // In which order they end is up to the network and to how busy the machine is: `tests/golden` has it on the virtual
    // clock.

    let printed = scope.printed().await?;
    let pages: Vec<&str> = printed
        .iter()
        .filter_map(|line| line.strip_suffix(" words"))
        .collect();
    assert_eq!(pages.len(), 5, "{printed:?}");
    for (url, page) in urls.iter().zip(pages) {
        assert!(page.starts_with(&format!("{url}: ")), "{printed:?}");
    }
    let ratio = printed
        .iter()
        .find_map(|line| ratio(line))
        .context("no ratio")?;
    assert!(ratio > 1.0, "{printed:?}");
    scope.is_clean().await
}

/// `one after the other: 702 ms, 2.9 × as long` → 2.9
fn ratio(line: &str) -> Option<f64> {
    let (before, _) = line.split_once(" ×")?;
    before.rsplit(' ').next()?.parse().ok()
}

#[tokio::test]
async fn zero_tasks_are_allowed() -> Result<()> {
    let scope = Docs::quick().open("#gather?tasks=0&latency=0").await?;
    scope.wait_for_end("done").await?;
    let lanes = scope.lanes().await?;
    assert_eq!(names(&lanes), ["main", "one after the other"]);
    scope
        .go("#gather?tasks=0&latency=0&order=together&errors=all")
        .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(names(&scope.lanes().await?), ["main"]);
    scope.is_clean().await
}

#[tokio::test]
async fn added_latency_is_drawn_as_a_wait_for_a_timer() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?tasks=2&latency=300&order=together")
        .await?;
    scope.wait_for_end("done").await?;
    // The clock symbol on the line of each fetch.
    let clocks: Vec<u32> = scope
        .page
        .eval(
            "all('.rows .window svg g[data-state]').slice(1).map((lane) =>
                lane.querySelectorAll('.sign[d*=\"m4.5 0a4.5\"]').length)",
        )
        .await?;
    assert_eq!(clocks, [1, 1]);
    scope.is_clean().await
}
