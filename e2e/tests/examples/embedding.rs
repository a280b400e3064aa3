//! docs/embedding.md: pages with an element or a frame.

use anyhow::{Context, Result, ensure};
use coroscope_e2e::sites;

use super::folder::run;
use super::reader::{Open, PAGE, PATIENCE_MS, STAND, serve, with_page, with_page_that_has};
use super::{example, root};

const EMBEDDING: &str = "docs/embedding.md";
/// Reserved for examples: it stands for the reader's own server.
const SOMEWHERE: &str = "https://example.org/coroscope/";

/// What `cargo xtask build` makes is there, the engine for scripts too.
fn is_built() -> Result<()> {
    sites::dist()?;
    sites::file("script/worker.js").context("run `cargo xtask build` first")?;
    Ok(())
}

#[tokio::test]
async fn a_script_and_a_tag_are_a_page() -> Result<()> {
    is_built()?;
    let command = example(EMBEDDING, "sh", "> dist/gather.svg")?;
    run(&root(), &command, "dist/gather.svg")?;
    let html = example(EMBEDDING, "html", "lesson=\"gather\" tasks=\"5\"")?;
    let open = Open::new(with_page(serve(&root().join("dist"))?, html), PAGE).await?;
    let picture =
        "(({ complete, naturalWidth }) => complete && naturalWidth > 0)(document.images[0])";
    open.page.wait_until(picture).await?;
    open.press_run().await?;
    open.stands("done").await?;
    open.is_clean().await
}

#[tokio::test]
async fn a_python_script_in_the_tag_runs() -> Result<()> {
    is_built()?;
    let html = example(EMBEDDING, "html", "text/x-python")?;
    let open = Open::new(with_page(serve(&root().join("dist"))?, html), PAGE).await?;
    open.press_run().await?;
    open.stands("done").await?;
    let printed = "[...document.querySelector('coro-scope').shadowRoot.querySelectorAll('.printed .line')]\
        .map((line) => line.textContent).join(' ')";
    let printed: String = open.page.eval(printed).await?;
    assert_eq!(printed.matches("tick").count(), 3, "{printed}");
    open.is_clean().await
}

#[tokio::test]
async fn a_frame_shows_what_its_address_says_as_high_as_it_is() -> Result<()> {
    let site = (serve(&root().join("dist"))?.under("coroscope").start()).await?;
    let html = example(EMBEDDING, "html", "<iframe")?;
    ensure!(html.matches(SOMEWHERE).count() == 2, "a frame and a script");
    let html = html.replace(SOMEWHERE, site.base());
    // A page of another site, which has nothing of ours.
    let origin = format!("http://{}", site.address());
    let page = with_page_that_has(serve(&root().join("pictures"))?, html, &origin);
    let open = Open::new(page, PAGE).await?;
    let client = open.page.client();
    client.enter_frame(0).await.context("no frame")?;
    open.page
        .wait_long_until(&format!("{STAND} === 'done'"), PATIENCE_MS)
        .await?;
    let tall: u32 = open
        .page
        .eval("Math.ceil(document.documentElement.getBoundingClientRect().height)")
        .await?;
    client.enter_parent_frame().await?;
    let told = format!("document.querySelector('iframe').clientHeight === {tall}");
    open.page.wait_until(&told).await?;
    open.is_clean().await
}
