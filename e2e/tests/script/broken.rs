//! The script engine: when it breaks, when it is missing, and how often it is fetched.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use coroscope_e2e::sites;

use super::editor::{has_editor, open, run_script};
use crate::scope::{Docs, Scope};

#[tokio::test]
async fn a_script_that_breaks_the_engine_is_reported_and_the_next_run_works() -> Result<()> {
    let scope = open().await?;
    for (script, message) in [
        (
            "def deeper():\n    deeper()\n\ndeeper()\n",
            "RecursionError",
        ),
        (
            "nest = []\nfor _ in range(100_000):\n    nest = [nest]\nprint(nest)\n",
            "",
        ),
        (
            &format!("{}1{}\n", "(".repeat(50_000), ")".repeat(50_000)),
            "",
        ),
        (
            "full = []\nwhile True:\n    full.append(bytes(50_000_000))\n",
            "MemoryError",
        ),
        (
            "full = []\nwhile True:\n    full.append([None] * 10_000)\n",
            "emory",
        ),
    ] {
        let status = run_script(&scope, script, "failed").await?;
        assert!(status.contains(message) && status.len() > 30, "{status}");
        println!("{status}");
        let status = run_script(&scope, "print('and on')", "done").await?;
        assert_eq!(scope.printed().await?, ["and on"], "{status}");
    }
    scope.is_clean().await
}

#[tokio::test]
async fn an_engine_that_was_missing_is_requested_again() -> Result<()> {
    let file = String::from_utf8(sites::file("script/worker.js")?)?;
    let requests = Arc::new(AtomicU32::new(0));
    let count = requests.clone();
    let worker = get(move || {
        let is_first = count.fetch_add(1, Ordering::Relaxed) == 0;
        let answer = match is_first {
            true => Err(StatusCode::NOT_FOUND),
            false => Ok(([(CONTENT_TYPE, "text/javascript")], file.clone())),
        };
        async { answer }
    });
    let site = Docs::quick().site()?;
    let site = site.routes(Router::new().route("/script/worker.js", worker));
    let scope = Scope::open(site, "index.html#script?clock=virtual").await?;
    has_editor(&scope).await?;
    // The page requests it in advance, which fails.
    run_script(&scope, "print('here now')", "done").await?;
    assert_eq!(scope.printed().await?, ["here now"]);
    assert!(requests.load(Ordering::Relaxed) >= 2);
    Ok(())
}

#[tokio::test]
async fn it_is_fetched_once_for_all_runs_and_their_threads() -> Result<()> {
    let file = Bytes::from(sites::file("script/coroscope_engine_bg.wasm")?);
    let requests = Arc::new(AtomicU32::new(0));
    let count = requests.clone();
    let engine = get(move || {
        count.fetch_add(1, Ordering::Relaxed);
        let file = file.clone();
        async { ([(CONTENT_TYPE, "application/wasm")], file) }
    });
    let route = Router::new().route("/script/coroscope_engine_bg.wasm", engine);
    let site = Docs::quick().site()?.routes(route);
    let scope = Scope::open(site, "index.html#script?clock=real").await?;
    has_editor(&scope).await?;
    let script = "import asyncio
def add(one, other):
    return one + other
async def main():
    print(await asyncio.to_thread(add, 40, 2))
asyncio.run(main())
";
    for _ in 0..2 {
        run_script(&scope, script, "done").await?;
        assert_eq!(scope.printed().await?, ["42"]);
    }
    assert_eq!(requests.load(Ordering::Relaxed), 1);
    scope.is_clean().await
}
