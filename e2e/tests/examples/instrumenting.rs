//! docs/instrumenting.md: its small app, built as documented and opened.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use coroscope_e2e::sites;

use super::folder::{clone, folder, needs_tool, run, write};
use super::reader::{Open, serve, with_page};
use super::{example, root};

const INSTRUMENTING: &str = "docs/instrumenting.md";

#[tokio::test]
async fn the_documented_app_draws_its_own_futures() -> Result<()> {
    needs_tool!("wasm-pack");
    // The app depends on the clone in the folder beside it.
    let clone = clone()?;
    let app = folder("my-app");
    for (file, language, part) in [
        ("Cargo.toml", "toml", "[package]"),
        ("src/lib.rs", "rust,ignore", "use coroscope::web::live;"),
        ("index.html", "html", "./pkg/my_app.js"),
    ] {
        let text = example(INSTRUMENTING, language, part)?;
        write(&app.join(file), text.as_bytes())?;
    }
    let command = example(INSTRUMENTING, "sh", "wasm-pack build")?;
    run(&app, &command, "pkg/my_app.js")?;
    copy_element(&clone, &app)?;
    let html = fs::read_to_string(app.join("index.html"))?;
    let open = Open::new(with_page(serve(&app)?, html), super::reader::PAGE).await?;
    let drawn = "document.querySelector('coro-scope')?.toSVG?.()";
    open.page
        .wait_until("document.querySelector('button').onclick !== null")
        .await?;
    open.page.click("button").await?;
    open.page.click("body > div > button").await?;
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

/// `elsewhere::frameworks` opens that example. It is in the clone itself, so its paths to Coroscope are shorter.
#[test]
fn an_example_has_the_lines_for_an_app_that_stays_as_it_is() -> Result<()> {
    let examples = root().join("examples/frameworks");
    let manifest = example(INSTRUMENTING, "toml", "[patch.crates-io]")?;
    let main = example(INSTRUMENTING, "rust,ignore", "leptos::mount")?;
    for (file, printed) in [
        ("Cargo.toml", manifest.replace("\"../coroscope", "\"../..")),
        ("leptos/src/main.rs", main),
    ] {
        let text = fs::read_to_string(examples.join(file))?;
        // A workspace has its dependencies under another heading.
        for line in printed.lines().filter(|it| *it != "[dependencies]") {
            let is_there = text.lines().any(|it| it == line);
            assert!(is_there, "examples/frameworks/{file} has no line: {line}");
        }
    }
    Ok(())
}

/// Copies the element from the site in the clone to the app as documented. The tests' own site takes the place of the
/// clone's, which takes long to build.
fn copy_element(clone: &Path, app: &Path) -> Result<()> {
    let listed: BTreeMap<String, String> = serde_json::from_slice(&sites::file("integrity.json")?)?;
    for file in listed.into_keys().chain(["coro-scope.js".to_owned()]) {
        write(&clone.join("dist").join(&file), &sites::file(&file)?)?;
    }
    let command = example(INSTRUMENTING, "sh", "cp -R")?;
    run(app, &command, "coroscope/coro-scope.js").map(drop)
}
