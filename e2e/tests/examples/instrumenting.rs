//! docs/instrumenting.md: its small app, built as documented and opened.

use std::fs;

use anyhow::Result;

use super::example;
use super::folder::{clone, folder, needs_tool, run, write};
use super::reader::{Open, serve, with_page};

const INSTRUMENTING: &str = "docs/instrumenting.md";

#[tokio::test]
async fn the_documented_app_draws_its_own_futures() -> Result<()> {
    needs_tool!("wasm-pack");
    // The app depends on the clone in the folder beside it.
    clone()?;
    let app = folder("my-app");
    for (file, language, part) in [
        ("Cargo.toml", "toml", "[package]"),
        ("src/lib.rs", "rust,ignore", "live::mount()"),
        ("index.html", "html", "./pkg/my_app.js"),
    ] {
        let text = example(INSTRUMENTING, language, part)?;
        write(&app.join(file), text.as_bytes())?;
    }
    let command = example(INSTRUMENTING, "sh", "wasm-pack build")?;
    run(&app, &command, "pkg/my_app.js")?;
    let html = fs::read_to_string(app.join("index.html"))?;
    let open = Open::new(with_page(serve(&app)?, html), super::reader::PAGE).await?;
    let drawn = "document.querySelector('coro-scope')?.toSVG?.()";
    open.page
        .wait_until("document.querySelector('button').onclick !== null")
        .await?;
    open.page.click("button").await?;
    open.page
        .wait_until(&format!("{drawn}?.includes('load')"))
        .await?;
    let recording: String = open
        .page
        .eval("document.querySelector('coro-scope').recording()")
        .await?;
    assert!(recording.contains("GET index.html"), "{recording}");
    open.is_clean().await
}
