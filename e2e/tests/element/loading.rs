//! When the module is fetched: not before an element is to be seen, and once for all of them.

use anyhow::Result;
use coroscope_e2e::{BrowserEngine, needs, sites};
use serde_json::json;
use std::time::Duration;

use super::host::{asked, open, open_page, page};
use crate::scope::{Docs, IN, Scope};

const FAR: &str = r#"<div id="gap"></div>
    <coro-scope lesson="gather" latency="0" order="together" autoplay><p id="words">A picture of it.</p></coro-scope>"#;

/// Makes room above an element, as much as ten windows.
const APART: &str = "document.getElementById('gap').style.blockSize = '10000px'";

/// What the element's shadow has, other than the slot.
const FILLED: &str = "scope()?.querySelector('.frame') !== null";

async fn open_far() -> Result<Scope> {
    // The script comes after there is room, so that the element is far from the start.
    let scope = open_page(page("", FAR)).await?;
    scope.page.run(APART).await?;
    scope.page.run("await imported('/coro-scope.js')").await?;
    Ok(scope)
}

/// Two frames: by then the browser has told what is in sight.
const TWO_FRAMES: &str =
    "await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))";

#[tokio::test]
async fn nothing_is_fetched_before_an_element_is_near() -> Result<()> {
    let scope = open_far().await?;
    let page = &scope.page;
    page.run(TWO_FRAMES).await?;
    assert_eq!(asked(&scope, ".wasm").await?, 0);
    assert_eq!(
        asked(&scope, ".js").await?,
        2,
        "the class, and what leads to it"
    );
    let shown: bool = page
        .eval("document.getElementById('words').checkVisibility()")
        .await?;
    assert!(shown, "what stands in the tag is seen until then");
    page.run("document.querySelector('coro-scope').scrollIntoView()")
        .await?;
    scope.stands("done").await?;
    assert_eq!(asked(&scope, ".wasm").await?, 1);
    let shown: bool = page
        .eval("document.getElementById('words').checkVisibility()")
        .await?;
    assert!(!shown, "and not after it");
    scope.is_clean().await
}

#[tokio::test]
async fn an_element_that_is_asked_to_run_does_not_wait_to_be_near() -> Result<()> {
    let scope = open_far().await?;
    scope
        .page
        .run("document.querySelector('coro-scope').run()")
        .await?;
    scope.stands("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn an_eager_element_loads_wherever_it_is() -> Result<()> {
    let html = page(
        "",
        &FAR.replace("<coro-scope ", "<coro-scope loading=\"eager\" "),
    );
    let scope = open_page(html).await?;
    scope.page.run(APART).await?;
    scope.page.run("await imported('/coro-scope.js')").await?;
    scope.stands("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_click_loads_and_runs() -> Result<()> {
    let scope = open(
        r#"<coro-scope lesson="gather" latency="0" order="together" loading="click"><p id="words">A picture of it.</p></coro-scope>"#,
    )
    .await?;
    let page = &scope.page;
    page.run(TWO_FRAMES).await?;
    assert_eq!(asked(&scope, ".wasm").await?, 0);
    assert_eq!(
        scope.page.text(&format!("{IN}.load")).await?,
        "Run this example"
    );
    assert!(
        page.eval::<bool>("document.getElementById('words').checkVisibility()")
            .await?
    );
    page.click(&format!("{IN}.load")).await?;
    scope.stands("done").await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 1);
    scope.is_clean().await
}

#[tokio::test]
async fn many_elements_share_one_module() -> Result<()> {
    let one = r#"<coro-scope lesson="gather" latency="0" order="together" loading="eager" autoplay></coro-scope>"#;
    let scope = open(&one.repeat(5)).await?;
    scope
        .page
        .wait_until("[0, 1, 2, 3, 4].every((n) => stand(n) === 'done')")
        .await?;
    assert_eq!(asked(&scope, ".wasm").await?, 1);
    // In WebKit the page fetches what it imports once more, to compare it.
    let times = if scope.page.engine() == BrowserEngine::Webkit {
        2
    } else {
        1
    };
    assert_eq!(asked(&scope, "coroscope.js").await?, times);
    scope.is_clean().await
}

#[tokio::test]
async fn a_module_that_is_missing_is_told_and_tried_again() -> Result<()> {
    use axum::Router;
    use axum::http::StatusCode;
    use axum::routing::get;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    let gone = Arc::new(AtomicBool::new(true));
    let asked = gone.clone();
    let address = format!("{}/coroscope_bg.wasm", sites::program()?);
    let module = sites::file(&address)?;
    let answer = move || {
        let there = !asked.load(Ordering::SeqCst);
        let module = there.then(|| ([("content-type", "application/wasm")], module.clone()));
        async move { module.ok_or(StatusCode::NOT_FOUND) }
    };
    let body = r#"<coro-scope lesson="gather" latency="0" order="together" autoplay><p id="words">A picture of it.</p></coro-scope>"#;
    let site = Docs::quick()
        .site()?
        .routes(super::host::routes(page(super::host::SCRIPT, body)))
        .routes(Router::new().route(&format!("/{address}"), get(answer)));
    let scope = Scope::open(site, "host.html").await?;
    let page = &scope.page;
    page.wait_until("text('.broken .title') === 'This example did not load'")
        .await?;
    let words = page.text(&format!("{IN}.broken")).await?;
    assert!(words.contains("404"), "{words}");
    let shown = "document.getElementById('words').checkVisibility()";
    assert!(page.eval::<bool>(shown).await?);
    gone.store(false, Ordering::SeqCst);
    page.click(&format!("{IN}.broken button")).await?;
    scope.stands("done").await?;
    let problems = page.problems().await?;
    let follows = |it: &String| it.contains("404") || it.contains("integrity");
    assert!(problems.iter().all(follows), "{problems:?}");
    Ok(())
}

#[tokio::test]
async fn without_scripts_and_in_print_the_tags_content_is_there() -> Result<()> {
    needs!(Devtools);
    let browser = coroscope_e2e::Browser::start().await?;
    browser
        .devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        )
        .await?;
    let body = r#"<coro-scope lesson="gather"><p id="words">A picture of it.</p></coro-scope>"#;
    let site = Docs::quick()
        .site()?
        .routes(super::host::routes(page(super::host::SCRIPT, body)));
    let scope = Scope::open_in(browser, site, "host.html").await?;
    let printed = |on: bool| json!({ "media": if on { "print" } else { "" } });
    for on in [false, true] {
        scope
            .page
            .devtools("Emulation.setEmulatedMedia", printed(on))
            .await?;
        assert_eq!(scope.page.text("#words").await?, "A picture of it.");
    }
    scope
        .page
        .devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": false }),
        )
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_slow_module_leaves_the_picture_until_it_is_there() -> Result<()> {
    let body = r#"<coro-scope lesson="gather" latency="0" order="together" autoplay><p id="words">A picture of it.</p></coro-scope>"#;
    let site = Docs::quick()
        .site()?
        .routes(super::host::routes(page(super::host::SCRIPT, body)))
        .delay(|path| Duration::from_millis(if path.ends_with(".wasm") { 400 } else { 0 }));
    let scope = Scope::open(site, "host.html").await?;
    let page = &scope.page;
    let steps: Vec<bool> = page
        .eval(&format!(
            "(async () => {{
                const seen = [];
                while (!({FILLED})) {{
                    seen.push(document.getElementById('words').checkVisibility());
                    await new Promise(requestAnimationFrame);
                }}
                return seen;
            }})()"
        ))
        .await?;
    assert!(steps.iter().all(|shown| *shown), "{steps:?}");
    scope.stands("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_sample_documents_are_found_wherever_the_page_is() -> Result<()> {
    let html = page(
        r#"<script type="module" src="../../coro-scope.js"></script>"#,
        r#"<coro-scope lesson="gather" latency="0" order="together" autoplay></coro-scope>"#,
    );
    let answer = move || async move { axum::response::Html(html) };
    let elsewhere = axum::Router::new().route("/far/away/host.html", axum::routing::get(answer));
    let docs = Docs::quick();
    let scope = Scope::open(docs.site()?.routes(elsewhere), "far/away/host.html").await?;
    scope.stands("done").await?;
    assert_eq!(docs.asked().len(), 5);
    scope.is_clean().await
}
