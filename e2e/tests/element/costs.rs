//! What an element costs its page: requests, bytes, and the time until something is visible.

use std::collections::HashSet;

use anyhow::Result;
use coroscope_e2e::BrowserEngine;

use super::host::open;
use crate::scope::{SHADOW, Scope};

/// The files requested so far and their sizes, without the tests' injected scripts.
async fn requested_files(scope: &Scope) -> Result<Vec<(String, usize)>> {
    let files = "performance.getEntriesByType('resource').map((file) =>
        [new URL(file.name).pathname, file.decodedBodySize])
        .filter(([path]) => !path.startsWith('/injected-script/'))";
    let mut files: Vec<(String, usize)> = scope.page.eval(files).await?;
    if scope.page.engine() == BrowserEngine::Webkit {
        // In WebKit the page fetches a file to check its hash, and then imports it: two requests.
        let mut known = HashSet::new();
        files.retain(|(path, _)| known.insert(path.clone()));
    }
    Ok(files)
}

fn report(when: &str, files: &[(String, usize)]) {
    let bytes: usize = files.iter().map(|(_, bytes)| bytes).sum();
    println!("{when}: {} files, {bytes} bytes: {files:?}", files.len());
}

#[tokio::test]
async fn an_element_costs_two_small_files_until_it_is_used() -> Result<()> {
    let scope =
        open(r#"<coro-scope lesson="pause" clock="virtual" loading="click"></coro-scope>"#).await?;
    let page = &scope.page;
    page.wait_until("all('.load').length === 1").await?;
    let before = requested_files(&scope).await?;
    report("before load", &before);
    assert_eq!(before.len(), 2);
    let bytes: usize = before.iter().map(|(_, bytes)| bytes).sum();
    assert!(bytes < 24 << 10, "{before:?}");

    page.run(
        "addEventListener('click', () => {
             const began = performance.now();
             requestAnimationFrame(function look() {
                 if (all('.rows .running').length) window.took = performance.now() - began;
                 else requestAnimationFrame(look);
             });
         }, { capture: true, once: true })",
    )
    .await?;
    page.click(&format!("{SHADOW}.load")).await?;
    page.wait_until("window.took !== undefined").await?;
    scope.wait_for_end("done").await?;
    let took: f64 = page.eval("took").await?;
    let all = requested_files(&scope).await?;
    report("in all", &all);
    // Printed for information only: the time depends on the load of the machine.
    println!("from the click to the first bar: {took:.0} ms");
    // The re-export of the class, the class, the generated JavaScript and its three snippets, the module.
    assert_eq!(all.len(), 7, "{all:?}");

    // Once the module is loaded, another element is filled in the next frame.
    let again: f64 = page
        .eval(
            "(async () => {
                const one = document.querySelector('coro-scope').cloneNode();
                document.body.append(one);
                const began = performance.now();
                one.run();
                while (!all('.rows .running', 1).length) await new Promise(requestAnimationFrame);
                return performance.now() - began;
            })()",
        )
        .await?;
    println!("with the module there: {again:.0} ms");
    assert_eq!(requested_files(&scope).await?.len(), 7);
    scope.is_clean().await
}
