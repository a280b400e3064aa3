//! The module is fetched when an element comes near the viewport, once for all elements.

use anyhow::Result;
use coroscope_e2e::{BrowserEngine, needs, sites};
use serde_json::json;
use std::time::Duration;

use super::host::{count_requests, open, open_page, page};
use crate::scope::{Docs, SHADOW, Scope};

const FAR: &str = r#"<div id="gap"></div>
    <coro-scope lesson="gather" latency="0" order="together" autoplay><p id="words">A picture of it.</p></coro-scope>"#;

/// Adds space above an element, about ten windows high.
const APART: &str = "document.getElementById('gap').style.blockSize = '10000px'";

/// Whether the element's shadow root has more than the slot.
const FILLED: &str = "scope()?.querySelector('.frame') !== null";

async fn open_far() -> Result<Scope> {
    // The script is loaded after the space is added, so the element is far away from the start.
    let scope = open_page(page("", FAR)).await?;
    scope.page.run(APART).await?;
    scope.page.run("await imported('/coro-scope.js')").await?;
    Ok(scope)
}

/// Waits two frames: by then the intersection observers have been called.
const TWO_FRAMES: &str =
    "await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))";

#[tokio::test]
async fn nothing_is_fetched_before_an_element_is_near_the_viewport() -> Result<()> {
    let scope = open_far().await?;
    let page = &scope.page;
    page.run(TWO_FRAMES).await?;
    assert_eq!(count_requests(&scope, ".wasm").await?, 0);
    assert_eq!(
        count_requests(&scope, ".js").await?,
        2,
        "the class, and what leads to it"
    );
    let shown: bool = page
        .eval("document.getElementById('words').checkVisibility()")
        .await?;
    assert!(shown, "the content of the tag is visible until then");
    page.run("document.querySelector('coro-scope').scrollIntoView()")
        .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(count_requests(&scope, ".wasm").await?, 1);
    let shown: bool = page
        .eval("document.getElementById('words').checkVisibility()")
        .await?;
    assert!(!shown, "and not after it");
    scope.is_clean().await
}

#[tokio::test]
async fn run_loads_an_element_that_is_far_away() -> Result<()> {
    let scope = open_far().await?;
    scope
        .page
        .run("document.querySelector('coro-scope').run()")
        .await?;
    scope.wait_for_end("done").await?;
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
    scope.wait_for_end("done").await?;
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
    assert_eq!(count_requests(&scope, ".wasm").await?, 0);
    assert_eq!(
        scope.page.text(&format!("{SHADOW}.load")).await?,
        "Run this example"
    );
    assert!(
        page.eval::<bool>("document.getElementById('words').checkVisibility()")
            .await?
    );
    page.click(&format!("{SHADOW}.load")).await?;
    scope.wait_for_end("done").await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 1);
    scope.is_clean().await
}

#[tokio::test]
async fn many_elements_share_one_module() -> Result<()> {
    let one = r#"<coro-scope lesson="gather" latency="0" order="together" loading="eager" autoplay></coro-scope>"#;
    let scope = open(&one.repeat(5)).await?;
    scope
        .page
        .wait_until("[0, 1, 2, 3, 4].every((n) => runStatus(n) === 'done')")
        .await?;
    assert_eq!(count_requests(&scope, ".wasm").await?, 1);
    // In WebKit the page fetches each imported file a second time to check its hash.
    let times = if scope.page.engine() == BrowserEngine::Webkit {
        2
    } else {
        1
    };
    assert_eq!(count_requests(&scope, "coroscope.js").await?, times);
    scope.is_clean().await
}

#[tokio::test]
async fn a_missing_module_is_reported_and_can_be_retried() -> Result<()> {
    use axum::Router;
    use axum::http::StatusCode;
    use axum::routing::get;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    let gone = Arc::new(AtomicBool::new(true));
    let is_missing = gone.clone();
    let address = format!("{}/coroscope_bg.wasm", sites::program()?);
    let module = sites::file(&address)?;
    let answer = move || {
        let exists = !is_missing.load(Ordering::SeqCst);
        let module = exists.then(|| ([("content-type", "application/wasm")], module.clone()));
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
    let words = page.text(&format!("{SHADOW}.broken")).await?;
    assert!(words.contains("404"), "{words}");
    let shown = "document.getElementById('words').checkVisibility()";
    assert!(page.eval::<bool>(shown).await?);
    gone.store(false, Ordering::SeqCst);
    page.click(&format!("{SHADOW}.broken button")).await?;
    scope.wait_for_end("done").await?;
    let problems = page.problems().await?;
    let follows = |it: &String| it.contains("404") || it.contains("integrity");
    assert!(problems.iter().all(follows), "{problems:?}");
    Ok(())
}

#[tokio::test]
async fn without_javascript_and_in_print_the_content_of_the_tag_is_shown() -> Result<()> {
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
async fn the_content_of_the_tag_is_shown_until_the_module_is_loaded() -> Result<()> {
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
                const visible = [];
                while (!({FILLED})) {{
                    visible.push(document.getElementById('words').checkVisibility());
                    await new Promise(requestAnimationFrame);
                }}
                return visible;
            }})()"
        ))
        .await?;
    assert!(steps.iter().all(|shown| *shown), "{steps:?}");
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

/// Takes note, frame by frame, of what the page shows of each element: the content of the tag, or title and script.
const TAKE_NOTE: &str = "
    window.shown = [new Set(), new Set()];
    const look = () => {
        document.querySelectorAll('coro-scope').forEach((element, n) => {
            const parts = element.shadowRoot?.querySelectorAll('.title, .script textarea') ?? [];
            for (const part of [element.firstElementChild, ...parts]) {
                if (part.checkVisibility()) shown[n].add(part.value ?? part.textContent);
            }
        });
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

#[tokio::test]
async fn nothing_else_is_shown_before_the_recording_or_the_script_has_arrived() -> Result<()> {
    let body = r#"<coro-scope src="runs/two.json" loading="eager"><p>A run.</p></coro-scope>
        <coro-scope script="job.py" loading="eager"><p>A script.</p></coro-scope>
        <script src="note.js"></script>"#;
    let note = axum::Router::new().route(
        "/note.js",
        axum::routing::get(|| async { ([("content-type", "text/javascript")], TAKE_NOTE) }),
    );
    let job = axum::Router::new().route("/job.py", axum::routing::get(|| async { "print('a')" }));
    let site = Docs::quick()
        .site()?
        .routes(super::host::routes(page(super::host::SCRIPT, body)))
        .routes(super::recordings::files())
        .routes(job.merge(note))
        .delay(|path| {
            let is_content = path.ends_with("two.json") || path.ends_with("job.py");
            Duration::from_millis(if is_content { 400 } else { 0 })
        });
    let scope = Scope::open(site, "host.html").await?;
    let page = &scope.page;
    page.wait_until("text('.feedback', 0).includes('two.json')")
        .await?;
    page.wait_until(r#"all('.script textarea', 1)[0]?.value === "print('a')""#)
        .await?;
    let titles: [String; 2] = page.eval("[text('.title', 0), text('.title', 1)]").await?;
    page.run(TWO_FRAMES).await?;
    let shown: [Vec<String>; 2] = page.eval("shown.map((it) => [...it])").await?;
    let expected = [
        vec!["A run.", &titles[0]],
        vec!["A script.", &titles[1], "print('a')"],
    ];
    assert_eq!(shown, expected);
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
    scope.wait_for_end("done").await?;
    assert_eq!(docs.requested().len(), 5);
    scope.is_clean().await
}
