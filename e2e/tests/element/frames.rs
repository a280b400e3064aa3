//! `embed.html` in frames of another site: sandboxed, as high as its content, and ignoring messages of other frames.

use anyhow::{Context, Result};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::needs;
use xtask::server::{Server, Site};

use super::host::page;
use crate::scope::{Docs, Scope};

const QUICK: &str = "#gather?latency=0&order=together&clock=virtual&autoplay";

/// The status of the run in a frame. The frame may be in another process, without the helpers.
const STATUS: &str = "document.querySelector('coro-scope')?.shadowRoot?.querySelector('.run-status')?.dataset.status";

/// A site with a page that has this body. Its policy allows frames and scripts of the other site.
fn host(other: &Server, body: &str) -> Result<Site> {
    let other = other.base().trim_end_matches('/');
    let policy = format!(
        "default-src 'none'; img-src data:; script-src 'self' {other} 'unsafe-inline'; frame-src 'self' {other}"
    );
    let html = page(
        &format!("<script type=\"module\" src=\"{other}/embed-height.js\"></script>"),
        body,
    );
    let route = get(move || async move { ([("content-security-policy", policy)], Html(html)) });
    Ok(Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", route)))
}

fn frame(other: &Server, fragment: &str, sandbox: &str) -> String {
    let src = other.url("embed.html");
    format!(
        "<iframe src=\"{src}{fragment}\" {sandbox} title=\"An example\" width=\"700\"></iframe>"
    )
}

async fn open(other: &Server, body: &str) -> Result<Scope> {
    Scope::open(host(other, body)?, "host.html").await
}

async fn enter(scope: &Scope) -> Result<()> {
    let client = scope.page.client();
    client.enter_frame(0).await.context("no frame")
}

async fn leave(scope: &Scope) -> Result<()> {
    Ok(scope.page.client().enter_parent_frame().await?)
}

/// Waits until the frame is as high as its page, so that it needs no scrollbar.
async fn fits_its_content(scope: &Scope) -> Result<()> {
    let page = &scope.page;
    page.wait_until("document.querySelector('iframe').clientHeight > 500")
        .await?;
    enter(scope).await?;
    page.wait_until(
        "Math.abs(document.documentElement.getBoundingClientRect().height - innerHeight) < 1.5",
    )
    .await?;
    leave(scope).await
}

#[tokio::test]
async fn a_sandboxed_frame_runs_the_example_and_fits_its_content() -> Result<()> {
    needs!(SandboxedSelf);
    let other = Docs::quick().site()?.start().await?;
    for sandbox in ["sandbox=\"allow-scripts\"", ""] {
        let scope = open(&other, &frame(&other, QUICK, sandbox)).await?;
        let page = &scope.page;
        enter(&scope).await?;
        page.wait_until(&format!("{STATUS} === 'done'")).await?;
        let opaque: bool = page.eval("self.origin === 'null'").await?;
        assert_eq!(opaque, !sandbox.is_empty());
        let hidden: bool = page
            .eval("document.querySelector('.notice').hidden")
            .await?;
        assert!(hidden);
        leave(&scope).await?;
        fits_its_content(&scope).await?;
        // A narrower frame becomes higher.
        page.run("document.querySelector('iframe').width = 400")
            .await?;
        fits_its_content(&scope).await?;
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn documents_are_fetched_on_the_real_clock_too() -> Result<()> {
    needs!(SandboxedSelf);
    let other = Docs::quick().site()?.start().await?;
    let real = "#gather?latency=0&order=together&clock=real&autoplay";
    let scope = open(&other, &frame(&other, real, "sandbox=\"allow-scripts\"")).await?;
    enter(&scope).await?;
    scope
        .page
        .wait_until(&format!("{STATUS} === 'done'"))
        .await?;
    leave(&scope).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_playground_opens_with_what_the_frame_shows() -> Result<()> {
    needs!(SandboxedSelf);
    let other = Docs::quick().site()?.start().await?;
    let fragment = format!("{QUICK}&tasks=3&view=timeline&theme=dark");
    let scope = open(
        &other,
        &frame(&other, &fragment, "sandbox=\"allow-scripts\""),
    )
    .await?;
    let page = &scope.page;
    enter(&scope).await?;
    page.wait_until(&format!("{STATUS} === 'done'")).await?;
    let link = "new URL(document.querySelector('.more a').href).hash";
    let link_fragment: String = page.eval(link).await?;
    assert_eq!(
        link_fragment,
        "#gather?latency=0&order=together&clock=virtual&tasks=3"
    );
    page.fill("coro-scope >>> [name=tasks]", "4").await?;
    page.wait_until(&format!("{link}.includes('tasks=4')"))
        .await?;
    // The sandbox allows no new window, so the playground opens in the frame.
    // Firefox's driver misses a link at the end of a frame that is higher than the window.
    page.run("setTimeout(() => document.querySelector('.more a').click())")
        .await?;
    leave(&scope).await?;
    enter(&scope).await?;
    page.wait_until(&format!(
        "location.pathname.endsWith('/index.html') && {STATUS} === 'ready'
            && document.querySelector('coro-scope').getAttribute('tasks') === '4'"
    ))
    .await?;
    leave(&scope).await?;
    let problems = page.problems().await?;
    assert!(
        problems.iter().all(|it| it.contains("allow-popups")),
        "{problems:?}"
    );
    Ok(())
}

#[tokio::test]
async fn another_fragment_changes_what_is_shown_without_a_reload() -> Result<()> {
    needs!(SandboxedSelf);
    let other = Docs::quick().site()?.start().await?;
    let scope = open(&other, &frame(&other, QUICK, "sandbox=\"allow-scripts\"")).await?;
    let page = &scope.page;
    enter(&scope).await?;
    page.wait_until(&format!("{STATUS} === 'done'")).await?;
    page.run("window.same = true").await?;
    leave(&scope).await?;
    page.run("const frame = document.querySelector('iframe'); frame.src += '&theme=dark&tasks=2'")
        .await?;
    enter(&scope).await?;
    page.wait_until("getComputedStyle(document.documentElement).colorScheme === 'dark'")
        .await?;
    page.wait_until("document.querySelector('coro-scope').tasks === '2'")
        .await?;
    assert!(page.eval::<bool>("window.same").await?);
    leave(&scope).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn messages_of_other_frames_do_not_change_a_frames_height() -> Result<()> {
    needs!(SandboxedSelf);
    let other = Docs::quick().site()?.start().await?;
    // A frame with our page, a frame with another page, and a frame that went from our page to another.
    let lies = Router::new().route(
        "/lies.html",
        get(|| async {
            let policy = "script-src 'unsafe-inline'";
            let html = "<script>parent.postMessage({ coroscope: 'height', height: 7777 }, '*');
                parent.frames[0].postMessage({ coroscope: 'height?' }, '*');
                parent.postMessage('lied', '*')</script>";
            ([("content-security-policy", policy)], Html(html))
        }),
    );
    let body = format!(
        "{}<iframe title=\"Another\" width=\"300\" height=\"100\"></iframe>{}",
        frame(&other, QUICK, "sandbox=\"allow-scripts\""),
        frame(&other, QUICK, "")
    );
    let scope = Scope::open(host(&other, &body)?.routes(lies), "host.html").await?;
    let page = &scope.page;
    fits_its_content(&scope).await?;
    // A run adds lines to its legend, so the height of a frame is final only after the run.
    enter(&scope).await?;
    page.wait_until(&format!("{STATUS} === 'done'")).await?;
    leave(&scope).await?;
    fits_its_content(&scope).await?;
    let heights = "[...document.querySelectorAll('iframe')].map((frame) => frame.clientHeight)";
    let before: Vec<u32> = page.eval(heights).await?;
    page.run(
        "window.lies = 0;
         addEventListener('message', ({ data }) => { if (data === 'lied') window.lies += 1; });
         const [ours, another, gone] = document.querySelectorAll('iframe');
         another.src = '/lies.html';
         gone.contentWindow.location = new URL('/lies.html', location).href;
         for (const height of [7777, -1, NaN, '7777', null, {}]) postMessage({ coroscope: 'height', height }, '*');
         postMessage(null, '*')",
    )
    .await?;
    page.wait_until("lies === 2").await?;
    let after: Vec<u32> = page.eval(heights).await?;
    assert_eq!(after, before);
    scope.is_clean().await
}

#[tokio::test]
async fn a_site_that_forbids_cross_origin_access_is_reported() -> Result<()> {
    needs!(SandboxedSelf);
    let other = Docs::quick().site()?.same_origin_only().start().await?;
    let scope = open(&other, &frame(&other, QUICK, "sandbox=\"allow-scripts\"")).await?;
    enter(&scope).await?;
    scope
        .page
        .wait_until("document.querySelector('.notice').textContent.includes('Access-Control-Allow-Origin: *')")
        .await?;
    leave(&scope).await?;
    Ok(())
}

#[tokio::test]
async fn a_fragment_is_only_ever_shown_as_text() -> Result<()> {
    let scope = Scope::open(Docs::quick().site()?, "embed.html#gather").await?;
    let page = &scope.page;
    page.wait_until("runStatus() === 'ready'").await?;
    let injected = "document.querySelectorAll('img, svg, iframe, body script, [onerror]').length
        + all('img, script, iframe, a:not(.way-back a, .own-program a, .finding-actions a, .printed .list > li > a), [onerror], [onload]').length";
    for (fragment, words) in [
        (
            "#<img src=x onerror=window.hacked=1>",
            "No lesson is called",
        ),
        (
            "#%3Cimg%20src=x%20onerror=window.hacked=1%3E?tasks=3",
            "No lesson is called",
        ),
        (
            "#gather?tasks=%3Cscript%3Ewindow.hacked=1%3C/script%3E",
            "attribute tasks",
        ),
        ("#gather?tasks=-99999999999999999999", "attribute tasks"),
        (
            "#gather?onclick=window.hacked=1",
            "“onclick”, which is not a setting",
        ),
        (
            "#gather?innerHTML=%3Cimg%3E&__proto__=1",
            "“innerHTML”, which is not a setting",
        ),
        ("#gather?%=%E0%A4%A&theme=%00", "which is not a setting"),
        ("#javascript:window.hacked=1", "No lesson is called"),
        (
            "#gather?src=javascript:window.hacked=1",
            "could not be fetched",
        ),
    ] {
        let fragment = serde_json::json!(fragment);
        page.run(&format!("location.hash = {fragment}")).await?;
        let words = serde_json::json!(words);
        page.wait_until(&format!(
            "(document.querySelector('.notice').textContent + text('.problem') + texts('.setting .warning').join(' ')).includes({words})"
        ))
        .await
        .with_context(|| format!("{fragment}"))?;
        assert_eq!(page.eval::<u32>(injected).await?, 0, "{fragment}");
        assert!(page.eval::<bool>("window.hacked === undefined").await?);
    }
    page.run("location.hash = '#gather?latency=0&order=together&clock=virtual&autoplay'")
        .await?;
    scope.wait_for_end("done").await?;
    let quiet: bool = page
        .eval("document.querySelector('.notice').hidden && text('.problem') === ''")
        .await?;
    assert!(quiet);
    Ok(())
}

#[tokio::test]
async fn a_lesson_that_needs_more_than_a_sandbox_allows_fails_with_the_reason() -> Result<()> {
    needs!(SandboxedSelf);
    let other = Docs::quick().site()?.start().await?;
    for (fragment, words) in [
        ("#files?autoplay", "gives the page no file system"),
        (
            "#pipeline?documents=2&latency=0&autoplay",
            "gives the page no database",
        ),
        (
            "#blocking?variant=worker&numbers=1&autoplay",
            "runs no Web Worker for this page",
        ),
    ] {
        let body = frame(&other, fragment, "sandbox=\"allow-scripts\"");
        let scope = open(&other, &body).await?;
        enter(&scope).await?;
        scope
            .page
            .wait_until(&format!("{STATUS} === 'failed'"))
            .await?;
        let status = scope.page.text("coro-scope >>> .run-status").await?;
        assert!(status.contains(words), "{fragment}: {status}");
        leave(&scope).await?;
        // A sandboxed page can start workers by a blob only, which the site's policy does not allow.
        let problems = scope.page.problems().await?;
        let is_expected = |it: &String| it.contains("Creating a worker from 'blob:");
        assert!(problems.iter().all(is_expected), "{problems:?}");
    }
    Ok(())
}
