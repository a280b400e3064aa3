//! A Python script in the tag.

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use super::host::{SCRIPT, count_requests, open, page, routes};
use crate::scope::{Docs, SHADOW, Scope};

const TAG: &str = r#"<coro-scope clock="virtual" loading="eager">
    <script type="text/x-python">
      import asyncio

      async def tick():
          await asyncio.sleep(60)
          print("tick")

      asyncio.run(tick())
    </script>
  </coro-scope>"#;
const ENGINE: &str = "coroscope_engine_bg.wasm";

#[tokio::test]
async fn it_is_shown_and_the_engine_is_not_fetched_before_the_reader_runs_it() -> Result<()> {
    let scope = open(TAG).await?;
    scope
        .page
        .wait_until("all('.script textarea')[0]?.value.startsWith('import asyncio\\n\\nasync def')")
        .await?;
    assert_eq!(scope.page.eval::<u32>("runs.begun").await?, 0);
    for file in [ENGINE, "worker.js", "editor.js"] {
        assert_eq!(count_requests(&scope, file).await?, 0, "{file}");
    }
    scope.page.click(&format!("{SHADOW}button.run")).await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["tick"]);
    scope
        .page
        .wait_until("all('.cm-content').length === 1")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn with_autoplay_it_runs_at_once() -> Result<()> {
    let scope = open(&TAG.replace("clock=", "autoplay clock=")).await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["tick"]);
    scope.is_clean().await
}

/// A page with the tag on a site that lacks one file.
async fn without(file: &'static str) -> Result<Scope> {
    let missing = get(|| async { StatusCode::NOT_FOUND });
    let site = (Docs::quick().site()?)
        .routes(routes(page(SCRIPT, TAG)))
        .routes(Router::new().route(&format!("/script/{file}"), missing));
    let scope = Scope::open(site, "host.html").await?;
    scope
        .page
        .wait_until("all('.script .source').length === 1")
        .await?;
    scope.page.click(&format!("{SHADOW}button.run")).await?;
    Ok(scope)
}

#[tokio::test]
async fn without_the_editor_there_is_a_text_area() -> Result<()> {
    let scope = without("editor.js").await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .type_into(
            &format!("{SHADOW}.script .source"),
            "\u{e009}a\u{e000}print(6 * 7)",
        )
        .await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["42"]);
    let problems = scope.page.problems().await?;
    assert!(
        problems.iter().all(|it| it.contains("editor.js")),
        "{problems:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_missing_engine_is_reported() -> Result<()> {
    for (file, expected) in [
        (ENGINE, "the engine for scripts did not load: 404"),
        (
            "worker.js",
            "This site has no engine for Python scripts yet",
        ),
    ] {
        let scope = without(file).await?;
        scope.wait_for_end("failed").await?;
        let status = scope.page.text(&format!("{SHADOW}.run-status")).await?;
        assert!(status.contains(expected), "{status}");
    }
    Ok(())
}

#[tokio::test]
async fn in_a_frame_a_fragment_does_not_run_a_script() -> Result<()> {
    // print("hello world"), compressed and encoded.
    let code = "KyjKzCvRUMpIzcnJVyjPL8pJUdIEAA";
    // Without a lesson's name, it is a script, too.
    for lesson in ["script", ""] {
        let path = format!("embed.html#{lesson}?code={code}&autoplay&clock=virtual");
        let scope = Scope::open(Docs::quick().site()?, &path).await?;
        let shown = "all('.script textarea')[0]?.value.startsWith('print')";
        scope.page.wait_until(shown).await?;
        assert_eq!(scope.page.eval::<u32>("runs.begun").await?, 0);
        scope.run_again().await?;
        scope.wait_for_end("done").await?;
        assert_eq!(scope.printed().await?, ["hello world"]);
        scope.is_clean().await?;
    }
    Ok(())
}
