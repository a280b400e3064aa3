//! Methods and events.

use anyhow::Result;
use serde_json::Value;

use super::host::open;

const QUEUE: &str = r#"<coro-scope lesson="queue" latency="0" work="1" documents="4" clock="virtual"
    loading="eager"></coro-scope>"#;

/// Records the events at the element, and those that bubble to the document.
const LISTEN: &str = "
    window.element = document.querySelector('coro-scope');
    window.events = [];
    window.bubbled = [];
    for (const name of ['load', 'run-start', 'run-end', 'finding', 'settings', 'error']) {
        element.addEventListener(name, (event) => events.push([name, event.detail]));
        document.addEventListener(name, () => bubbled.push(name));
    }";

#[tokio::test]
async fn a_run_emits_events_from_its_start_to_its_totals() -> Result<()> {
    let scope = open(QUEUE).await?;
    let page = &scope.page;
    page.wait_until("runStatus() === 'ready'").await?;
    page.run(LISTEN).await?;
    page.run("element.run()").await?;
    page.wait_until("events.some(([name]) => name === 'run-end')")
        .await?;
    let events: Vec<(String, Value)> = page.eval("events").await?;
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names[0], names[names.len() - 1]), ("run-start", "run-end"));
    assert_eq!(events[0].1["lesson"], "queue");
    let totals = &events[events.len() - 1].1;
    assert_eq!(totals["outcome"], "done", "{totals}");
    assert_eq!(totals["tasks"], page.eval::<Value>("lanes().length").await?);
    for sum in ["took", "waiting", "events"] {
        assert!(
            totals[sum].as_f64().is_some_and(|sum| sum > 0.0),
            "{totals}"
        );
    }
    let findings = names.iter().filter(|name| **name == "finding").count();
    assert_eq!(totals["findings"], findings, "{events:?}");
    // Events about a run bubble to the document, once each.
    let bubbled: Vec<String> = page.eval("bubbled").await?;
    assert_eq!(bubbled, names);
    scope.is_clean().await
}

#[tokio::test]
async fn a_finding_event_contains_advice() -> Result<()> {
    let scope = open(r#"<coro-scope lesson="blocking" loading="eager"></coro-scope>"#).await?;
    let page = &scope.page;
    page.wait_until("runStatus() === 'ready'").await?;
    page.run(LISTEN).await?;
    page.run("element.run()").await?;
    page.wait_until("events.some(([name]) => name === 'run-end')")
        .await?;
    let found: Vec<Value> = page
        .eval("events.filter(([name]) => name === 'finding').map(([, detail]) => detail)")
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
async fn the_page_can_stop_a_run_and_read_its_recording() -> Result<()> {
    let scope = open(
        r#"<coro-scope lesson="gather" latency="60000" order="together" loading="eager"></coro-scope>"#,
    )
    .await?;
    let page = &scope.page;
    page.wait_until("runStatus() === 'ready'").await?;
    let before: (Option<String>, Option<String>) = page
        .eval("[document.querySelector('coro-scope').toSVG(), document.querySelector('coro-scope').recording()]")
        .await?;
    assert_eq!(before, (None, None));
    page.run(LISTEN).await?;
    page.run("element.run()").await?;
    page.wait_until("lanes().length === 6").await?;
    page.run("element.stop()").await?;
    scope.wait_for_end("stopped").await?;
    page.wait_until("events.some(([name]) => name === 'run-end')")
        .await?;
    assert_eq!(
        page.eval::<String>("events.at(-1)[1].outcome").await?,
        "stopped"
    );

    let (svg, recording): (String, String) =
        page.eval("[element.toSVG(), element.recording()]").await?;
    assert!(
        svg.starts_with("<svg xmlns") && svg.contains("docs/gather.txt"),
        "{svg}"
    );
    assert!(recording.starts_with("{\"coroscope\":5"), "{recording}");

    page.run("element.seek('e3')").await?;
    page.wait_until("text('.player .event').startsWith('event 4 of')")
        .await?;
    page.run("element.seek(0)").await?;
    // With a coarse clock, more than one event may have this time.
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
async fn seek_to_a_future_moment_takes_effect_when_the_run_reaches_it() -> Result<()> {
    let scope =
        open(r#"<coro-scope lesson="pause" clock="virtual" at="e5" autoplay></coro-scope>"#)
            .await?;
    scope.wait_for_end("done").await?;
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
