//! A script whose turn does not end: it is said while it lasts, stays after Stop, and is in the recording.

use anyhow::Result;
use serde_json::Value;

use super::script::{ends, has_editor, paste};
use crate::scope::{Docs, IN, Scope};

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
async fn is_stuck(clock: &str, script: &str) -> Result<Scope> {
    let scope = Docs::quick()
        .open(&format!("#script?clock={clock}"))
        .await?;
    has_editor(&scope).await?;
    paste(&scope, script).await?;
    scope.run_again().await?;
    scope
        .page
        .wait_until("text('.stand').includes('has not returned to the loop for')")
        .await?;
    Ok(scope)
}

/// The warnings of the recording: what each is about, and its line.
async fn warnings(scope: &Scope) -> Result<Vec<(String, Option<u64>)>> {
    let recording: Value = scope
        .page
        .eval("JSON.parse(document.querySelector('coro-scope').recording())")
        .await?;
    let line = |place: &Value| recording["places"][place.as_u64()? as usize][1].as_u64();
    let events = recording["events"].as_array().into_iter().flatten();
    let warned = events.filter(|event| event[1] == "warn" && event[2] == "endless-turn");
    let told = warned.map(|event| {
        let subject = &recording["texts"][event[4].as_u64().unwrap_or(0) as usize];
        (
            subject.as_str().unwrap_or_default().to_owned(),
            line(&event[5]),
        )
    });
    Ok(told.collect())
}

async fn stays_after_stop(clock: &str, script: &str, said: &str, line: u64) -> Result<()> {
    let scope = is_stuck(clock, script).await?;
    let words = scope.page.text(&format!("{IN}.stand")).await?;
    let after = words.split(" s; ").nth(1).unwrap_or_default();
    assert!(words.starts_with(said), "{words}");
    assert!(after.contains(&format!("in line {line}")), "{words}");
    let marked: String = scope.page.eval("texts('.cm-at').join('\\n')").await?;
    assert!(marked.contains("has not returned"), "{marked}");
    let while_it_lasts = warnings(&scope).await?;
    assert_eq!(while_it_lasts.len(), 1, "{while_it_lasts:?}");

    scope.page.click(&format!("{IN}button.stop")).await?;
    scope.stands("stopped").await?;
    let words = scope.page.text(&format!("{IN}.stand")).await?;
    assert!(words.starts_with("Stopped after "), "{words}");
    assert!(words.contains(said), "{words}");
    let warned = warnings(&scope).await?;
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(words.contains(&warned[0].0), "{words} {warned:?}");
    assert_eq!(warned[0].1, Some(line));

    // The next run knows nothing of it.
    ends(&scope, "print('and on')", "done").await?;
    assert_eq!(warnings(&scope).await?, []);
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_virtual_clock_it_is_said_and_stays() -> Result<()> {
    let said = "Task-1 has not returned to the loop for ";
    stays_after_stop("virtual", NEVER_WAITS, said, 4).await
}

#[tokio::test]
async fn on_the_real_clock_it_is_said_and_stays() -> Result<()> {
    let said = "spinner has not returned to the loop for ";
    stays_after_stop("real", NEVER_WAITS_AGAIN, said, 4).await
}

#[tokio::test]
async fn a_turn_that_ends_after_all_leaves_nothing() -> Result<()> {
    let script = "import asyncio, time
async def main():
    await asyncio.sleep(0.01)
    time.sleep(3)
    await asyncio.sleep(0.01)
    print('after all')
asyncio.run(main())
";
    let scope = is_stuck("real", script).await?;
    scope.stands("done").await?;
    let words = scope.page.text(&format!("{IN}.stand")).await?;
    assert!(words.starts_with("Done in 3."), "{words}");
    assert_eq!(warnings(&scope).await?, []);
    assert_eq!(scope.printed().await?, ["after all"]);
    // The texts that came after the warning are the worker's.
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
    let scope = is_stuck("virtual", script).await?;
    scope.page.wait_until("printed().length > 1").await?;
    scope.page.click(&format!("{IN}button.stop")).await?;
    scope.stands("stopped").await?;
    let words = scope.page.text(&format!("{IN}.stand")).await?;
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
            "window.said = [];
            new MutationObserver(() => said.push(text('.stand')))
                .observe(all('.stand')[0], { subtree: true, childList: true, characterData: true })",
        )
        .await?;
    scope.run_again().await?;
    scope.stands("done").await?;
    let said: Vec<String> = scope.page.eval("said").await?;
    assert!(
        said.iter().any(|words| words.contains("Running…")),
        "{said:?}"
    );
    assert!(!said.iter().any(|words| words.contains("has not returned")));
    scope.is_clean().await
}
