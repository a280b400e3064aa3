//! Scripts that run before a page's own. For browsers whose driver cannot inject them, the server adds them to the page.

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use xtask::server::Site;

use crate::launch::{BrowserEngine, selected_engine};

/// Helpers that tests need in every page.
pub(crate) const WATCH: &str = include_str!("watch.js");

/// Records errors and warnings.
const CONSOLE: &str = include_str!("console.js");

/// Makes each page of a site record its problems, where the driver does not report them.
pub(crate) fn record_problems(site: Site) -> Result<Site> {
    if selected_engine()? == BrowserEngine::Chromium {
        return Ok(site);
    }
    let site = inject(site, "console", CONSOLE);
    Ok(inject(site, "watch", WATCH))
}

/// The path of a script. Tests that count a page's requests ignore this prefix.
fn path(name: &str) -> String {
    format!("/injected-script/{name}")
}

/// Adds a script to the beginning of each page of a site.
pub(crate) fn inject(site: Site, name: &'static str, script: &'static str) -> Site {
    site.wrap(move |routes: Router| {
        routes.layer(from_fn(move |request: Request, next: Next| async move {
            if request.uri().path() == path(name) {
                return ([(CONTENT_TYPE, "text/javascript")], script).into_response();
            }
            add_script(name, next.run(request).await).await
        }))
    })
}

async fn add_script(name: &str, response: Response) -> Response {
    let is_html = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/html");
    if !response.headers().get(CONTENT_TYPE).is_some_and(is_html) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    head.headers.remove(CONTENT_LENGTH);
    let page = insert(&String::from_utf8_lossy(&body), name);
    Response::from_parts(head, Body::from(page))
}

/// Adds the script as the first element of the page's head.
fn insert(page: &str, name: &str) -> String {
    let end_of = |tag: &str| {
        let begin = page.find(tag)?;
        Some(begin + page[begin..].find('>')? + 1)
    };
    let at = end_of("<head").or_else(|| end_of("<!doctype"));
    let (before, after) = page.split_at(at.unwrap_or(0));
    format!("{before}<script src=\"{}\"></script>{after}", path(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_the_first_element_of_the_head() {
        let script = "<script src=\"/injected-script/x\"></script>";
        for (before, after) in [
            ("<!doctype html><html><head>", "<title>T</title>"),
            ("<!doctype html>", "<title>T</title><p>text"),
            ("", "<p>text"),
        ] {
            let page = insert(&format!("{before}{after}"), "x");
            assert_eq!(page, format!("{before}{script}{after}"));
        }
    }
}
