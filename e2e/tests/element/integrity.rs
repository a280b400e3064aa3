//! Content hashes: caches keep the program for ever, and it runs only if its files are unchanged.

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use coroscope_e2e::{BrowserEngine, sites};
use serde_json::{Map, Value};

use super::host::{SCRIPT, count_requests, open, page, routes};
use crate::scope::{Docs, SHADOW, Scope};

const ELEMENT: &str =
    r#"<coro-scope lesson="gather" latency="0" order="together" autoplay></coro-scope>"#;

fn list() -> Result<Map<String, Value>> {
    Ok(serde_json::from_slice(&sites::file("integrity.json")?)?)
}

#[tokio::test]
async fn caches_may_keep_the_program_and_must_revalidate_other_files() -> Result<()> {
    let scope = open(ELEMENT).await?;
    scope.wait_for_end("done").await?;
    let rules: Vec<(String, String)> = scope
        .page
        .eval(
            "Promise.all([...performance.getEntriesByType('resource'), location].map(async ({ name, href }) => {
                const answer = await fetch(name ?? href);
                return [new URL(answer.url).pathname, answer.headers.get('cache-control')];
            }))",
        )
        .await?;
    assert!(rules.len() > 7, "{rules:?}");
    for (path, rule) in &rules {
        let expected = match path.starts_with("/v-") {
            true => "public, max-age=31536000, immutable",
            false => "no-cache",
        };
        assert_eq!(rule, expected, "{path}");
    }
    scope.is_clean().await
}

#[tokio::test]
async fn a_page_can_specify_the_hash_of_the_class() -> Result<()> {
    let file = format!("{}/coro-scope.js", sites::program()?);
    let sum = list()?
        .get(&file)
        .and_then(Value::as_str)
        .map(str::to_owned);
    let sum = sum.with_context(|| format!("{file} is not listed"))?;
    let script = format!(r#"<script type="module" src="{file}" integrity="{sum}"></script>"#);
    let site = Docs::quick().site()?.routes(routes(page(&script, ELEMENT)));
    let scope = Scope::open(site, "host.html").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(count_requests(&scope, ".wasm").await?, 1);
    scope.is_clean().await
}

/// The file with a harmless addition at its end.
fn changed(file: &str) -> Result<Vec<u8>> {
    // A custom section with an empty name.
    const SECTION: &[u8] = &[0, 1, 0];
    let more = match file.ends_with(".wasm") {
        true => SECTION,
        false => b"\nglobalThis.changed = true;\n",
    };
    Ok([&sites::file(file)?, more].concat())
}

#[tokio::test]
async fn a_modified_file_is_not_run() -> Result<()> {
    // Texts are no program: what they are is checked when they are read.
    let is_program = |file: &&String| !file.ends_with("coro-scope.js") && !file.ends_with(".json");
    for file in list()?.keys().filter(is_program) {
        let changed = changed(file)?;
        let kind = match file.ends_with(".wasm") {
            true => "application/wasm",
            false => "text/javascript",
        };
        let answer = move || async move { ([("content-type", kind)], changed) };
        let site = Docs::quick()
            .site()?
            .routes(routes(page(SCRIPT, ELEMENT)))
            .routes(Router::new().route(&format!("/{file}"), get(answer)));
        let scope = Scope::open(site, "host.html").await?;
        let page = &scope.page;
        page.wait_until("text('.broken .title') === 'This example did not load'")
            .await?;
        let message = page.text(&format!("{SHADOW}.broken")).await?;
        assert!(
            message.contains(&format!("{file} differs from the build")),
            "{message}"
        );
        assert!(!page.eval::<bool>("'changed' in window").await?, "{file}");
        // The drivers of other engines do not report the browser's own messages.
        if page.engine() == BrowserEngine::Chromium {
            let problems = page.problems().await?;
            let refused = problems.iter().any(|it| it.contains("integrity"));
            assert!(refused, "{file}: {problems:?}");
        }
    }
    Ok(())
}
