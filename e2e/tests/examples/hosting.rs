//! docs/hosting.md: the strict policy, the integrity hash of the class, and the line that makes the site work offline.

use anyhow::{Context, Result};
use axum::Router;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware;
use axum::response::{Html, Response};
use axum::routing::get;
use coroscope_e2e::sites;
use serde_json::Value;

use super::reader::{Open, PAGE, serve, with_page_and_origin};
use super::{example, root};

const HOSTING: &str = "docs/hosting.md";
/// A placeholder in the documentation for the reader's server.
const PLACEHOLDER: &str = "https://example.org/coroscope/";

#[tokio::test]
async fn the_whole_site_works_under_the_strict_policy() -> Result<()> {
    sites::file("script/worker.js").context("run `cargo xtask build` first")?;
    let printed = example(HOSTING, "", "Content-Security-Policy:")?;
    let (name, value) = printed.split_once(':').context("a header has a colon")?;
    let value: Vec<&str> = value.split_whitespace().collect();
    let name = HeaderName::from_bytes(name.as_bytes())?;
    assert_eq!(name, CONTENT_SECURITY_POLICY);
    let value = HeaderValue::from_str(&value.join(" "))?;
    let with_it = move |routes: Router| {
        routes.layer(middleware::map_response(move |mut answer: Response| {
            answer
                .headers_mut()
                .insert(CONTENT_SECURITY_POLICY, value.clone());
            async { answer }
        }))
    };
    let open = Open::new(sites::dist()?.wrap(with_it), "index.html").await?;
    for fragment in [
        "#gather",
        "#blocking?variant=worker&numbers=1",
        "#script?clock=virtual",
    ] {
        // In a new page, with a separate console.
        let address = open
            .server
            .url(&format!("index.html?{}{fragment}", fragment.len()));
        open.page.go(&address).await?;
        open.press_run().await?;
        open.wait_for_end("done").await?;
    }
    open.is_clean().await
}

#[tokio::test]
async fn a_page_with_the_hash_of_the_class_runs() -> Result<()> {
    let site = (serve(&root().join("dist"))?.under("coroscope").start()).await?;
    let list: Value = serde_json::from_slice(&sites::file("integrity.json")?)?;
    let class = format!("{}/coro-scope.js", sites::program()?);
    let sum = list[&class].as_str().context("the class is listed")?;
    // The documentation abbreviates the hash and says where to find it.
    let script = example(HOSTING, "html", "integrity=")?
        .replace("sha384-…", sum)
        .replace("v-…/coro-scope.js", &class)
        .replace(PLACEHOLDER, site.base());
    assert!(!script.contains('…'), "{script}");
    let html = format!("{script}<coro-scope lesson=\"sync\"></coro-scope>");
    let origin = format!("http://{}", site.address());
    let page = with_page_and_origin(serve(&root().join("pictures"))?, html, &origin);
    let open = Open::new(page, PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    open.is_clean().await
}

#[tokio::test]
async fn with_the_line_for_offline_use_the_site_needs_no_network() -> Result<()> {
    let line = example(HOSTING, "html", "offline.js")?;
    let html = sites::dist_page()?.replace("</head>", &format!("{line}</head>"));
    let page_with_it = move || async move { Html(html) };
    let site = sites::dist()?.routes(Router::new().route("/index.html", get(page_with_it)));
    let network = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let server = network.spawn(site.start()).await??;
    let page = coroscope_e2e::Browser::start().await?;
    let page = page.open(&server, "index.html#gather").await?;
    let open = Open { page, server };
    open.press_run().await?;
    open.wait_for_end("done").await?;
    open.page.run("await navigator.serviceWorker.ready").await?;
    open.is_clean().await?;
    network.shutdown_background();
    let again = open.server.url("index.html?again#gather");
    open.page.go(&again).await?;
    open.press_run().await?;
    open.wait_for_end("done").await
}
