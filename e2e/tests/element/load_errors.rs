//! When the program cannot be loaded, the element shows the reason and how to solve it.

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, sites};
use xtask::server::{POLICY, Site};

use super::host::{SCRIPT, page, routes};
use crate::scope::{Docs, SHADOW, Scope};

const ELEMENT: &str = r#"<coro-scope lesson="pause" clock="virtual" autoplay></coro-scope>"#;

async fn error_message(page: &Page) -> Result<String> {
    page.wait_until(
        "document.querySelector('coro-scope')?.shadowRoot?.querySelector('.broken .title')?.textContent
            === 'This example did not load'",
    )
    .await?;
    page.text(&format!("{SHADOW}.broken")).await
}

async fn error_of(site: Site) -> Result<String> {
    let scope = Scope::open(site, "host.html").await?;
    error_message(&scope.page).await
}

fn site_with(additional_routes: Router) -> Result<Site> {
    Ok(Docs::quick()
        .site()?
        .routes(routes(page(SCRIPT, ELEMENT)))
        .routes(additional_routes))
}

fn program(file: &str) -> Result<String> {
    Ok(format!("/{}/{file}", sites::program()?))
}

#[tokio::test]
async fn a_missing_file_is_named() -> Result<()> {
    for file in ["coroscope.js", "coroscope_bg.wasm"] {
        let gone = Router::new().route(&program(file)?, get(|| async { StatusCode::NOT_FOUND }));
        let message = error_of(site_with(gone)?).await?;
        assert!(
            message.contains(&format!("{file} is missing: the server answers 404")),
            "{message}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_content_type_is_reported_with_the_right_one() -> Result<()> {
    let text = String::from_utf8(sites::file(
        program("coroscope.js")?.trim_start_matches('/'),
    )?)?;
    let plain = Router::new().route(&program("coroscope.js")?, get(|| async { text }));
    let message = error_of(site_with(plain)?).await?;
    let sentence = "coroscope.js as text/plain; charset=utf-8; it must be text/javascript";
    assert!(message.contains(sentence), "{message}");
    Ok(())
}

#[tokio::test]
async fn a_policy_without_webassembly_is_reported() -> Result<()> {
    let html = page(SCRIPT, ELEMENT);
    let policy = POLICY.replace("'wasm-unsafe-eval'", "");
    let strict = move || async move { ([("content-security-policy", policy)], Html(html)) };
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", get(strict)));
    let message = error_of(site).await?;
    assert!(
        message.contains("script-src needs 'wasm-unsafe-eval'"),
        "{message}"
    );
    Ok(())
}

#[tokio::test]
async fn disabled_webassembly_is_reported() -> Result<()> {
    let browser = Browser::start().await?;
    let off = "delete globalThis.WebAssembly";
    let site = site_with(Router::new())?;
    let site = browser.inject_script(site, "off", off).await?;
    let scope = Scope::open_in(browser, site, "host.html").await?;
    let message = error_message(&scope.page).await?;
    assert!(message.contains("WebAssembly is switched off"), "{message}");
    Ok(())
}

#[tokio::test]
async fn a_server_without_cross_origin_access_is_reported() -> Result<()> {
    // Every origin may read the class, but only its own origin the other files.
    let elsewhere = sites::dist()?.same_origin_only();
    let class = sites::file(program("coro-scope.js")?.trim_start_matches('/'))?;
    let headers = [
        ("content-type", "text/javascript"),
        ("access-control-allow-origin", "*"),
    ];
    let open = move || async move { (headers, class) };
    let elsewhere = elsewhere.routes(Router::new().route(&program("coro-scope.js")?, get(open)));
    let elsewhere = elsewhere.start().await?;
    let address = elsewhere.url(&program("coro-scope.js")?);
    let script = format!(r#"<script type="module" src="{address}"></script>"#);
    let html = page(&script, ELEMENT);
    let lax = move || async move {
        (
            [("content-security-policy", "object-src 'none'")],
            Html(html),
        )
    };
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", get(lax)));
    let message = error_of(site).await?;
    assert!(message.contains("does not let this page read"), "{message}");
    assert!(message.contains("Access-Control-Allow-Origin"), "{message}");
    Ok(())
}

#[tokio::test]
async fn a_policy_that_forbids_the_other_origin_is_reported() -> Result<()> {
    let elsewhere = sites::dist()?.start().await?;
    let script = format!(
        r#"<script type="module" src="{}"></script>"#,
        elsewhere.url(&program("coro-scope.js")?)
    );
    let html = page(&script, ELEMENT);
    let origin = format!("http://{}", elsewhere.address());
    let policy = format!(
        "script-src {origin}{} 'wasm-unsafe-eval'",
        program("coro-scope.js")?
    );
    let strict = move || async move { ([("content-security-policy", policy)], Html(html)) };
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", get(strict)));
    let message = error_of(site).await?;
    assert!(
        message.contains("Content-Security-Policy forbids"),
        "{message}"
    );
    assert!(message.contains(&origin), "{message}");
    Ok(())
}

#[tokio::test]
async fn a_policy_that_forbids_all_requests_is_reported() -> Result<()> {
    let html = page(SCRIPT, ELEMENT);
    let policy = POLICY.replace("connect-src 'self'", "connect-src 'none'");
    assert_ne!(policy, POLICY);
    let strict = move || async move { ([("content-security-policy", policy)], Html(html)) };
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", get(strict)));
    let message = error_of(site).await?;
    assert!(
        message.contains("Content-Security-Policy forbids"),
        "{message}"
    );
    assert!(message.contains("connect-src needs http://"), "{message}");
    Ok(())
}

#[tokio::test]
async fn a_page_that_is_opened_from_a_file_explains_how_to_serve_it() -> Result<()> {
    let file = concat!("file://", env!("CARGO_MANIFEST_DIR"), "/../dist/index.html");
    let page = Browser::start().await?.open_url(file).await?;
    page.wait_until("document.getElementById('loading').textContent.includes('cargo xtask serve')")
        .await?;
    let message = page.text("#loading").await?;
    assert!(message.contains("opened from a file"), "{message}");
    Ok(())
}
