//! The height that the documentation reserves for an element keeps what is below it in its place.

use anyhow::{Context, Result};
use coroscope_e2e::needs;
use xtask::doc_snippets;

use super::host::{SCRIPT, page, routes};
use crate::scope::{Docs, Scope};

/// The most that the page may shift, as the browser's score.
const MAX_SHIFT: f64 = 0.02;

/// Sums up layout shifts, also those that follow a click.
const WATCH: &str = "
    window.shifts = 0;
    window.observer = new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts += value; });
    observer.observe({ type: 'layout-shift', buffered: true });";
const SHIFTS: &str = "(() => { for (const { value } of observer.takeRecords()) shifts += value; return shifts; })()";

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

/// The style that the documentation recommends.
fn recommended() -> Result<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let found = doc_snippets::on_page(&root, "docs/embedding.md")?;
    let css = found.into_iter().find(|it| it.language == "css");
    Ok(css.context("docs/embedding.md has no CSS")?.text)
}

#[tokio::test]
async fn what_is_below_an_element_stays_where_it_is() -> Result<()> {
    needs!(Devtools);
    let style = recommended()?;
    let lessons = ["gather", "queue", "locks", "sync", "timeouts"];
    let tags = lessons.map(|id| format!(r#"<coro-scope lesson="{id}" clock="virtual" autoplay></coro-scope>"#));
    for width in [640, 700, 760, 1200] {
        for tag in tags.iter().map(String::as_str).chain([SCRIPT_TAG]) {
            let style = style.clone();
            let css = axum::routing::get(move || async move { ([("content-type", "text/css")], style) });
            let head = format!("<link rel=\"stylesheet\" href=\"host.css\">{SCRIPT}");
            let body = format!("<main><h1>Page</h1><p>Before</p>{tag}<p>After</p><p>After that</p></main>");
            let site = Docs::quick()
                .site()?
                .routes(routes(page(&head, &body)))
                .routes(axum::Router::new().route("/host.css", css));
            let browser = coroscope_e2e::Browser::start().await?;
            let narrow = format!(
                "addEventListener('DOMContentLoaded', () => {{ document.querySelector('main').style.inlineSize = '{width}px'; }}); {WATCH}"
            );
            let site = browser.inject_script(site, "narrow", &narrow).await?;
            browser.resize(1280, 2400).await?;
            let scope = Scope::open_in(browser, site, "host.html").await?;
            let page = &scope.page;
            scope.wait_for_end("done").await?;
            let (shift, height): (f64, f64) = page
                .eval(&format!("[{SHIFTS}, document.querySelector('coro-scope').getBoundingClientRect().height]"))
                .await?;
            println!("{width} px: {height} px, {shift}: {tag:.40}");
            assert!(shift <= MAX_SHIFT, "{width} px: {shift}, {height} px high: {tag}");
        }
    }
    Ok(())
}
