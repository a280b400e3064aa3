//! Where the program does not load, the page says why, and what would help.

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, sites};
use xtask::server::{POLICY, Site};

use super::host::{SCRIPT, page, routes};
use crate::scope::{Docs, IN, Scope};

const ELEMENT: &str = r#"<coro-scope lesson="pause" clock="virtual" autoplay></coro-scope>"#;

async fn told(page: &Page) -> Result<String> {
    page.wait_until(
        "document.querySelector('coro-scope')?.shadowRoot?.querySelector('.broken .title')?.textContent
            === 'This example did not load'",
    )
    .await?;
    page.text(&format!("{IN}.broken")).await
}

async fn told_by(site: Site) -> Result<String> {
    let scope = Scope::open(site, "host.html").await?;
    told(&scope.page).await
}

fn with(routes_of_it: Router) -> Result<Site> {
    Ok(Docs::quick()
        .site()?
        .routes(routes(page(SCRIPT, ELEMENT)))
        .routes(routes_of_it))
}

fn program(file: &str) -> Result<String> {
    Ok(format!("/{}/{file}", sites::program()?))
}

#[tokio::test]
async fn a_file_that_is_missing_is_named() -> Result<()> {
    for file in ["coroscope.js", "coroscope_bg.wasm"] {
        let gone = Router::new().route(&program(file)?, get(|| async { StatusCode::NOT_FOUND }));
        let told = told_by(with(gone)?).await?;
        assert!(
            told.contains(&format!("{file} is missing: the server answers 404")),
            "{told}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_type_is_told_with_the_right_one() -> Result<()> {
    let text = String::from_utf8(sites::file(
        program("coroscope.js")?.trim_start_matches('/'),
    )?)?;
    let plain = Router::new().route(&program("coroscope.js")?, get(|| async { text }));
    let told = told_by(with(plain)?).await?;
    let sentence = "coroscope.js as text/plain; charset=utf-8; it has to be text/javascript";
    assert!(told.contains(sentence), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_policy_without_webassembly_is_told() -> Result<()> {
    let html = page(SCRIPT, ELEMENT);
    let policy = POLICY.replace("'wasm-unsafe-eval'", "");
    let strict = move || async move { ([("content-security-policy", policy)], Html(html)) };
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", get(strict)));
    let told = told_by(site).await?;
    assert!(
        told.contains("script-src needs 'wasm-unsafe-eval'"),
        "{told}"
    );
    Ok(())
}

#[tokio::test]
async fn webassembly_that_is_switched_off_is_told() -> Result<()> {
    let browser = Browser::start().await?;
    let off = "delete globalThis.WebAssembly";
    let site = with(Router::new())?;
    let site = browser.inject_script(site, "off", off).await?;
    let scope = Scope::open_in(browser, site, "host.html").await?;
    let told = told(&scope.page).await?;
    assert!(told.contains("WebAssembly is switched off"), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_lets_no_other_page_read_is_told() -> Result<()> {
    // The class is read by all, the rest by its own pages only.
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
    let told = told_by(site).await?;
    assert!(told.contains("does not let this page read"), "{told}");
    assert!(told.contains("Access-Control-Allow-Origin"), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_policy_that_forbids_another_site_is_told() -> Result<()> {
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
    let told = told_by(site).await?;
    assert!(told.contains("Content-Security-Policy forbids"), "{told}");
    assert!(told.contains(&origin), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_policy_that_lets_nothing_be_fetched_is_told() -> Result<()> {
    let html = page(SCRIPT, ELEMENT);
    let policy = POLICY.replace("connect-src 'self'", "connect-src 'none'");
    assert_ne!(policy, POLICY);
    let strict = move || async move { ([("content-security-policy", policy)], Html(html)) };
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", get(strict)));
    let told = told_by(site).await?;
    assert!(told.contains("Content-Security-Policy forbids"), "{told}");
    assert!(told.contains("connect-src needs http://"), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_page_opened_from_a_file_says_so() -> Result<()> {
    let file = concat!("file://", env!("CARGO_MANIFEST_DIR"), "/../dist/index.html");
    let page = Browser::start().await?.open_url(file).await?;
    page.wait_until("document.getElementById('loading').textContent.includes('cargo xtask serve')")
        .await?;
    let told = page.text("#loading").await?;
    assert!(told.contains("opened from a file"), "{told}");
    Ok(())
}
