//! A script that runs before a page's own, in browsers whose driver cannot do that: the site brings it.

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use xtask::server::Site;

use crate::engine::{BrowserEngine, engine};

/// What a test needs in every page.
pub(crate) const WATCH: &str = include_str!("watch.js");

/// Notes errors and warnings.
const CONSOLE: &str = include_str!("console.js");

/// Lets each page of a site note its problems, where the driver does not tell them.
pub(crate) fn watched(site: Site) -> Result<Site> {
    if engine()? == BrowserEngine::Chromium {
        return Ok(site);
    }
    let site = begins_with(site, "console", CONSOLE);
    Ok(begins_with(site, "watch", WATCH))
}

/// Where a script is, by its name. A test that counts what a page fetches does not count this.
fn path(name: &str) -> String {
    format!("/before-the-page/{name}")
}

/// Lets each page of a site begin with a script.
pub(crate) fn begins_with(site: Site, name: &'static str, script: &'static str) -> Site {
    site.wrap(move |routes: Router| {
        routes.layer(from_fn(move |request: Request, next: Next| async move {
            if request.uri().path() == path(name) {
                return ([(CONTENT_TYPE, "text/javascript")], script).into_response();
            }
            with_script(name, next.run(request).await).await
        }))
    })
}

async fn with_script(name: &str, response: Response) -> Response {
    let is_page = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/html");
    if !response.headers().get(CONTENT_TYPE).is_some_and(is_page) {
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

/// The page with the script as the first in its head.
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
    fn the_script_is_the_first_in_the_head() {
        let script = "<script src=\"/before-the-page/x\"></script>";
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
