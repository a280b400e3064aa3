//! What a reader does with a page that an example prints: serves it, opens it, presses Run, reads.

use std::path::Path;

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, sites};
use xtask::server::{Server, Site};

/// The page that an example is.
pub const PAGE: &str = "page.html";

/// How long a run may take on a machine that has much else to do.
pub const PATIENCE_MS: u32 = 60_000;

/// How the element on a page stands.
pub const STAND: &str = "document.querySelector('coro-scope')?.shadowRoot?.querySelector('[data-stand]')?.dataset.stand";

/// A folder as a server has it.
pub fn serve(folder: &Path) -> Result<Site> {
    // Browsers ask for one where the page names none.
    let icon = get(|| async { StatusCode::NO_CONTENT });
    Ok(sites::folder(folder)?.routes(Router::new().route("/favicon.ico", icon)))
}

/// A site with the page that an example is at its top. The page may have scripts in it, as that of a reader may.
pub fn with_page(site: Site, html: String) -> Site {
    with_page_that_has(site, html, "'self'")
}

/// The same, with frames and scripts of another origin.
pub fn with_page_that_has(site: Site, html: String, other: &str) -> Site {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' {other}; style-src 'self' 'unsafe-inline'; \
         connect-src 'self' {other}; img-src 'self' data:; worker-src 'self'; frame-src {other}"
    );
    let answer = get(move || async move { ([(CONTENT_SECURITY_POLICY, policy)], Html(html)) });
    site.routes(Router::new().route(&format!("/{PAGE}"), answer))
}

/// A page that is open, and its server.
pub struct Open {
    pub page: Page,
    pub server: Server,
}

impl Open {
    pub async fn new(site: Site, path: &str) -> Result<Open> {
        let server = site.start().await?;
        let page = Browser::start().await?.open(&server, path).await?;
        Ok(Open { page, server })
    }

    /// Presses Run, once the element is filled.
    pub async fn press_run(&self) -> Result<()> {
        let filled =
            "document.querySelector('coro-scope')?.shadowRoot?.querySelector('button.run')";
        self.page.wait_long_until(filled, PATIENCE_MS).await?;
        self.page.click("coro-scope >>> button.run").await
    }

    /// Waits until a run is over and drawn as this: `done` or `failed`.
    pub async fn stands(&self, wanted: &str) -> Result<()> {
        let over = format!("['done', 'failed', 'stopped'].includes({STAND})");
        self.page.wait_long_until(&over, PATIENCE_MS).await?;
        let stand: String = self.page.eval(STAND).await?;
        assert_eq!(stand, wanted, "{}", self.text(".stand").await?);
        Ok(())
    }

    /// The words of a part of the element.
    pub async fn text(&self, css: &str) -> Result<String> {
        self.page.text(&format!("coro-scope >>> {css}")).await
    }

    /// The addresses of what the page has fetched that have this in them.
    pub async fn fetched(&self, part: &str) -> Result<Vec<String>> {
        self.page
            .eval(&format!(
                "performance.getEntriesByType('resource').map((it) => it.name).filter((it) => it.includes('{part}'))"
            ))
            .await
    }

    pub async fn is_clean(&self) -> Result<()> {
        assert_eq!(self.page.problems().await?, Vec::<String>::new());
        Ok(())
    }
}
