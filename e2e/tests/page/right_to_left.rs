//! A page that is written from right to left: its layout is mirrored, but time and code run from left to right.

use anyhow::Result;
use coroscope_e2e::{Feature, is_skipped};
use serde_json::{Value, json};

use crate::scope::Docs;

/// The labels of the time axis, from left to right.
const TIMES: &str = "all('.axis text.quiet').filter((it) => it.textContent)
    .map((it) => [it.getBoundingClientRect().left, it.textContent])
    .sort(([a], [b]) => a - b).map(([, text]) => text)";

#[tokio::test]
async fn a_page_from_right_to_left_keeps_the_direction_of_time_and_code() -> Result<()> {
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let before: Vec<String> = scope.page.eval(TIMES).await?;
    assert!(before.len() > 2, "{before:?}");
    scope
        .page
        .run("document.documentElement.dir = 'rtl'")
        .await?;
    for width in [1440, 390] {
        if width == 390 && is_skipped(", 390 pixels wide", Feature::Narrow)? {
            continue;
        }
        scope.page.resize(width, 900).await?;
        scope
            .page
            .wait_until(&format!("innerWidth === {width}"))
            .await?;
        scope.run_again().await?;
        scope.wait_for_end("done").await?;
        let times: Vec<String> = scope.page.eval(TIMES).await?;
        assert_eq!(times.first(), before.first(), "{width}");
        let lanes = scope.lanes().await?;
        assert!(lanes.iter().all(|lane| lane.from < lane.to), "{lanes:?}");
        let over: f64 = scope
            .page
            .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await?;
        assert!(over <= 0.0, "{width}: {over} px too wide");
        let directions: Value = scope
            .page
            .eval(
                "['.code ol', '.timeline-view', '.run-status', '.settings'].map((css) => getComputedStyle(all(css)[0]).direction)",
            )
            .await?;
        assert_eq!(directions, json!(["ltr", "ltr", "rtl", "rtl"]), "{width}");
    }
    // The question begins at the right edge, and the next tab is to the left.
    let is_mirrored: bool = scope
        .page
        .eval("all('#tab-printed')[0].getBoundingClientRect().left > all('#tab-details')[0].getBoundingClientRect().left")
        .await?;
    assert!(is_mirrored);
    scope
        .page
        .run(
            "const tab = all('#tab-printed')[0];
            tab.focus();
            tab.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }))",
        )
        .await?;
    scope
        .page
        .wait_until("all('#tab-details')[0].getAttribute('aria-selected') === 'true'")
        .await?;
    scope.is_clean().await
}
