//! The page around the element: without scripts, at any width, with a dark theme, with reduced motion.

use anyhow::{Context, Result};
use coroscope_e2e::{Browser, needs};
use serde_json::{Value, json};

use crate::scope::{Docs, Scope, states};

/// The text of the accessibility tree.
async fn accessible_text(scope: &Scope) -> Result<String> {
    let tree = scope
        .page
        .devtools("Accessibility.getFullAXTree", json!({}))
        .await?;
    let nodes = tree["nodes"].as_array().context("no tree")?;
    let texts = nodes
        .iter()
        .filter(|node| node["role"]["value"] == "StaticText");
    Ok(texts
        .filter_map(|node| node["name"]["value"].as_str())
        .collect::<Vec<_>>()
        .join(" "))
}

#[tokio::test]
async fn without_javascript_the_page_says_what_it_is_and_what_it_needs() -> Result<()> {
    needs!(Devtools);
    let browser = Browser::start().await?;
    let off = json!({ "value": true });
    browser
        .devtools("Emulation.setScriptExecutionDisabled", off)
        .await?;
    let scope = Scope::open_in(browser, Docs::quick().site()?, "index.html").await?;
    let text = accessible_text(&scope).await?;
    for words in [
        "One thread, many tasks",
        "Each run is recorded event by event",
        "this page needs JavaScript and WebAssembly",
        "Gather",
        "Queue",
    ] {
        assert!(text.contains(words), "no “{words}” in: {text}");
    }
    assert!(!text.contains("Loading"), "{text}");
    let on = json!({ "value": false });
    scope
        .page
        .devtools("Emulation.setScriptExecutionDisabled", on)
        .await?;
    scope.is_clean().await
}

/// How far the page extends beyond the window, and the elements that do.
async fn overflow(scope: &Scope) -> Result<(i64, Value)> {
    scope
        .page
        .eval(
            "[document.documentElement.scrollWidth - innerWidth,
              [...document.querySelectorAll('body *'), ...all('*')]
                  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
                  .map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''}`)
                  .slice(0, 8)]",
        )
        .await
}

#[tokio::test]
async fn nothing_is_wider_than_the_window() -> Result<()> {
    needs!(Media);
    let browser = Browser::start().await?;
    browser
        .prefer(&[
            ("prefers-color-scheme", "dark"),
            ("prefers-reduced-motion", "reduce"),
        ])
        .await?;
    let scope = Scope::open_in(
        browser,
        Docs::quick().site()?,
        "index.html#gather?latency=1",
    )
    .await?;
    scope.start().await?;
    scope.wait_for_end("done").await?;
    for lesson in ["queue?latency=1&work=1", "gather?latency=2&tasks=12"] {
        scope.go(&format!("#{lesson}")).await?;
        for width in [360, 768, 1440, 2560] {
            scope.page.resize(width, 800).await?;
            scope
                .page
                .wait_until(&format!("innerWidth === {width}"))
                .await?;
            scope.run_again().await?;
            scope.wait_for_end("done").await?;
            let (over, what) = overflow(&scope).await?;
            assert!(
                over <= 0,
                "{lesson} at {width} px: {over} px too wide: {what}"
            );
        }
    }
    scope.is_clean().await
}

#[tokio::test]
async fn with_reduced_motion_the_timeline_is_drawn_during_the_run() -> Result<()> {
    needs!(Media);
    let browser = Browser::start().await?;
    browser
        .prefer(&[("prefers-reduced-motion", "reduce")])
        .await?;
    let docs = Docs::blocked();
    let site = docs.site()?;
    let scope = Scope::open_in(browser, site, "index.html#gather?latency=0&order=together").await?;
    scope.start().await?;
    scope
        .page
        .wait_until("text('.run-status').includes('6 tasks')")
        .await?;
    let drawn = "lanes().length === 6 && lanes().every((lane) => Number.isFinite(lane.to))";
    scope.page.wait_until(drawn).await?;
    assert_eq!(states(&scope.lanes().await?), ["open"]);
    docs.release();
    scope.wait_for_end("done").await?;
    let lanes = scope.lanes().await?;
    assert_eq!((lanes.len(), states(&lanes)), (6, vec!["done"]));
    scope.is_clean().await
}

#[tokio::test]
async fn on_a_phone_the_rail_shows_the_open_lesson() -> Result<()> {
    needs!(Narrow);
    let browser = Browser::start().await?;
    browser.resize(390, 844).await?;
    let scope =
        Scope::open_in(browser, Docs::quick().site()?, "index.html#worth?numbers=1").await?;
    let is_visible = "(() => {
        const place = document.querySelector('.rail [aria-current]')?.getBoundingClientRect();
        return place?.left >= 0 && place.right <= innerWidth;
    })()";
    scope.page.wait_until(is_visible).await?;
    scope.go("#sync?wait=10").await?;
    scope.page.wait_until(is_visible).await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_finder_is_no_wider_than_its_parts() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?clock=virtual&consumers=12")
        .await?;
    scope.wait_for_end("done").await?;
    let unused: f64 = scope
        .page
        .eval(
            "(() => {
                const right = (element) => element.getBoundingClientRect().right;
                return right(all('.finder')[0]) - Math.max(...all('.finder button').map(right));
            })()",
        )
        .await?;
    assert!(unused.abs() < 1.0, "{unused} px");
    scope.is_clean().await
}
