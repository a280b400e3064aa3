//! The engine of scripts: what breaks it, one that is not there, and how often it is fetched.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use coroscope_e2e::sites;

use super::script::{ends, has_editor, open};
use crate::scope::{Docs, Scope};

#[tokio::test]
async fn what_breaks_the_engine_is_told_and_the_next_run_works() -> Result<()> {
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
        let said = ends(&scope, script, "failed").await?;
        assert!(said.contains(message) && said.len() > 30, "{said}");
        println!("{said}");
        let said = ends(&scope, "print('and on')", "done").await?;
        assert_eq!(scope.printed().await?, ["and on"], "{said}");
    }
    scope.is_clean().await
}

#[tokio::test]
async fn an_engine_that_was_not_there_yet_is_asked_for_again() -> Result<()> {
    let file = String::from_utf8(sites::file("script/worker.js")?)?;
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
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
    // The page asks ahead for it, in vain.
    ends(&scope, "print('here now')", "done").await?;
    assert_eq!(scope.printed().await?, ["here now"]);
    assert!(asked.load(Ordering::Relaxed) >= 2);
    Ok(())
}

#[tokio::test]
async fn it_is_fetched_once_for_all_runs_and_their_threads() -> Result<()> {
    let file = Bytes::from(sites::file("script/coroscope_script_bg.wasm")?);
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let engine = get(move || {
        count.fetch_add(1, Ordering::Relaxed);
        let file = file.clone();
        async { ([(CONTENT_TYPE, "application/wasm")], file) }
    });
    let route = Router::new().route("/script/coroscope_script_bg.wasm", engine);
    let site = Docs::quick().site()?.routes(route);
    let scope = Scope::open(site, "index.html#script?clock=real").await?;
    has_editor(&scope).await?;
    let beside = "import asyncio
def add(one, other):
    return one + other
async def main():
    print(await asyncio.to_thread(add, 40, 2))
asyncio.run(main())
";
    for _ in 0..2 {
        ends(&scope, beside, "done").await?;
        assert_eq!(scope.printed().await?, ["42"]);
    }
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    scope.is_clean().await
}
