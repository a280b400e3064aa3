//! Workers where a browser starts none from the address of their script: the page is of another origin than the files, or
//! sandboxed, or the server sandboxes its files.

use anyhow::Result;
use axum::Router;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, Response};
use axum::middleware::map_response;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::sites;
use xtask::server::{Server, Site};

use super::host::{SCRIPT, page};
use crate::scope::{Docs, SHADOW, Scope};

/// A function in a thread runs in a worker of the script's worker.
const SCRIPTS: &str = r#"
  <coro-scope loading="eager">
    <script type="text/x-python">
      import asyncio

      def count(n):
          return sum(range(n))

      print(asyncio.run(asyncio.to_thread(count, 4)))
    </script>
  </coro-scope>
  <coro-scope lesson="blocking" variant="worker" numbers="1" loading="eager"></coro-scope>"#;

/// A site with a page `host.html` that has this policy.
fn with_page(site: Site, policy: String, html: String) -> Site {
    let host = get(|| async { ([("content-security-policy", policy)], Html(html)) });
    site.routes(Router::new().route("/host.html", host))
}

/// A page with the elements of another origin, and this policy.
async fn open_with_elements_of(other: &Server, policy: &str) -> Result<Scope> {
    let script = format!(
        r#"<script type="module" crossorigin src="{}"></script>"#,
        other.url("coro-scope.js")
    );
    let origin = format!("http://{}", other.address());
    let policy = policy.replace("OTHER", &origin);
    let site = with_page(Docs::quick().site()?, policy, page(&script, SCRIPTS));
    Scope::open(site, "host.html").await
}

/// Runs the script and the lesson.
async fn both_run(scope: &Scope) -> Result<()> {
    let page = &scope.page;
    page.wait_until("runStatus(0) === 'ready' && runStatus(1) === 'ready'")
        .await?;
    page.run("for (const n of [0, 1]) all('button.run', n)[0].click()")
        .await?;
    page.wait_until("runs.ended === 2").await?;
    let found: [String; 2] = page
        .eval("[0, 1].map((n) => runStatus(n) + text('.problem', n))")
        .await?;
    let words: [String; 2] = page
        .eval("[0, 1].map((n) => text('.run-status', n))")
        .await?;
    assert_eq!(found, ["done", "done"], "{words:?}");
    assert_eq!(scope.printed().await?, ["6"]);
    Ok(())
}

#[tokio::test]
async fn they_start_in_a_page_of_another_origin() -> Result<()> {
    let other = sites::dist()?.start().await?;
    for policy in [
        "object-src 'none'",
        // Firefox 153 also asks `worker-src` about what a worker imports; Chromium 156 does not.
        "default-src 'none'; script-src 'self' OTHER 'wasm-unsafe-eval'; connect-src OTHER; worker-src blob: OTHER; img-src data:; \
         trusted-types coroscope; require-trusted-types-for 'script'",
    ] {
        let scope = open_with_elements_of(&other, policy).await?;
        both_run(&scope).await?;
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_policy_that_forbids_them_is_reported_before_the_run() -> Result<()> {
    let other = sites::dist()?.start().await?;
    let policy = "script-src 'self' OTHER 'wasm-unsafe-eval'; worker-src OTHER";
    let scope = open_with_elements_of(&other, policy).await?;
    let page = &scope.page;
    page.wait_until("text('.problem').includes('worker-src needs blob:')")
        .await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 0);
    // And after it.
    page.run("all('button.run')[0].click()").await?;
    page.wait_until("runStatus() === 'failed'").await?;
    let status = page.text(&format!("{SHADOW}.run-status")).await?;
    assert!(status.contains("worker-src needs blob:"), "{status}");
    Ok(())
}

#[tokio::test]
async fn they_start_in_a_sandboxed_page() -> Result<()> {
    let policy = "sandbox allow-scripts".to_owned();
    let site = with_page(Docs::quick().site()?, policy, page(SCRIPT, SCRIPTS));
    let scope = Scope::open(site, "host.html").await?;
    assert!(scope.page.eval::<bool>("self.origin === 'null'").await?);
    both_run(&scope).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn they_start_from_files_that_the_server_sandboxes() -> Result<()> {
    // As Jupyter does for what is under `/files/`, which it lets no other origin read.
    let files = |router: Router| {
        router.layer(map_response(async |mut response: Response<_>| {
            let sandbox = HeaderValue::from_static("sandbox allow-scripts");
            let headers = response.headers_mut();
            headers.entry(CONTENT_SECURITY_POLICY).or_insert(sandbox);
            response
        }))
    };
    let site = Docs::quick().site()?.same_origin_only().wrap(files);
    let site = with_page(site, "object-src 'none'".to_owned(), page(SCRIPT, SCRIPTS));
    let scope = Scope::open(site, "host.html").await?;
    both_run(&scope).await?;
    scope.is_clean().await
}
