//! A Python script by its file: the attribute `script`.

use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use coroscope_e2e::sites;
use serde_json::json;

use super::host::page;
use crate::scope::{Docs, SHADOW, Scope};

const JOB: &str = "import asyncio\r\n\r\nasyncio.run(asyncio.sleep(60))\r\nprint('job')\r\n";
const SOURCE: &str = "all('.script textarea')[0]?.value";

/// Files next to the page, in a folder of the site.
fn files() -> Router {
    let text = |content: &'static str| get(move || async move { content });
    let bytes = |content: Vec<u8>| get(move || async move { content.into_response() });
    Router::new()
        .route("/guide/job.py", text(JOB))
        .route("/guide/other.py", text("print('other')\n"))
        .route(
            "/guide/page.py",
            get(|| async { Html("<p>No such page</p>") }),
        )
        .route("/guide/latin.py", bytes(b"print('caf\xe9')".to_vec()))
        .route("/guide/zeros.py", bytes(vec![0; 100]))
        .route("/guide/large.py", bytes(vec![b'#'; (1 << 20) + 1]))
}

/// The page `guide/host.html` with this body.
async fn open(body: &str) -> Result<Scope> {
    let html = page(
        r#"<script type="module" src="../coro-scope.js"></script>"#,
        body,
    );
    let host = get(|| async {
        (
            [("content-security-policy", "object-src 'none'")],
            Html(html),
        )
    });
    let host = Router::new().route("/guide/host.html", host);
    let site = Docs::quick().site()?.routes(files().merge(host));
    // The first of two requests is answered last.
    let slow = |path: &str| Duration::from_millis(if path.ends_with("job.py") { 300 } else { 0 });
    Scope::open(site.delay(slow), "guide/host.html").await
}

#[tokio::test]
async fn it_is_shown_and_run_and_reset_puts_it_back() -> Result<()> {
    let tag = r#"<coro-scope script="job.py" clock="virtual" loading="eager"></coro-scope>"#;
    let scope = open(tag).await?;
    let page = &scope.page;
    let shown = json!(JOB.replace("\r\n", "\n"));
    page.wait_until(&format!("{SOURCE} === {shown}")).await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 0);
    page.click(&format!("{SHADOW}button.run")).await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["job"]);
    let editor = format!("{SHADOW}.cm-content");
    page.wait_until("all('.cm-content').length === 1").await?;
    page.type_into(&editor, "# ").await?;
    let reset = "all('.code button').find((it) => it.textContent === 'Reset')";
    page.wait_until(&format!("{reset}?.checkVisibility()"))
        .await?;
    page.run(&format!("{reset}.click()")).await?;
    page.wait_until("text('.cm-line').startsWith('import')")
        .await?;
    let property: String = page
        .eval("document.querySelector('coro-scope').script")
        .await?;
    assert_eq!(property, "job.py");
    scope.is_clean().await
}

#[tokio::test]
async fn another_file_replaces_it_whichever_arrives_last() -> Result<()> {
    let tag = r#"<coro-scope clock="virtual" loading="eager" autoplay script="job.py">
        <script type="text/x-python">print("inside")</script></coro-scope>"#;
    let scope = open(tag).await?;
    let page = &scope.page;
    page.wait_until("all('.script textarea').length === 1")
        .await?;
    page.run(
        "window.answered = new Promise((next) => new PerformanceObserver((list) => {
            if (list.getEntriesByName(new URL('job.py', location).href).length) next();
         }).observe({ type: 'resource', buffered: true }));
         document.querySelector('coro-scope').script = 'other.py'",
    )
    .await?;
    scope.wait_for_end("done").await?;
    page.run("await answered; await new Promise(requestAnimationFrame)")
        .await?;
    assert_eq!(scope.printed().await?, ["other"]);
    // Without the attribute, the script inside of the tag is shown.
    page.run("document.querySelector('coro-scope').script = null")
        .await?;
    page.wait_until("printed()[0] === 'inside'").await?;
    page.wait_until("text('.problem') === ''").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn what_is_wrong_with_it_is_said_and_nothing_else_runs() -> Result<()> {
    let other = sites::dist()?.same_origin_only().start().await?;
    let elsewhere = other.url("scripts/coroutine.py");
    for (address, words) in [
        (
            "missing.py",
            "the server answers 404 Not Found. Its address is relative to this page",
        ),
        ("page.py", "the server sends a page in its place"),
        ("latin.py", "it is not text in UTF-8"),
        ("zeros.py", "it is not text in UTF-8"),
        ("large.py", "a script can have at most 1 MiB here"),
        (&elsewhere, "one that does not let this page read it: CORS"),
        ("http://", "could not be fetched"),
    ] {
        let scope = open("<p></p>").await?;
        let page = &scope.page;
        let address = json!(address);
        page.run(&format!(
            "window.failed = [];
             const one = document.createElement('coro-scope');
             one.addEventListener('error', ({{ detail }}) => failed.push(detail.message));
             one.setAttribute('script', {address});
             for (const name of ['autoplay', 'clock']) one.setAttribute(name, 'virtual');
             one.loading = 'eager';
             document.body.append(one)"
        ))
        .await?;
        page.wait_until("text('.problem') !== ''").await?;
        let found: (String, Vec<String>) = page.eval("[text('.problem'), failed]").await?;
        assert!(found.0.contains(words), "{address}: {}", found.0);
        assert_eq!(found.1, [found.0], "{address}");
        page.run("for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame)")
            .await?;
        let state: (u32, String) = page.eval(&format!("[runs.begun, {SOURCE}]")).await?;
        assert_eq!(state, (0, String::new()), "{address}");
    }
    Ok(())
}

#[tokio::test]
async fn of_several_scripts_the_file_is_shown_and_the_others_are_reported() -> Result<()> {
    // print("hello world"), compressed and encoded.
    let code = "KyjKzCvRUMpIzcnJVyjPL8pJUdIEAA";
    let inside = r#"<script type="text/x-python">print("inside")</script>"#;
    for (attributes, content, shown, problems) in [
        (
            format!(r#"script="other.py" code="{code}""#),
            inside,
            "print('other')",
            "code has no effect beside script. Leave one of them out.\n\
             The script inside of the tag has no effect beside script. Leave one of them out.",
        ),
        (
            format!(r#"code="{code}" example="coroutine""#),
            "",
            "print(\"hello world\")",
            "example has no effect beside code. Leave one of them out.",
        ),
        (
            r#"lesson="gather" script="other.py""#.to_owned(),
            "",
            "",
            "script has no effect with lesson=\"gather\". Leave one of them out.",
        ),
        (
            format!(r#"code="{code}""#),
            "",
            "print(\"hello world\")",
            "",
        ),
    ] {
        let tag = format!(r#"<coro-scope {attributes} loading="eager">{content}</coro-scope>"#);
        let scope = open(&tag).await?;
        let shown = json!(shown);
        scope
            .page
            .wait_until(&format!(
                "({SOURCE} ?? '').trim() === {shown} && text('.title') !== ''"
            ))
            .await?;
        let found: String = scope.page.eval("text('.problem')").await?;
        assert_eq!(found, problems, "{tag}");
        scope.is_clean().await?;
    }
    Ok(())
}
