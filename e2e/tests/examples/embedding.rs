//! docs/embedding.md: pages with an element or a frame.

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::routing::get;
use coroscope_e2e::sites;

use super::folder::run;
use super::reader::{Open, PAGE, STATUS, serve, with_page, with_page_and_origin};
use super::{example, root};

const EMBEDDING: &str = "docs/embedding.md";
/// A placeholder in the documentation for the reader's server.
const PLACEHOLDER: &str = "https://example.org/coroscope/";

/// The printed lines of the page's element.
const PRINTED: &str = "[...document.querySelector('coro-scope').shadowRoot.querySelectorAll('.printed .line')]\
    .map((line) => line.textContent).join(' ')";

/// Checks that `cargo xtask build` has built the site and the script engine.
fn is_built() -> Result<()> {
    sites::dist()?;
    sites::file("script/worker.js").context("run `cargo xtask build` first")?;
    Ok(())
}

#[tokio::test]
async fn the_script_and_the_tag_show_a_lesson() -> Result<()> {
    is_built()?;
    let command = example(EMBEDDING, "sh", "> dist/gather.svg")?;
    run(&root(), &command, "dist/gather.svg")?;
    let html = example(EMBEDDING, "html", "lesson=\"gather\" tasks=\"5\"")?;
    let open = Open::new(with_page(serve(&root().join("dist"))?, html), PAGE).await?;
    let picture =
        "(({ complete, naturalWidth }) => complete && naturalWidth > 0)(document.images[0])";
    open.page.wait_until(picture).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    open.is_clean().await
}

#[tokio::test]
async fn a_python_script_next_to_the_page_runs() -> Result<()> {
    is_built()?;
    let html = example(EMBEDDING, "html", "script=\"job.py\"")?;
    let job = get(|| async { "print('the job')" });
    let site = with_page(serve(&root().join("dist"))?, html);
    let site = site.routes(Router::new().route("/job.py", job));
    let open = Open::new(site, PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    let printed: String = open.page.eval(PRINTED).await?;
    assert!(printed.contains("the job"), "{printed}");
    open.is_clean().await
}

#[tokio::test]
async fn the_form_for_markdown_has_the_script() -> Result<()> {
    is_built()?;
    let tag = example(EMBEDDING, "html", "<div>")?;
    let class = "<script type=\"module\" src=\"coro-scope.js\"></script>\n";
    let site = with_page(serve(&root().join("dist"))?, class.to_owned() + &tag);
    let open = Open::new(site, PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    open.is_clean().await
}

#[tokio::test]
async fn a_python_script_in_the_tag_runs() -> Result<()> {
    is_built()?;
    let html = example(EMBEDDING, "html", "range(n)")?;
    let open = Open::new(with_page(serve(&root().join("dist"))?, html), PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    let printed: String = open.page.eval(PRINTED).await?;
    assert_eq!(printed.matches("tick").count(), 3, "{printed}");
    open.is_clean().await
}

#[tokio::test]
async fn a_script_with_another_file_runs() -> Result<()> {
    is_built()?;
    let html = example(EMBEDDING, "html", "helpers/io.py")?;
    let open = Open::new(with_page(serve(&root().join("dist"))?, html), PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    let printed: String = open.page.eval(PRINTED).await?;
    assert!(printed.contains("read tea"), "{printed}");
    open.is_clean().await
}

#[tokio::test]
async fn a_frame_shows_its_lesson_and_fits_its_content() -> Result<()> {
    let site = (serve(&root().join("dist"))?.under("coroscope").start()).await?;
    let html = example(EMBEDDING, "html", "<iframe")?;
    ensure!(
        html.matches(PLACEHOLDER).count() == 2,
        "a frame and a script"
    );
    let html = html.replace(PLACEHOLDER, site.base());
    // A page of another site, without Coroscope's files.
    let origin = format!("http://{}", site.address());
    let page = with_page_and_origin(serve(&root().join("pictures"))?, html, &origin);
    let open = Open::new(page, PAGE).await?;
    let client = open.page.client();
    client.enter_frame(0).await.context("no frame")?;
    open.page
        .wait_until(&format!("{STATUS} === 'done'"))
        .await?;
    let tall: u32 = open
        .page
        .eval("Math.ceil(document.documentElement.getBoundingClientRect().height)")
        .await?;
    client.enter_parent_frame().await?;
    let has_height = format!("document.querySelector('iframe').clientHeight === {tall}");
    open.page.wait_until(&has_height).await?;
    open.is_clean().await
}
