//! Somebody else's page, as a text.

use anyhow::Result;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

use crate::scope::{Docs, Scope};

/// What stands in a page's head so that the element is there.
pub const SCRIPT: &str = r#"<script type="module" src="coro-scope.js"></script>"#;

/// A whole page, with no script but ours.
pub fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A host</title>\
         <link rel=\"icon\" href=\"data:,\">{head}</head><body>{body}</body></html>"
    )
}

/// The site with that page, as `host.html`.
pub fn routes(html: String) -> Router {
    Router::new().route("/host.html", get(|| async { Html(html) }))
}

/// Opens a page with the element's script and this body.
pub async fn open(body: &str) -> Result<Scope> {
    open_page(page(SCRIPT, body)).await
}

/// Opens a page.
pub async fn open_page(html: String) -> Result<Scope> {
    let site = Docs::quick().site()?.routes(routes(html));
    Scope::open(site, "host.html").await
}

/// How often the page asked for files whose names end like this.
pub async fn asked(scope: &Scope, ending: &str) -> Result<u32> {
    let count = format!(
        "performance.getEntriesByType('resource')
            .filter((file) => new URL(file.name).pathname.endsWith('{ending}')).length"
    );
    scope.page.eval(&count).await
}
