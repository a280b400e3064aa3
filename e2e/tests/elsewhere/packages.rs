//! The npm package: its files, and pages that bundlers build with it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use coroscope_e2e::{Browser, Page, sites};
use serde_json::Value;
use xtask::server::Server;

/// Runs a program and returns its standard output.
fn output_of(program: &str, arguments: &[&str], folder: &Path) -> Result<String> {
    let mut command = Command::new(program);
    let output = command.args(arguments).current_dir(folder).output();
    let output = output.with_context(|| format!("could not start `{program}`"))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`{program}` failed: {stderr}");
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn the_package_has_entry_points_types_readme_and_licences_and_nothing_else() -> Result<()> {
    let (package, _) = sites::npm_package()?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let listed = output_of(npm, &["pack", "--dry-run", "--json"], &package)?;
    let listed: Value = serde_json::from_str(&listed)?;
    // npm 12 prints an object with the package's name as key, older versions a list.
    let listed = listed
        .get(0)
        .or(listed.get("coroscope"))
        .context("no list")?;
    let files = listed["files"].as_array().context("no files")?;
    let mut files: Vec<&str> = files.iter().filter_map(|it| it["path"].as_str()).collect();
    files.sort_unstable();
    assert_eq!(
        files,
        [
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "README.md",
            "coro-scope.css",
            "coroscope.d.ts",
            "coroscope.global.js",
            "coroscope.js",
            "coroscope_bg.wasm",
            "docs/cancel.txt",
            "docs/coroutine.txt",
            "docs/event-loop.txt",
            "docs/future.txt",
            "docs/gather.txt",
            "docs/lock.txt",
            "docs/microtask.txt",
            "docs/queue.txt",
            "docs/semaphore.txt",
            "docs/task.txt",
            "docs/thread.txt",
            "docs/timeout.txt",
            "element.d.ts",
            "element.js",
            "inline.d.ts",
            "inline.js",
            "package.json",
            "texts/de.json",
        ]
    );
    Ok(())
}

#[test]
fn every_entry_point_can_be_imported_without_a_document() -> Result<()> {
    let (_, app) = sites::npm_package()?;
    for entry in ["coroscope", "coroscope/element", "coroscope/inline"] {
        let script = format!("console.log(Object.keys(await import('{entry}')).sort().join());");
        let names = output_of("node", &["--input-type=module", "--eval", &script], &app)?;
        let expected = if entry == "coroscope" {
            "default"
        } else {
            "CoroScope"
        };
        assert!(names.contains(expected), "{entry} exports {names}");
    }
    Ok(())
}

/// Opens a page and waits until its element has run its lesson. The server must be kept alive.
async fn open_and_run(bundler: &str, entry: &str) -> Result<(Page, Server)> {
    let site = sites::bundled_by(bundler)?.under("/deep/down/");
    let site = site.start().await?;
    let path = format!("{entry}.html");
    let page = Browser::start().await?.open(&site, &path).await?;
    page.wait_until("document.documentElement.dataset.outcome === 'done'")
        .await?;
    let lanes = "document.querySelector('coro-scope').toSVG().split('role=\"listitem\"').length";
    assert!(page.eval::<u32>(lanes).await? > 5, "{bundler} {entry}");
    // The pages are in German, whose texts are a file of the package, or part of its JavaScript.
    let label =
        "document.querySelector('coro-scope').shadowRoot.querySelector('button.run').textContent";
    assert_eq!(
        page.eval::<String>(label).await?,
        "Noch einmal ausführen",
        "{bundler} {entry}"
    );
    Ok((page, site))
}

const WASM_FILES: &str = "performance.getEntriesByType('resource')\
    .filter((file) => file.name.endsWith('.wasm')).length";

/// Runs a lesson that computes in a worker, and returns how it ended.
const WORKER: &str = "(async () => {
    const element = document.querySelector('coro-scope');
    element.lesson = 'blocking';
    element.clock = 'real';
    element.variant = 'worker';
    const over = new Promise((next) => element.addEventListener('run-end', next, { once: true }));
    element.run();
    const { outcome, error = '' } = (await over).detail;
    return `${outcome} ${error}`.trim();
})()";

#[tokio::test]
async fn a_page_built_by_vite_runs_workers() -> Result<()> {
    let (page, _site) = open_and_run("vite", "element").await?;
    assert_eq!(page.eval::<u32>(WASM_FILES).await?, 1);
    assert_eq!(page.eval::<String>(WORKER).await?, "done");
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_page_built_by_webpack_runs_workers() -> Result<()> {
    let (page, _site) = open_and_run("webpack", "element").await?;
    assert_eq!(page.eval::<u32>(WASM_FILES).await?, 1);
    assert_eq!(page.eval::<String>(WORKER).await?, "done");
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_entry_point_that_contains_the_module_fetches_nothing() -> Result<()> {
    for bundler in ["vite", "webpack"] {
        let (page, _site) = open_and_run(bundler, "inline").await?;
        assert_eq!(page.eval::<u32>(WASM_FILES).await?, 0, "{bundler}");
        assert_eq!(page.problems().await?, Vec::<String>::new(), "{bundler}");
    }
    Ok(())
}

#[tokio::test]
async fn the_global_script_works_in_a_page_that_is_opened_from_a_file() -> Result<()> {
    let (package, _) = sites::npm_package()?;
    let file = package.with_file_name("from-a-file.html");
    std::fs::write(
        &file,
        "<!doctype html><meta charset=utf-8><title>From a file</title>\
         <script defer src=\"npm/coroscope.global.js\"></script>\
         <coro-scope lesson=gather latency=0 autoplay></coro-scope>",
    )?;
    let (page, _site) = open_and_run("vite", "inline").await?;
    page.go(&format!("file://{}", file.display())).await?;
    page.wait_until(
        "document.querySelector('coro-scope').shadowRoot?.querySelector('[data-status=done]')",
    )
    .await?;
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[test]
fn the_crate_has_its_sources_and_included_files_and_no_development_files() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = root.parent().context("the package is in the workspace")?;
    let list = [
        "package",
        "--list",
        "--allow-dirty",
        "--package",
        "coroscope",
    ];
    let files = output_of(env!("CARGO"), &list, root)?;
    for needed in [
        "CHANGELOG.md",
        "Cargo.toml",
        "docs/embedding.md",
        "docs/instrumenting.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "examples/render.rs",
        "pictures/gather.svg",
        "src/lessons/python/gather.py",
        "src/lib.rs",
        "src/web/class/element.js",
        "src/web/element.min.css",
        "www/docs/lock.txt",
        "www/texts/de.json",
    ] {
        assert!(files.lines().any(|file| file == needed), "no {needed}");
    }
    let folders = ["src", "docs", "examples", "pictures", "www"];
    for file in files.lines() {
        let folder = file.split_once('/').map(|(folder, _)| folder);
        assert!(
            folder.is_none_or(|folder| folders.contains(&folder)),
            "{file}"
        );
    }
    Ok(())
}
