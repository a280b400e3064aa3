//! Reading the timeline with keys, with the pointer, and in the lines of the program.

use anyhow::{Context, Result};
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope};

const READOUT: &str = "text('.readout')";
const HINT: &str = "A row is a task";
/// Whether the focus is in the timeline.
const IN_TIMELINE: &str = "all('.timeline-view')[0].contains(scope().activeElement)";
const IN_PLAYER: &str = "all('.player')[0].contains(scope().activeElement)";

/// Waits until the readout begins with a task's name and state, and contains these words.
async fn readout_has(scope: &Scope, begin: &str, words: &[&str]) -> Result<()> {
    let begin = serde_json::json!(begin);
    let words = serde_json::json!(words);
    let condition = format!(
        "(() => {{
            const readout = {READOUT}.replace(':', '').trim();
            return readout.startsWith({begin}) && {words}.every((words) => readout.includes(words));
        }})()"
    );
    let all = scope.page.wait_until(&condition).await;
    let readout: String = scope.page.eval(READOUT).await?;
    all.with_context(|| format!("the readout says: {readout}"))
}

async fn ended() -> Result<Scope> {
    let scope = Docs::quick().open("#gather?latency=20").await?;
    scope.wait_for_end("done").await?;
    readout_has(&scope, HINT, &[]).await?;
    Ok(scope)
}

#[tokio::test]
async fn the_timeline_and_the_player_are_one_tab_stop_each() -> Result<()> {
    let scope = ended().await?;
    let page = &scope.page;
    page.run("document.querySelector('.name').focus()").await?;
    // Tab through the whole page, from its first link back to it.
    let (mut stops, mut in_timeline, mut in_player) = (0, 0, 0);
    loop {
        page.press(Key::Tab).await?;
        stops += 1;
        assert!(stops < 60, "the focus does not come round");
        in_timeline += u32::from(page.eval::<bool>(IN_TIMELINE).await?);
        in_player += u32::from(page.eval::<bool>(IN_PLAYER).await?);
        let is_first =
            "document.activeElement.matches('.name') || document.activeElement === document.body";
        if page.eval::<bool>(is_first).await? {
            break;
        }
    }
    assert!(stops > 5, "the page has more than {stops} tab stops");
    assert_eq!((in_timeline, in_player), (1, 1));
    scope.is_clean().await
}

#[tokio::test]
async fn arrows_go_from_bar_to_bar_and_escape_leaves() -> Result<()> {
    let scope = ended().await?;
    let page = &scope.page;
    page.run("all('.timeline-view')[0].focus()").await?;
    page.press(Key::Down).await?;
    readout_has(&scope, "main ready", &[]).await?;
    page.press(Key::Right).await?;
    readout_has(&scope, "main running", &[]).await?;
    page.press(Key::Right).await?;
    readout_has(&scope, "main waiting", &["for one after the other to end"]).await?;
    // In another lane, the bar at that time is selected.
    page.press(Key::Down).await?;
    readout_has(&scope, "one after the other ", &[]).await?;
    page.press(Key::End).await?;
    readout_has(&scope, "one after the other running", &["done"]).await?;
    page.press(Key::Home).await?;
    readout_has(&scope, "one after the other ready", &[]).await?;
    let outlined = "all('.selected').filter((outline) => outline.getAttribute('d')).length";
    assert_eq!(page.eval::<u32>(outlined).await?, 1);
    page.press(Key::Up).await?;
    readout_has(&scope, "main ", &[]).await?;
    page.press(Key::Escape).await?;
    readout_has(&scope, HINT, &[]).await?;
    assert_eq!(page.eval::<u32>(outlined).await?, 0);
    scope.is_clean().await
}

#[tokio::test]
async fn keys_that_are_not_for_the_timeline_leave_it_alone() -> Result<()> {
    let scope = ended().await?;
    let page = &scope.page;
    scope.open_settings().await?;
    for focus in [
        "document.querySelector('.name')",
        "all('button.run')[0]",
        "all('[name=urls]')[0]",
    ] {
        page.run(&format!("{focus}.focus()")).await?;
        for key in [Key::Down, Key::Right, Key::Home, Key::Escape] {
            page.press(key).await?;
        }
    }
    // Keys that the timeline does not use reach the page.
    page.run("window.passed = 0; addEventListener('keydown', () => { window.passed += 1; })")
        .await?;
    page.run("all('.timeline-view')[0].focus()").await?;
    page.press(Key::F8).await?;
    page.wait_until("window.passed === 1").await?;
    readout_has(&scope, HINT, &[]).await?;
    let outlined = "all('.selected').filter((outline) => outline.getAttribute('d')).length";
    assert_eq!(page.eval::<u32>(outlined).await?, 0);
    scope.is_clean().await
}

#[tokio::test]
async fn the_pointer_over_a_bar_shows_its_description() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?latency=200&order=together&tasks=3&clock=virtual")
        .await?;
    scope.wait_for_end("done").await?;
    // The middle of each task's line while it waits for its timer.
    let middles: Vec<(f64, f64)> = scope
        .page
        .eval(
            "all('.rows .window svg g[data-state] .waiting').slice(1).map((line) => {
                const box = line.getBoundingClientRect();
                return [box.left + box.width / 3, box.top + box.height / 2];
            })",
        )
        .await?;
    assert_eq!(middles.len(), 3);
    for ((x, y), name) in middles.iter().zip(["event-loop", "coroutine", "future"]) {
        scope.page.move_pointer_to(*x, *y).await?;
        let begin = format!("docs/{name}.txt waiting");
        readout_has(&scope, &begin, &["for the timer", "waits at"]).await?;
    }
    let (x, y) = middles.first().context("no bar")?;
    scope.page.move_pointer_to(*x, *y - 200.0).await?;
    readout_has(&scope, HINT, &[]).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_lines_at_which_tasks_wait_are_marked_while_they_do() -> Result<()> {
    let docs = Docs::blocked();
    let scope = docs.open("#gather?latency=0&order=together").await?;
    let page = &scope.page;
    let marked = |code: &str| {
        let code = serde_json::json!(code);
        format!(
            "all('.code li.at').some((line) => line.querySelector('code').textContent.includes({code}))"
        )
    };
    page.wait_until(&marked("await asyncio.sleep(0)")).await?;
    page.wait_until("all('.code li.at .chip').length > 1")
        .await?;
    docs.release();
    scope.wait_for_end("done").await?;
    page.wait_until("all('.code li.at').length === 0").await?;
    // Pointing at a bar marks the lines as they were at that time.
    page.click(&format!("{SHADOW}.timeline-view")).await?;
    page.press(Key::Home).await?;
    for _ in 0..2 {
        page.press(Key::Right).await?;
    }
    page.wait_until("all('.code li.at').length > 0").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn lines_are_marked_in_the_frames_of_a_run() -> Result<()> {
    let scope = Docs::quick().open("#gather?latency=100").await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .run(
            "window.marked = new Set();
             new MutationObserver((changes) => {
                 for (const { target } of changes) {
                     if (target.matches('li.at')) window.marked.add(target.querySelector('code').textContent.trim());
                 }
             }).observe(all('.code')[0], { subtree: true, attributeFilter: ['class'] })",
        )
        .await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    let marked: Vec<String> = scope.page.eval("[...window.marked]").await?;
    assert!(
        marked.iter().any(|line| line.contains("sleep(")),
        "{marked:?}"
    );
    scope.is_clean().await
}
