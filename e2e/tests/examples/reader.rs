//! Serves and opens the page of an example, presses Run, and reads the result.

use std::path::Path;

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, sites};
use xtask::server::{Server, Site};

/// The name of the page with the example.
pub(crate) const PAGE: &str = "page.html";

/// The status of the element on a page.
pub(crate) const STATUS: &str = "document.querySelector('coro-scope')?.shadowRoot?.querySelector('[data-status]')?.dataset.status";

/// A site with the files of a folder.
pub(crate) fn serve(folder: &Path) -> Result<Site> {
    // Browsers request this icon if the page names none.
    let icon = get(|| async { StatusCode::NO_CONTENT });
    Ok(sites::folder(folder)?.routes(Router::new().route("/favicon.ico", icon)))
}

/// Adds the page with the example to a site. Its policy allows inline scripts.
pub(crate) fn with_page(site: Site, html: String) -> Site {
    with_page_and_origin(site, html, "'self'")
}

/// The same, and the policy allows frames and scripts of another origin.
pub(crate) fn with_page_and_origin(site: Site, html: String, other: &str) -> Site {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' {other}; style-src 'self' 'unsafe-inline'; \
         connect-src 'self' {other}; img-src 'self' data:; worker-src 'self'; frame-src {other}"
    );
    let answer = get(move || async move { ([(CONTENT_SECURITY_POLICY, policy)], Html(html)) });
    site.routes(Router::new().route(&format!("/{PAGE}"), answer))
}

/// An open page and its server.
pub(crate) struct Open {
    pub(crate) page: Page,
    pub(crate) server: Server,
}

impl Open {
    pub(crate) async fn new(site: Site, path: &str) -> Result<Open> {
        let server = site.start().await?;
        let page = Browser::start().await?.open(&server, path).await?;
        Ok(Open { page, server })
    }

    /// Waits until the element is filled, presses Run, and waits until that run has started. Until then the status is
    /// that of the run before, which the page may have started by itself.
    pub(crate) async fn press_run(&self) -> Result<()> {
        let filled =
            "document.querySelector('coro-scope')?.shadowRoot?.querySelector('button.run')";
        self.page.wait_until(filled).await?;
        self.page
            .run(
                "const element = document.querySelector('coro-scope'); \
                 element.shadowRoot.querySelector('button.run').addEventListener('click', () => \
                 element.addEventListener('run-start', () => { globalThis.started = true; }, { once: true }), { once: true }); \
                 globalThis.started = false",
            )
            .await?;
        self.page.click("coro-scope >>> button.run").await?;
        self.page.wait_until("globalThis.started").await
    }

    /// Waits until a run has ended. Its status must be `done` or `failed`, as expected.
    pub(crate) async fn wait_for_end(&self, expected: &str) -> Result<()> {
        let over = format!("['done', 'failed', 'stopped'].includes({STATUS})");
        self.page.wait_until(&over).await?;
        let status: String = self.page.eval(STATUS).await?;
        assert_eq!(status, expected, "{}", self.text(".run-status").await?);
        Ok(())
    }

    /// The text of a part of the element.
    pub(crate) async fn text(&self, css: &str) -> Result<String> {
        self.page.text(&format!("coro-scope >>> {css}")).await
    }

    /// The URLs of the page's requests that contain this text.
    pub(crate) async fn fetched(&self, part: &str) -> Result<Vec<String>> {
        self.page
            .eval(&format!(
                "performance.getEntriesByType('resource').map((it) => it.name).filter((it) => it.includes('{part}'))"
            ))
            .await
    }

    pub(crate) async fn is_clean(&self) -> Result<()> {
        assert_eq!(self.page.problems().await?, Vec::<String>::new());
        Ok(())
    }
}
