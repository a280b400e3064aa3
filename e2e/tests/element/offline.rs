//! `offline.js`, the optional service worker: after one visit the site needs no network.

use anyhow::Result;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, sites};

use super::host::count_requests;
use crate::scope::{Docs, Scope};

#[tokio::test]
async fn after_one_visit_the_site_needs_no_network() -> Result<()> {
    let html = sites::dist_page()?;
    let html = html.replace(
        "</head>",
        "<script src=\"offline.js\" defer></script></head>",
    );
    let page_with_it = move || async move { Html(html) };
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/index.html", get(page_with_it)));
    // A separate runtime: shutting it down also closes its connections.
    let network = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let browser = Browser::start().await?;
    let site = Scope::with_helpers(&browser, site).await?;
    let server = network.spawn(site.start()).await??;
    let page = browser.open(&server, "index.html#gather?latency=0").await?;
    let scope = Scope { page, server };
    scope.start().await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    page.run("await navigator.serviceWorker.ready").await?;
    // The tests' injected scripts are not part of the site.
    page.run(
        "const before = Array.from(document.scripts, (it) => it.src).filter((it) => it.includes('/injected-script/'));
        for (const name of await caches.keys()) await (await caches.open(name)).addAll(before)",
    )
    .await?;
    scope.is_clean().await?;

    network.shutdown_background();
    for path in [
        "index.html?again#gather?latency=0",
        "embed.html#gather?latency=0&autoplay",
        "index.html?more#blocking?variant=worker&numbers=1",
    ] {
        page.run("window.isBefore = true").await?;
        page.go(&scope.server.url(path)).await?;
        // Firefox's driver does not wait for the service worker's responses: for neither the page nor its first script.
        page.wait_until("!window.isBefore && typeof runStatus === 'function'")
            .await?;
        if path.starts_with("index.html") {
            scope.start().await?;
        }
        scope.wait_for_end("done").await?;
        assert_eq!(count_requests(&scope, ".wasm").await?, 1, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn without_it_nothing_is_stored() -> Result<()> {
    let scope = Docs::quick().open("#gather?latency=0").await?;
    scope.wait_for_end("done").await?;
    let stored: (usize, usize) = scope
        .page
        .eval(
            "(async () => [(await caches.keys()).length,
                (await navigator.serviceWorker.getRegistrations()).length])()",
        )
        .await?;
    assert_eq!(stored, (0, 0));
    scope.is_clean().await
}
