//! HTML of pages that embed the element.

use anyhow::Result;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

use crate::scope::{Docs, Scope};

/// The script that defines the element.
pub(crate) const SCRIPT: &str = r#"<script type="module" src="coro-scope.js"></script>"#;

/// A whole page with this head and body.
pub(crate) fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A host</title>\
         <link rel=\"icon\" href=\"data:,\">{head}</head><body>{body}</body></html>"
    )
}

/// A route that serves a page as `host.html`.
pub(crate) fn routes(html: String) -> Router {
    Router::new().route("/host.html", get(|| async { Html(html) }))
}

/// Opens a page with the element's script and this body.
pub(crate) async fn open(body: &str) -> Result<Scope> {
    open_page(page(SCRIPT, body)).await
}

/// Opens a page.
pub(crate) async fn open_page(html: String) -> Result<Scope> {
    let site = Docs::quick().site()?.routes(routes(html));
    Scope::open(site, "host.html").await
}

/// How many requests the page made for files whose names end like this.
pub(crate) async fn count_requests(scope: &Scope, ending: &str) -> Result<u32> {
    let count = format!(
        "performance.getEntriesByType('resource')
            .filter((file) => new URL(file.name).pathname.endsWith('{ending}')).length"
    );
    scope.page.eval(&count).await
}
