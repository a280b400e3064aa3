//! `src`: the URL of a recording, and the message if it cannot be shown.

use anyhow::Result;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

use super::host::{SCRIPT, page, routes};
use crate::scope::{Docs, SHADOW, Scope};

/// A recording of two tasks, one of which sleeps.
const RECORDING: &str = r#"{"coroscope":1,"meta":{"title":"Two of them","lesson":"gather","clock":"virtual"},
"texts":["main","other"],"places":[["a.rs",3]],
"events":[[0,"spawn",1,null,0],[0,"name",1,0],[0,"poll",1],[5,"spawn",2,1,0],[0,"name",2,1],
[10,"wait",1,0,"timer"],[0,"pause",1],[1,"poll",2],[20,"end",2,"done"],[5000,"wake",1,"timer"],
[1,"poll",1],[9,"end",1,"done"]]}"#;

pub(super) fn files() -> Router {
    Router::new()
        .route("/runs/two.json", get(|| async { RECORDING }))
        .route(
            "/runs/trace.json",
            get(|| async { r#"{"traceEvents":[]}"# }),
        )
        .route("/runs/cut.json", get(|| async { &RECORDING[..100] }))
        .route("/runs/later.json", get(|| async { &RECORDING[..300] }))
        .route(
            "/runs/page.json",
            get(|| async { Html("<!doctype html><p>Not here.") }),
        )
}

async fn open(src: &str) -> Result<Scope> {
    let body = format!(r#"<coro-scope src="{src}" autoplay></coro-scope>"#);
    let site = Docs::quick()
        .site()?
        .routes(routes(page(SCRIPT, &body)))
        .routes(files());
    Scope::open(site, "host.html").await
}

async fn problem(scope: &Scope, words: &str) -> Result<String> {
    let is_shown = format!("text('.problem').includes({words:?})");
    scope.page.wait_until(&is_shown).await?;
    scope.page.text(&format!("{SHADOW}.problem")).await
}

#[tokio::test]
async fn a_recording_is_shown_instead_of_a_run() -> Result<()> {
    let scope = open("runs/two.json?new").await?;
    scope.wait_for_end("done").await?;
    let names: Vec<String> = scope.page.eval("lanes().map((lane) => lane.name)").await?;
    assert_eq!(names, ["main", "other"]);
    assert_eq!(scope.page.eval::<u32>("runs.begun").await?, 0);
    assert!(
        scope
            .page
            .eval::<String>("text('.feedback')")
            .await?
            .contains("two.json")
    );
    // The recording can be saved, and another element can show it.
    let again: bool = scope
        .page
        .eval("document.querySelector('coro-scope').recording().includes('Two of them')")
        .await?;
    assert!(again);
    // Another URL shows another recording and removes the earlier message.
    scope
        .page
        .run("document.querySelector('coro-scope').src = 'runs/none.json'")
        .await?;
    problem(&scope, "404").await?;
    scope
        .page
        .run(
            "window.loaded = 0;
              document.querySelector('coro-scope').addEventListener('load', () => { window.loaded += 1; });
              document.querySelector('coro-scope').src = 'runs/two.json'",
        )
        .await?;
    scope
        .page
        .wait_until("loaded === 1 && text('.problem') === ''")
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_no_recording_is_refused_with_the_reason() -> Result<()> {
    for (src, words) in [
        ("runs/none.json", "The server answers 404"),
        (
            "runs/trace.json",
            "a trace for Chrome, which can't be opened here",
        ),
        ("runs/cut.json", "incomplete"),
        ("runs/page.json", "not a recording, and not JSON"),
        ("javascript:alert(1)", "could not be fetched"),
        ("http://[", "could not be fetched"),
    ] {
        let scope = open(src).await?;
        let message = problem(&scope, words).await?;
        assert!(
            message.starts_with(&format!("src: “{src}” was not opened.")),
            "{message}"
        );
        assert_eq!(scope.page.eval::<u32>("lanes().length").await?, 0);
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_ends_in_the_middle_is_shown_up_to_there() -> Result<()> {
    let scope = open("runs/later.json").await?;
    scope
        .page
        .wait_until("text('.feedback').includes('The file ends in the middle: what came after')")
        .await?;
    let names: Vec<String> = scope.page.eval("lanes().map((lane) => lane.name)").await?;
    assert_eq!(names, ["main", "other"]);
    Ok(())
}

#[tokio::test]
async fn a_server_without_cross_origin_access_is_reported() -> Result<()> {
    let other = Docs::quick()
        .site()?
        .routes(files())
        .same_origin_only()
        .start()
        .await?;
    let src = other.url("runs/two.json");
    let body = format!(r#"<coro-scope src="{src}"></coro-scope>"#);
    let html = page(SCRIPT, &body);
    // A page whose policy allows all requests.
    let policy =
        "default-src 'self'; connect-src *; script-src 'self' 'wasm-unsafe-eval'; img-src data:";
    let host = Router::new().route(
        "/host.html",
        get(move || async move { ([("content-security-policy", policy)], Html(html)) }),
    );
    let scope = Scope::open(Docs::quick().site()?.routes(host), "host.html").await?;
    scope
        .page
        .run(
            "document.querySelector('coro-scope').addEventListener('error', (event) => {
            window.failed = event.detail.message; })",
        )
        .await?;
    let message = problem(&scope, "CORS").await?;
    assert!(message.contains("could not be fetched"), "{message}");
    Ok(())
}
