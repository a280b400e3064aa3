//! The time of a run begins with the first turn of main: it includes no loading, starting or painting.

use anyhow::Result;
use serde_json::Value;

use crate::scope::{Docs, Scope};
use crate::script::editor::{has_editor, run_script};

/// How long the event loop may run before it yields to the page, in microseconds.
const BUDGET: u64 = 4_000;

/// The events of the last run: microseconds since its start, the kind, and the other fields.
async fn events(scope: &Scope) -> Result<Vec<(u64, String, Vec<Value>)>> {
    let recording: Vec<Vec<Value>> = scope
        .page
        .eval("JSON.parse(document.querySelector('coro-scope').recording()).events")
        .await?;
    let mut at = 0;
    let events = recording.into_iter().map(|mut event| {
        let rest = event.split_off(2);
        at += event[0].as_u64().unwrap_or_default();
        let word = event[1].as_str().unwrap_or_default().to_owned();
        (at, word, rest)
    });
    Ok(events.collect())
}

/// The number of each task, and the time of its first turn.
fn first_turns(events: &[(u64, String, Vec<Value>)]) -> Vec<(u64, u64)> {
    let mut turns: Vec<(u64, u64)> = Vec::new();
    for (at, word, rest) in events.iter() {
        let task = rest.first().and_then(Value::as_u64).unwrap_or_default();
        if word == "poll" && turns.iter().all(|(other, _)| *other != task) {
            turns.push((task, *at));
        }
    }
    turns
}

#[tokio::test]
async fn a_lesson_on_the_real_clock_begins_with_mains_first_turn() -> Result<()> {
    // Slow documents: the page paints often before they arrive.
    let docs = Docs::with_delays(&[("coroutine", 300)]);
    let scope = docs.open("#gather?tasks=2&clock=real").await?;
    scope.wait_for_end("done").await?;
    let events = events(&scope).await?;
    assert_eq!(first_turns(&events).first(), Some(&(1, 0)), "{events:?}");
    let until_main: Vec<&str> = events.iter().map(|(_, word, _)| word.as_str()).collect();
    let poll = until_main.iter().position(|word| *word == "poll");
    let before = &until_main[..poll.unwrap_or_default()];
    assert!(!before.contains(&"hop"), "{before:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn both_sides_of_a_comparison_begin_in_the_same_turn_of_the_page() -> Result<()> {
    let scope = Docs::quick().open("#sync?wait=0&clock=real").await?;
    for _ in 0..5 {
        scope.wait_for_end("done").await?;
        let events = events(&scope).await?;
        // Main spawns both: tasks 2 and 3.
        let turn = |task: u64| {
            events.iter().position(|(_, word, rest)| {
                word == "poll" && rest.first().and_then(Value::as_u64) == Some(task)
            })
        };
        let (one, other) = (turn(2).unwrap_or(0), turn(3).unwrap_or(0));
        let between = &events[one.min(other)..one.max(other)];
        let hops = between.iter().filter(|(_, word, _)| word == "hop").count();
        assert!(one.min(other) > 0, "{events:?}");
        // Main starts in a new turn of the page. On a busy machine, that turn may be used up before both have started.
        let (at, ..) = events[one.max(other)];
        assert!(hops == 0 || at >= BUDGET, "{between:?}");
        scope.run_again().await?;
    }
    scope.is_clean().await
}

#[tokio::test]
async fn a_script_on_the_real_clock_begins_with_mains_first_turn() -> Result<()> {
    let scope = Docs::quick().open("#script").await?;
    has_editor(&scope).await?;
    let script = "import asyncio, random, aiohttp
print('imported')

async def main():
    await asyncio.sleep(0.02)

asyncio.run(main())
";
    run_script(&scope, script, "done").await?;
    let events = events(&scope).await?;
    assert_eq!(first_turns(&events).first(), Some(&(1, 0)), "{events:?}");
    let spawned = events.iter().find(|(_, word, _)| word == "spawn");
    assert_eq!(spawned.map(|(at, ..)| *at), Some(0));
    assert_eq!(scope.printed().await?, ["imported"]);
    scope.is_clean().await
}
