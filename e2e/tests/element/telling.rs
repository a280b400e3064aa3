//! Methods and events.

use anyhow::Result;
use serde_json::Value;

use super::host::open;

const QUEUE: &str = r#"<coro-scope lesson="queue" latency="0" work="1" documents="4" clock="virtual"
    loading="eager"></coro-scope>"#;

/// Notes what an element tells, and what of it reaches the page.
const LISTEN: &str = "
    window.element = document.querySelector('coro-scope');
    window.told = [];
    window.heard = [];
    for (const name of ['load', 'run-start', 'run-end', 'finding', 'settings', 'error']) {
        element.addEventListener(name, (event) => told.push([name, event.detail]));
        document.addEventListener(name, () => heard.push(name));
    }";

#[tokio::test]
async fn a_run_is_told_from_its_start_to_its_totals() -> Result<()> {
    let scope = open(QUEUE).await?;
    let page = &scope.page;
    page.wait_until("stand() === 'ready'").await?;
    page.run(LISTEN).await?;
    page.run("element.run()").await?;
    page.wait_until("told.some(([name]) => name === 'run-end')")
        .await?;
    let told: Vec<(String, Value)> = page.eval("told").await?;
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names[0], names[names.len() - 1]), ("run-start", "run-end"));
    assert_eq!(told[0].1["lesson"], "queue");
    let totals = &told[told.len() - 1].1;
    assert_eq!(totals["outcome"], "done", "{totals}");
    assert_eq!(totals["tasks"], page.eval::<Value>("lanes().length").await?);
    for sum in ["took", "waiting", "events"] {
        assert!(
            totals[sum].as_f64().is_some_and(|sum| sum > 0.0),
            "{totals}"
        );
    }
    let findings = names.iter().filter(|name| **name == "finding").count();
    assert_eq!(totals["findings"], findings, "{told:?}");
    // What is about a run is heard on the page, once.
    let heard: Vec<String> = page.eval("heard").await?;
    assert_eq!(heard, names);
    scope.is_clean().await
}

#[tokio::test]
async fn what_is_found_is_told_with_what_would_help() -> Result<()> {
    let scope = open(r#"<coro-scope lesson="blocking" loading="eager"></coro-scope>"#).await?;
    let page = &scope.page;
    page.wait_until("stand() === 'ready'").await?;
    page.run(LISTEN).await?;
    page.run("element.run()").await?;
    page.wait_until("told.some(([name]) => name === 'run-end')")
        .await?;
    let found: Vec<Value> = page
        .eval("told.filter(([name]) => name === 'finding').map(([, detail]) => detail)")
        .await?;
    let blocked = found.iter().find(|it| it["kind"] == "blocked");
    let blocked = blocked.unwrap_or_else(|| panic!("{found:?}"));
    for words in ["title", "sentence", "advice"] {
        assert!(
            blocked[words].as_str().is_some_and(|it| !it.is_empty()),
            "{blocked}"
        );
    }
    assert!(
        blocked["until"].as_f64() > blocked["from"].as_f64(),
        "{blocked}"
    );
    assert!(
        blocked["tasks"].as_array().is_some_and(|it| !it.is_empty()),
        "{blocked}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_run_is_stopped_and_read_by_the_page() -> Result<()> {
    let scope = open(
        r#"<coro-scope lesson="gather" latency="60000" order="together" loading="eager"></coro-scope>"#,
    )
    .await?;
    let page = &scope.page;
    page.wait_until("stand() === 'ready'").await?;
    let before: (Option<String>, Option<String>) = page
        .eval("[document.querySelector('coro-scope').toSVG(), document.querySelector('coro-scope').recording()]")
        .await?;
    assert_eq!(before, (None, None));
    page.run(LISTEN).await?;
    page.run("element.run()").await?;
    page.wait_until("lanes().length === 6").await?;
    page.run("element.stop()").await?;
    scope.stands("stopped").await?;
    page.wait_until("told.some(([name]) => name === 'run-end')")
        .await?;
    assert_eq!(
        page.eval::<String>("told.at(-1)[1].outcome").await?,
        "stopped"
    );

    let (svg, recording): (String, String) =
        page.eval("[element.toSVG(), element.recording()]").await?;
    assert!(
        svg.starts_with("<svg xmlns") && svg.contains("docs/gather.txt"),
        "{svg}"
    );
    assert!(recording.starts_with("{\"coroscope\":2"), "{recording}");

    page.run("element.seek('e3')").await?;
    page.wait_until("text('.player .event').startsWith('event 4 of')")
        .await?;
    page.run("element.seek(0)").await?;
    // Where the clock is coarse, more than one event may have happened at that time.
    page.wait_until(
        "text('.player .event').startsWith('event 1 of') || text('.player .time').startsWith('0 ')",
    )
    .await?;
    let refused: Vec<String> = page
        .eval(
            "['soon', '<b>', -1, NaN, '5', 'e', '99999999999999999999s', {}].map((moment) => {
                try { element.seek(moment); return 'taken'; } catch (error) { return error.name; }
            })",
        )
        .await?;
    assert!(
        refused.iter().all(|name| name == "TypeError"),
        "{refused:?}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_moment_is_gone_to_when_the_run_has_been_there() -> Result<()> {
    let scope =
        open(r#"<coro-scope lesson="pause" clock="virtual" at="e5" autoplay></coro-scope>"#)
            .await?;
    scope.stands("done").await?;
    scope
        .page
        .wait_until("text('.player .event').startsWith('event 6 of')")
        .await?;
    scope
        .page
        .run("document.querySelector('coro-scope').at = 'e2'")
        .await?;
    scope
        .page
        .wait_until("text('.player .event').startsWith('event 3 of')")
        .await?;
    scope.is_clean().await
}
