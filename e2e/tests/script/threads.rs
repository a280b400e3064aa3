//! Threads of scripts: on the real clock, a plain function runs in a separate worker, or a message says why it cannot.

use anyhow::Result;
use serde_json::Value;

use super::editor::{has_editor, paste, run_script};
use crate::scope::{Docs, SHADOW, Scope};

/// `SEEN` is replaced with a line, which may make the function share data with the event loop.
const COUNTS: &str = "import asyncio, time
seen = []
def count(seconds):
    SEEN
    end = time.monotonic() + seconds
    while time.monotonic() < end: pass
    print('counted')
    return seconds
async def main():
    ticks = 0
    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.02)
            ticks += 1
    ticking = asyncio.create_task(tick(), name='ticking')
    await asyncio.sleep(0.05)
    before = ticks
    print(await asyncio.to_thread(count, 0.5))
    ticking.cancel()
    print('ticks went on:', ticks - before > 5)
asyncio.run(main())
";

async fn on_the_real_clock(script: &str) -> Result<Scope> {
    let scope = Docs::quick().open("#script?clock=real").await?;
    has_editor(&scope).await?;
    run_script(&scope, script, "done").await?;
    Ok(scope)
}

/// The warnings in the recording.
async fn warnings(scope: &Scope) -> Result<Vec<String>> {
    let recording: Value = scope
        .page
        .eval("JSON.parse(document.querySelector('coro-scope').recording())")
        .await?;
    let events = recording["events"].as_array().into_iter().flatten();
    let warned = events.filter(|event| event[1] == "warn");
    Ok(warned
        .map(|event| event[2].as_str().unwrap_or_default().to_owned())
        .collect())
}

#[tokio::test]
async fn on_the_real_clock_a_plain_function_runs_in_parallel_with_the_loop() -> Result<()> {
    let scope = on_the_real_clock(&COUNTS.replace("SEEN", "pass")).await?;
    let printed = scope.printed().await?;
    assert_eq!(printed, ["counted", "0.5", "ticks went on: True"]);
    assert_eq!(warnings(&scope).await?, Vec::<String>::new());
    let lanes: Vec<String> = scope.page.eval("lanes().map((lane) => lane.name)").await?;
    assert!(lanes.contains(&"count".to_owned()), "{lanes:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn a_function_that_can_only_run_on_the_loops_thread_is_reported() -> Result<()> {
    let scope = on_the_real_clock(&COUNTS.replace("SEEN", "seen.append(seconds)")).await?;
    let printed = scope.printed().await?;
    let warning_start =
        "count() was given to a thread, but ran on the loop's own thread and blocked it for ";
    let warning = printed.iter().find(|line| line.starts_with(warning_start));
    let why = "ms: the global seen is not a plain value but a list";
    assert!(
        warning.is_some_and(|line| line.ends_with(why)),
        "{printed:?}"
    );
    assert!(
        printed.contains(&"ticks went on: False".to_owned()),
        "{printed:?}"
    );
    assert_eq!(warnings(&scope).await?, ["ran-on-loop-thread"]);
    scope.is_clean().await
}

#[tokio::test]
async fn a_script_that_sleeps_for_ever_on_the_virtual_clock_can_be_stopped() -> Result<()> {
    for body in ["time.sleep(1)", "time.monotonic()", "print(time.sleep(1))"] {
        let script = format!(
            "import asyncio, time\nasync def main():\n    while True: {body}\nasyncio.run(main())\n"
        );
        let scope = Docs::quick().open("#script?clock=virtual").await?;
        has_editor(&scope).await?;
        paste(&scope, &script).await?;
        scope.run_again().await?;
        scope
            .page
            .wait_until("text('.run-status').includes('has not returned to the loop for')")
            .await?;
        scope.page.click(&format!("{SHADOW}button.stop")).await?;
        scope.wait_for_end("stopped").await?;
        run_script(&scope, "print('and on')", "done").await?;
        scope.is_clean().await?;
    }
    Ok(())
}
