//! An open page of a recipe.

use std::path::Path;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, sites};
use xtask::server::Server;

/// A policy that the tools' pages work under: inline scripts and styles, but nothing from another server.
const POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; \
    font-src 'self' data:; worker-src 'self' blob:; manifest-src 'self'";

/// An open page of a site.
pub(super) struct Recipe {
    pub(super) page: Page,
    _site: Server,
}

impl Recipe {
    /// Opens a page of the site in `target/recipes/`. `None` if the site's tool could not be had.
    pub(super) async fn open(name: &str, path: &'static str) -> Result<Option<Recipe>> {
        let Some((site, folder)) = sites::recipe(name)? else {
            return Ok(None);
        };
        let file = if path.is_empty() || path.ends_with('/') {
            folder.join(path).join("index.html")
        } else {
            folder.join(path)
        };
        let html = read(&file)?;
        let answer = move || async { ([(CONTENT_SECURITY_POLICY, POLICY)], Html(html)) };
        // Browsers request this icon if the page names none.
        let icon = get(|| async { StatusCode::NO_CONTENT });
        let own = Router::new()
            .route(&format!("/{path}"), get(answer))
            .route("/favicon.ico", icon);
        let browser = Browser::start().await?;
        let script = include_str!("elements.js");
        let site = browser.inject_script(site.routes(own), "elements", script);
        let site = site.await?.start().await?;
        let page = browser.open(&site, path).await?;
        page.wait_until("elements()[0]?.shadowRoot").await?;
        Ok(Some(Recipe { page, _site: site }))
    }
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}
