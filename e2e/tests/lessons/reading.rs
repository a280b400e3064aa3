//! Reading the picture: with the keys, with the pointer, and in the program's lines.

use anyhow::{Context, Result};
use fantoccini::key::Key;

use crate::scope::{Docs, IN, Scope};

const READOUT: &str = "text('.readout')";
const HINT: &str = "A row is a task";
/// Whether the timeline, or something in it, has the focus.
const IN_TIMELINE: &str = "all('.sheet')[0].contains(scope().activeElement)";
const IN_PLAYER: &str = "all('.player')[0].contains(scope().activeElement)";

/// Waits until the readout begins with a task's name and state, and has these words.
async fn says(scope: &Scope, begin: &str, words: &[&str]) -> Result<()> {
    let begin = serde_json::json!(begin);
    let words = serde_json::json!(words);
    let said = format!(
        "(() => {{
            const readout = {READOUT}.replace(':', '').trim();
            return readout.startsWith({begin}) && {words}.every((words) => readout.includes(words));
        }})()"
    );
    let all = scope.page.wait_until(&said).await;
    let readout: String = scope.page.eval(READOUT).await?;
    all.with_context(|| format!("the readout says: {readout}"))
}

async fn ended() -> Result<Scope> {
    let scope = Docs::quick().open("#gather?latency=20").await?;
    scope.stands("done").await?;
    says(&scope, HINT, &[]).await?;
    Ok(scope)
}

#[tokio::test]
async fn the_timeline_and_the_player_are_one_tab_stop_each() -> Result<()> {
    let scope = ended().await?;
    let page = &scope.page;
    page.run("document.querySelector('.name').focus()").await?;
    // Round the page once: from its first link back to it.
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
    page.run("all('.sheet')[0].focus()").await?;
    page.press(Key::Down).await?;
    says(&scope, "main ready", &[]).await?;
    page.press(Key::Right).await?;
    says(&scope, "main running", &[]).await?;
    page.press(Key::Right).await?;
    says(&scope, "main waiting", &["for one after the other to end"]).await?;
    // Of another lane, what it did at that time.
    page.press(Key::Down).await?;
    says(&scope, "one after the other ", &[]).await?;
    page.press(Key::End).await?;
    says(&scope, "one after the other running", &["done"]).await?;
    page.press(Key::Home).await?;
    says(&scope, "one after the other ready", &[]).await?;
    let outlined = "all('.selected').filter((outline) => outline.getAttribute('d')).length";
    assert_eq!(page.eval::<u32>(outlined).await?, 1);
    page.press(Key::Up).await?;
    says(&scope, "main ", &[]).await?;
    page.press(Key::Escape).await?;
    says(&scope, HINT, &[]).await?;
    assert_eq!(page.eval::<u32>(outlined).await?, 0);
    scope.is_clean().await
}

#[tokio::test]
async fn keys_that_are_not_for_the_timeline_leave_it_alone() -> Result<()> {
    let scope = ended().await?;
    let page = &scope.page;
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
    // And those that the timeline does not know go on to the page.
    page.run("window.passed = 0; addEventListener('keydown', () => { window.passed += 1; })")
        .await?;
    page.run("all('.sheet')[0].focus()").await?;
    page.press(Key::F8).await?;
    page.wait_until("window.passed === 1").await?;
    says(&scope, HINT, &[]).await?;
    let outlined = "all('.selected').filter((outline) => outline.getAttribute('d')).length";
    assert_eq!(page.eval::<u32>(outlined).await?, 0);
    scope.is_clean().await
}

#[tokio::test]
async fn the_pointer_over_a_bar_shows_its_words() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?latency=200&order=together&tasks=3&clock=virtual")
        .await?;
    scope.stands("done").await?;
    // The middle of the line that each task is while it waits for its timer.
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
        says(&scope, &begin, &["for the timer", "waits at"]).await?;
    }
    let (x, y) = middles.first().context("no bar")?;
    scope.page.move_pointer_to(*x, *y - 200.0).await?;
    says(&scope, HINT, &[]).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_lines_at_which_tasks_wait_are_marked_while_they_do() -> Result<()> {
    let docs = Docs::held();
    let scope = docs.open("#gather?latency=0&order=together").await?;
    let page = &scope.page;
    let marked = |code: &str| {
        let code = serde_json::json!(code);
        format!(
            "all('.code li.at').some((line) => line.querySelector('code').textContent.includes({code}))"
        )
    };
    page.wait_until(&marked("world.fetch")).await?;
    page.wait_until("all('.code li.at .chip').length > 1")
        .await?;
    docs.release();
    scope.stands("done").await?;
    page.wait_until("all('.code li.at').length === 0").await?;
    // Later, they are marked as they were at the bar that is pointed at.
    page.click(&format!("{IN}.sheet")).await?;
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
    scope.stands("done").await?;
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
    scope.stands("done").await?;
    let marked: Vec<String> = scope.page.eval("[...window.marked]").await?;
    assert!(
        marked.iter().any(|line| line.contains("sleep(")),
        "{marked:?}"
    );
    scope.is_clean().await
}
