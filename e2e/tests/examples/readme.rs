//! README.md: builds by the usual tools in a fresh clone, and pictures.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use anyhow::{Result, anyhow};

use super::folder::{clone, needs_tool, run};
use super::reader::{Open, PAGE, serve, with_page};
use super::{example, root};

const README: &str = "README.md";
const TRUNK: &str = "trunk build --release";
const WASM_PACK: &str = "wasm-pack build --target web";
/// The message for a script that can be shown but not run.
const MISSING: &str =
    "This site has no engine for Python scripts yet: “cargo xtask build” makes it";

/// Runs a build command in a clone, once for all tests.
fn build_once(
    done: &OnceLock<Result<PathBuf, String>>,
    command: &str,
    file: &str,
) -> Result<PathBuf> {
    let result = done.get_or_init(|| {
        let build = || run(&clone()?, &example(README, "sh", command)?, file);
        build().map_err(|why| format!("{why:#}"))
    });
    result.clone().map_err(|why| anyhow!(why))?;
    clone()
}

/// The site that trunk builds, as README.md says.
pub(crate) fn trunk() -> Result<PathBuf> {
    static DONE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    Ok(build_once(&DONE, TRUNK, "dist/index.html")?.join("dist"))
}

fn wasm_pack() -> Result<PathBuf> {
    static DONE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    build_once(&DONE, WASM_PACK, "pkg/coroscope.js")
}

#[tokio::test]
async fn trunk_builds_the_playground() -> Result<()> {
    needs_tool!("trunk");
    let dist = trunk()?;
    for path in [
        "index.html#gather",
        "embed.html#gather?tasks=3&clock=virtual",
    ] {
        let open = Open::new(serve(&dist)?, path).await?;
        open.press_run().await?;
        open.wait_for_end("done").await?;
        assert!(!open.fetched("/docs/event-loop.txt").await?.is_empty());
        open.is_clean().await?;
    }
    Ok(())
}

/// docs/embedding.md says that trunk's site has the script `coro-scope.js`.
#[tokio::test]
async fn trunk_builds_the_script_for_other_pages() -> Result<()> {
    needs_tool!("trunk");
    let html = example("docs/embedding.md", "html", "lesson=\"gather\" tasks=\"5\"")?;
    let html = html.replace("<img src=\"gather.svg\"", "<img src=\"icon.svg\"");
    let open = Open::new(with_page(serve(&trunk()?)?, html), PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    open.is_clean().await
}

#[tokio::test]
async fn the_documented_page_for_the_output_of_wasm_pack_runs() -> Result<()> {
    needs_tool!("wasm-pack");
    let html = example(README, "html", "./pkg/coroscope.js")?;
    let open = Open::new(with_page(serve(&wasm_pack()?)?, html), PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("done").await?;
    assert!(!open.fetched("/docs/gather.txt").await?.is_empty());
    open.is_clean().await
}

/// Checks that the page says so, and that the console has errors about the missing files only.
async fn says_that_the_engine_is_missing(open: &Open) -> Result<()> {
    open.page
        .wait_until("document.querySelector('coro-scope').shadowRoot?.querySelector('.missing:not([hidden])')")
        .await?;
    let text = open.text(".missing").await?;
    assert!(text.starts_with(MISSING), "{text}");
    open.press_run().await?;
    open.wait_for_end("failed").await?;
    let text = open.text(".run-status").await?;
    assert!(text.contains(MISSING), "{text}");
    let problems = open.page.problems().await?;
    let others = problems
        .iter()
        .filter(|it| !it.contains("/script/") && !it.contains("/scripts/"));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&String>::new());
    Ok(())
}

#[tokio::test]
async fn a_playground_without_the_engine_says_how_to_add_it() -> Result<()> {
    needs_tool!("trunk");
    let open = Open::new(serve(&trunk()?)?, "index.html#script").await?;
    says_that_the_engine_is_missing(&open).await?;
    let text = open.text(".missing").await?;
    let place = open.server.url("script/");
    assert!(text.contains(&place), "no {place}: {text}");
    Ok(())
}

#[tokio::test]
async fn an_element_without_the_engine_says_how_to_add_it_on_run() -> Result<()> {
    needs_tool!("wasm-pack");
    let html = example(README, "html", "./pkg/coroscope.js")?;
    let html = html.replace("lesson=\"gather\"", "lesson=\"script\"");
    let open = Open::new(with_page(serve(&wasm_pack()?)?, html), PAGE).await?;
    open.press_run().await?;
    open.wait_for_end("failed").await?;
    says_that_the_engine_is_missing(&open).await
}

#[test]
fn the_pictures_are_drawn() -> Result<()> {
    let root = root();
    let five = run(
        &root,
        &example(README, "sh", "--tasks 5 > gather.svg")?,
        "gather.svg",
    )?;
    let five = fs::read_to_string(five)?;
    assert!(five.starts_with("<svg") && five.contains("docs/gather.txt"));
    let help = example(README, "sh", "-- gather --help")?;
    let help = run(
        &root,
        &format!("{help} > target/examples/help.txt"),
        "target/examples/help.txt",
    )?;
    assert!(fs::read_to_string(help)?.contains("--tasks"));
    let command = example(README, "inline", "cargo run --example render -- gather")?;
    let picture = "target/examples/picture.svg";
    let picture = run(&root, &format!("{command} > {picture}"), picture)?;
    assert!(
        fs::read(picture)? == fs::read(root.join("pictures/gather.svg"))?,
        "pictures/gather.svg differs from the output of `{command}`"
    );
    Ok(())
}
