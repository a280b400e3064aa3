//! A script whose turn does not end: the status says so meanwhile and after Stop, and the recording has a warning.

use anyhow::Result;
use serde_json::Value;

use super::editor::{has_editor, paste, run_script};
use crate::scope::{Docs, SHADOW, Scope};

const NEVER_WAITS: &str = "import asyncio
async def main():
    while True: pass
asyncio.run(main())
";

const NEVER_WAITS_AGAIN: &str = "import asyncio

async def spinner():
    await asyncio.sleep(0.05)
    n = 0
    while True:
        n += 1

async def other():
    await asyncio.sleep(0.04)

async def main():
    tasks = [asyncio.create_task(other(), name='other') for _ in range(60)]
    await asyncio.gather(asyncio.create_task(spinner(), name='spinner'), *tasks)

asyncio.run(main())
";

/// Starts a script and waits until the status says that a turn does not end.
async fn start_stuck(clock: &str, script: &str) -> Result<Scope> {
    let scope = Docs::quick()
        .open(&format!("#script?clock={clock}"))
        .await?;
    has_editor(&scope).await?;
    paste(&scope, script).await?;
    scope.run_again().await?;
    scope
        .page
        .wait_until("text('.run-status').includes('has not returned to the loop for')")
        .await?;
    Ok(scope)
}

/// The warnings in the recording: the subject and the line of each.
async fn warnings(scope: &Scope) -> Result<Vec<(String, Option<u64>)>> {
    let recording: Value = scope
        .page
        .eval("JSON.parse(document.querySelector('coro-scope').recording())")
        .await?;
    let line = |place: &Value| recording["places"][place.as_u64()? as usize][1].as_u64();
    let events = recording["events"].as_array().into_iter().flatten();
    let warned = events.filter(|event| event[1] == "warn" && event[2] == "endless-turn");
    let found = warned.map(|event| {
        let subject = &recording["texts"][event[4].as_u64().unwrap_or(0) as usize];
        (
            subject.as_str().unwrap_or_default().to_owned(),
            line(&event[5]),
        )
    });
    Ok(found.collect())
}

async fn stays_after_stop(clock: &str, script: &str, status: &str, line: u64) -> Result<()> {
    let scope = start_stuck(clock, script).await?;
    let words = scope.page.text(&format!("{SHADOW}.run-status")).await?;
    let after = words.split(" s; ").nth(1).unwrap_or_default();
    assert!(words.starts_with(status), "{words}");
    assert!(after.contains(&format!("in line {line}")), "{words}");
    let marked: String = scope.page.eval("texts('.cm-at').join('\\n')").await?;
    assert!(marked.contains("has not returned"), "{marked}");
    let while_it_lasts = warnings(&scope).await?;
    assert_eq!(while_it_lasts.len(), 1, "{while_it_lasts:?}");

    scope.page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    let words = scope.page.text(&format!("{SHADOW}.run-status")).await?;
    assert!(words.starts_with("Stopped after "), "{words}");
    assert!(words.contains(status), "{words}");
    let warned = warnings(&scope).await?;
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(words.contains(&warned[0].0), "{words} {warned:?}");
    assert_eq!(warned[0].1, Some(line));

    // The next run has no warning.
    run_script(&scope, "print('and on')", "done").await?;
    assert_eq!(warnings(&scope).await?, []);
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_virtual_clock_the_warning_appears_and_stays() -> Result<()> {
    let status = "Task-1 has not returned to the loop for ";
    stays_after_stop("virtual", NEVER_WAITS, status, 4).await
}

#[tokio::test]
async fn on_the_real_clock_the_warning_appears_and_stays() -> Result<()> {
    let status = "spinner has not returned to the loop for ";
    stays_after_stop("real", NEVER_WAITS_AGAIN, status, 4).await
}

#[tokio::test]
async fn a_turn_that_ends_after_all_leaves_no_warning() -> Result<()> {
    let script = "import asyncio, time
async def main():
    await asyncio.sleep(0.01)
    time.sleep(3)
    await asyncio.sleep(0.01)
    print('after all')
asyncio.run(main())
";
    let scope = start_stuck("real", script).await?;
    scope.wait_for_end("done").await?;
    let words = scope.page.text(&format!("{SHADOW}.run-status")).await?;
    assert!(words.starts_with("Done in 3."), "{words}");
    assert_eq!(warnings(&scope).await?, []);
    assert_eq!(scope.printed().await?, ["after all"]);
    // Texts that were added after the warning come from the worker.
    let names: Vec<String> = scope.page.eval("lanes().map((lane) => lane.name)").await?;
    assert_eq!(names, ["Task-1"]);
    scope.is_clean().await
}

#[tokio::test]
async fn a_turn_that_prints_all_the_time_does_not_end_either() -> Result<()> {
    let script = "import asyncio
async def main():
    n = 0
    while True:
        n += 1
        if n % 10_000 == 0: print(n)
asyncio.run(main())
";
    let scope = start_stuck("virtual", script).await?;
    scope.page.wait_until("printed().length > 1").await?;
    scope.page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    let words = scope.page.text(&format!("{SHADOW}.run-status")).await?;
    assert!(words.contains("Task-1 has not returned"), "{words}");
    assert_eq!(warnings(&scope).await?.len(), 1);
    scope.is_clean().await
}

#[tokio::test]
async fn a_loop_that_waits_is_no_endless_turn() -> Result<()> {
    let script = "import asyncio
async def main():
    await asyncio.sleep(2.5)
asyncio.run(main())
";
    let scope = Docs::quick().open("#script").await?;
    has_editor(&scope).await?;
    paste(&scope, script).await?;
    scope
        .page
        .run(
            "window.statuses = [];
            new MutationObserver(() => statuses.push(text('.run-status')))
                .observe(all('.run-status')[0], { subtree: true, childList: true, characterData: true })",
        )
        .await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    let statuses: Vec<String> = scope.page.eval("statuses").await?;
    assert!(
        statuses.iter().any(|words| words.contains("Running…")),
        "{statuses:?}"
    );
    assert!(
        !statuses
            .iter()
            .any(|words| words.contains("has not returned"))
    );
    scope.is_clean().await
}
