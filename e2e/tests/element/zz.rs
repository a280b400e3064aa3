//! temp
use crate::host::*;
use anyhow::Result;
#[tokio::test]
async fn shots() -> Result<()> {
    let head = format!("{SCRIPT}<link rel=\"stylesheet\" href=\"host.css\">");
    let html = page(
        &head,
        r#"<main><h1>Gathering</h1><p>Some words of a book, which are before the example and explain what is to be seen.</p>
      <coro-scope lesson="gather" latency="20" order="together" clock="virtual" view="timeline" autoplay></coro-scope>
      <p>Words after it.</p><coro-scope id="c" lesson="gather" loading="click"></coro-scope>
      <p>Words after it.</p><coro-scope id="b" lesson="nothing" view="sideways" loading="eager"></coro-scope></main>"#,
    );
    let css = "html { font-size: 62.5%; } html.navy { background: hsl(226, 23%, 11%); color: #bcbdd0 } body { font: 1.6rem/1.5 sans-serif; max-width: 75rem; margin: 2rem auto }";
    let style = axum::Router::new().route(
        "/host.css",
        axum::routing::get(move || async move { ([("content-type", "text/css")], css) }),
    );
    let site = crate::scope::Docs::quick()
        .site()?
        .routes(routes(html))
        .routes(style);
    let scope = crate::scope::Scope::open(site, "host.html").await?;
    scope.stands("done").await?;
    scope.page.run("const { Inside } = await import('/coroscope.js'); Inside.prototype.stop = function () { this.breakDown(); };").await?;
    scope.page.screenshot_of_all("/tmp/t/s1.png").await?;
    scope.page.run("document.documentElement.className='navy'; await new Promise((n) => setTimeout(n, 100)); document.getElementById('b').stop(); await new Promise((n) => setTimeout(n, 500));").await?;
    scope.page.screenshot_of_all("/tmp/t/s2.png").await?;
    Ok(())
}
