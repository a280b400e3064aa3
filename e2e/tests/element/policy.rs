//! The element works under the strictest content security policy that a page can have.

use anyhow::Result;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

use super::host::{SCRIPT, page};
use crate::scope::{Docs, SHADOW, Scope};

const STRICTEST: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    worker-src 'self'; img-src data:; trusted-types coroscope; require-trusted-types-for 'script'";

#[tokio::test]
async fn it_runs_under_the_strictest_policy() -> Result<()> {
    let html = page(
        SCRIPT,
        r#"<coro-scope lesson="gather" latency="0" autoplay></coro-scope>
           <coro-scope lesson="blocking" variant="worker" numbers="1" loading="eager" theme="dark" autoplay></coro-scope>"#,
    );
    let host = get(|| async { ([("content-security-policy", STRICTEST)], Html(html)) });
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", host));
    let scope = Scope::open(site, "host.html").await?;
    let page = &scope.page;
    page.wait_until("runStatus(0) === 'done' && runStatus(1) === 'done'")
        .await?;
    // Another worker, though its Trusted Types policy can be created only once.
    page.run("document.querySelectorAll('coro-scope')[1].run()")
        .await?;
    page.wait_until("runs.ended === 3 && runStatus(1) === 'done'")
        .await?;
    // User input moves and resizes elements.
    page.run("document.querySelector('coro-scope').seek(0)")
        .await?;
    page.click(&format!("{SHADOW}.timeline-view")).await?;
    page.type_into(&format!("{SHADOW}.timeline-view"), "wd+")
        .await?;
    scope.is_clean().await
}
