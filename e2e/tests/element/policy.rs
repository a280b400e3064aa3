//! The strictest content security policy that a page can have: nothing is forbidden that the element does.

use anyhow::Result;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

use super::host::{SCRIPT, page};
use crate::scope::{Docs, IN, Scope};

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
    page.wait_until("stand(0) === 'done' && stand(1) === 'done'")
        .await?;
    // Another worker, though the policy for the first may be made once only.
    page.run("document.querySelectorAll('coro-scope')[1].run()")
        .await?;
    page.wait_until("runs.ended === 3 && stand(1) === 'done'")
        .await?;
    // What the reader does moves and sizes things.
    page.run("document.querySelector('coro-scope').seek(0)")
        .await?;
    page.click(&format!("{IN}.sheet")).await?;
    page.type_into(&format!("{IN}.sheet"), "wd+").await?;
    scope.is_clean().await
}
