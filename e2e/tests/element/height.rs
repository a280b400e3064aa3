//! The height that the style sheet reserves for an element keeps what is below it in its place.

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use coroscope_e2e::{Browser, needs, sites};

use super::host::{SCRIPT, page, routes};
use crate::scope::{Docs, Scope};

/// The most that the page may shift, as the browser's score.
const MAX_SHIFT: f64 = 0.02;

/// Sums up layout shifts, also those that follow a click.
const WATCH: &str = "
    window.shifts = 0;
    window.observer = new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts += value; });
    observer.observe({ type: 'layout-shift', buffered: true });";
const SHIFTS: &str =
    "(() => { for (const { value } of observer.takeRecords()) shifts += value; return shifts; })()";

const SCRIPT_TAG: &str = r#"<coro-scope clock="virtual" autoplay><script type="text/x-python">
import asyncio

async def fetch(n):
    await asyncio.sleep(n)
    print("fetched", n)
    return n

async def main():
    async with asyncio.TaskGroup() as group:
        for n in range(5):
            group.create_task(fetch(n))

asyncio.run(main())
</script></coro-scope>"#;

/// The style sheet that pages name.
fn style_sheet() -> Result<String> {
    Ok(String::from_utf8(sites::file("coro-scope.css")?)?)
}

/// What is shown, as a tag; and the heights that are reserved for it in a column and in a wide page, in rem.
const SHOWN: [(&str, f64, f64); 6] = [
    (
        r#"<coro-scope lesson="gather" clock="virtual" autoplay></coro-scope>"#,
        105.0,
        77.0,
    ),
    (
        r#"<coro-scope lesson="queue" clock="virtual" autoplay></coro-scope>"#,
        105.0,
        77.0,
    ),
    (
        r#"<coro-scope lesson="timeouts" clock="virtual" autoplay></coro-scope>"#,
        105.0,
        77.0,
    ),
    (
        r#"<coro-scope lesson="gather" view="timeline" clock="virtual" autoplay></coro-scope>"#,
        71.0,
        52.0,
    ),
    (
        r#"<coro-scope lesson="gather" view="picture" clock="virtual" autoplay></coro-scope>"#,
        20.0,
        20.0,
    ),
    (SCRIPT_TAG, 71.0, 62.0),
];

#[tokio::test]
async fn what_is_below_an_element_stays_where_it_is() -> Result<()> {
    needs!(Devtools);
    let column = style_sheet()?;
    let words = "Some words that fill the lines. ".repeat(10);
    let after = format!("<p>{words}</p>").repeat(12);
    for width in [640, 700, 760, 1200] {
        for (tag, in_column, in_page) in SHOWN {
            let rem = if width < 1000 { in_column } else { in_page };
            let reserved = match width {
                1200 => format!("coro-scope {{ display: block; min-block-size: {rem}rem }}"),
                _ => column.clone(),
            };
            let style = format!(
                "body {{ font: 16px/1.5 sans-serif }} main {{ inline-size: {width}px }} {reserved}"
            );
            let css = get(move || async move { ([("content-type", "text/css")], style) });
            let head = format!("<link rel=\"stylesheet\" href=\"host.css\">{SCRIPT}");
            let body = format!("<main><h1>A page</h1><p>Before</p>{tag}{after}</main>");
            let site = (Docs::quick().site()?)
                .routes(routes(page(&head, &body)))
                .routes(Router::new().route("/host.css", css));
            let browser = Browser::start().await?;
            let site = browser.inject_script(site, "shifts", WATCH).await?;
            browser.resize(1280, 900).await?;
            let scope = Scope::open_in(browser, site, "host.html").await?;
            scope.wait_for_end("done").await?;
            let height = "document.querySelector('coro-scope').getBoundingClientRect().height";
            let (shift, height): (f64, f64) =
                scope.page.eval(&format!("[{SHIFTS}, {height}]")).await?;
            let what = format!("{tag:.60} at {width} px: {height} px high, shift {shift}");
            assert!(shift <= MAX_SHIFT, "{what}");
            // No more is reserved than is needed.
            assert!(height > rem * 16.0, "{what}");
        }
    }
    Ok(())
}

/// Notes in each frame whether the guesses are visible.
const WATCH_GUESSES: &str = "
    window.asked = false;
    requestAnimationFrame(function look() {
        const guesses = document.querySelector('coro-scope')?.shadowRoot?.querySelector('.guesses');
        window.asked ||= guesses?.checkVisibility() ?? false;
        requestAnimationFrame(look);
    });";

#[tokio::test]
async fn no_guess_is_asked_for_before_a_run_that_starts_by_itself() -> Result<()> {
    let tag = r#"<coro-scope lesson="locks" clock="virtual" speed="max" autoplay></coro-scope>"#;
    let site = Docs::quick().site()?.routes(routes(page(SCRIPT, tag)));
    let browser = Browser::start().await?;
    let site = browser
        .inject_script(site, "guesses", WATCH_GUESSES)
        .await?;
    let scope = Scope::open_in(browser, site, "host.html").await?;
    scope.wait_for_end("done").await?;
    assert!(!scope.page.eval::<bool>("asked").await?);
    scope.is_clean().await
}
