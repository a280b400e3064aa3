//! The player: play, step, scrub, zoom, the virtual clock, and links to a moment.

use anyhow::Result;
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope};

/// Presses keys on the timeline.
async fn keys(scope: &Scope, keys: &str) -> Result<()> {
    scope.page.run("all('.timeline-view')[0].focus()").await?;
    scope
        .page
        .type_into(&format!("{SHADOW}.timeline-view"), keys)
        .await
}

/// Waits until the player's bar contains a text.
async fn player_shows(scope: &Scope, what: &str) -> Result<()> {
    let what = serde_json::json!(what);
    let says = format!("(text('.player .time') + ' ' + text('.player .event')).includes({what})");
    scope.page.wait_until(&says).await
}

/// A finished run on the virtual clock, so that it is the same each time.
async fn virtual_run(more: &str) -> Result<Scope> {
    let fragment = format!("#gather?clock=virtual&order=together&tasks=3{more}");
    let scope = Docs::quick().open(&fragment).await?;
    scope.wait_for_end("done").await?;
    Ok(scope)
}

#[tokio::test]
async fn on_the_virtual_clock_two_runs_have_the_same_events() -> Result<()> {
    let scope = virtual_run("&latency=5000").await?;
    let shown = "text('.run-status') + text('.player .time') + JSON.stringify(lanes()) + printed()";
    let first: String = scope.page.eval(shown).await?;
    assert!(first.contains("Done in 10.0 s"), "{first}");
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    let second: String = scope.page.eval(shown).await?;
    assert_eq!(second, first);
    scope.is_clean().await
}

#[tokio::test]
async fn steps_go_from_event_to_event_and_everything_follows() -> Result<()> {
    let scope = virtual_run("").await?;
    scope
        .page
        .click(&format!("{SHADOW}[aria-label='To the start']"))
        .await?;
    player_shows(&scope, "event 1 of ").await?;
    assert_eq!(scope.printed().await?, Vec::<String>::new());
    keys(&scope, "...").await?;
    player_shows(&scope, "event 4 of ").await?;
    keys(&scope, ",").await?;
    player_shows(&scope, "event 3 of ").await?;
    // After the polls of main and of its three tasks, the tasks sleep.
    keys(&scope, ">>>>>").await?;
    player_shows(&scope, "100 ms of 200 ms").await?;
    let marked: Vec<String> = scope.page.eval("texts('.code .at .chip')").await?;
    assert!(
        marked.iter().any(|chip| chip == "docs/event-loop.txt runs"),
        "{marked:?}"
    );
    scope
        .page
        .click(&format!("{SHADOW}[aria-label='To the end']"))
        .await?;
    player_shows(&scope, "200 ms of 200 ms").await?;
    assert_eq!(scope.printed().await?.len(), 4);
    scope.is_clean().await
}

#[tokio::test]
async fn a_link_opens_the_lesson_with_its_settings_at_the_moment() -> Result<()> {
    let scope = virtual_run("&at=e40").await?;
    player_shows(&scope, "event 41 of ").await?;
    scope
        .go("#gather?clock=virtual&order=together&tasks=2&at=120ms")
        .await?;
    scope.wait_for_end("done").await?;
    player_shows(&scope, "120 ms of ").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn an_invalid_moment_is_reported() -> Result<()> {
    let scope = virtual_run("&at=noon").await?;
    let problem: String = scope.page.eval("text('.problem')").await?;
    assert!(problem.contains("“noon” is not a moment"), "{problem}");
    scope.is_clean().await
}

#[tokio::test]
async fn play_moves_on_and_space_pauses_it() -> Result<()> {
    let scope = virtual_run("&latency=5000").await?;
    keys(&scope, " ").await?;
    let moves = "text('.player .event') !== window.before && text('.player .event') !== ''";
    scope.page.run("window.before = ''").await?;
    scope.page.wait_until(moves).await?;
    keys(&scope, " ").await?;
    let paused = "all('.player [aria-label^=Play]').length === 1";
    scope.page.wait_until(paused).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn dragging_on_the_axis_scrubs() -> Result<()> {
    let scope = virtual_run("").await?;
    let middle: (f64, f64) = scope
        .page
        .eval(
            "(() => {
                const labels = all('.axis text.quiet');
                const at = labels.find((label) => label.textContent === '100 ms');
                const box = at.getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2];
            })()",
        )
        .await?;
    scope.page.click_at(middle.0, middle.1).await?;
    let time = "/^(99|100|101)(\\.\\d+)? ms of 200 ms/.test(text('.player .time'))";
    scope.page.wait_until(time).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn keys_zoom_and_pan_and_fit() -> Result<()> {
    let scope = virtual_run("").await?;
    let ticks = "texts('.axis text.quiet').join(' ')";
    let whole: String = scope.page.eval(ticks).await?;
    keys(&scope, "ww").await?;
    scope
        .page
        .wait_until(&format!("{ticks} !== '{whole}'"))
        .await?;
    let closer: String = scope.page.eval(ticks).await?;
    keys(&scope, "dd").await?;
    scope
        .page
        .wait_until(&format!("{ticks} !== '{closer}'"))
        .await?;
    keys(&scope, "0").await?;
    scope
        .page
        .wait_until(&format!("{ticks} === '{whole}'"))
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_loop_is_stepped_on_the_virtual_clock() -> Result<()> {
    // The documents do not answer, so the run does not end.
    let docs = Docs::blocked();
    let scope = docs
        .open("#gather?clock=virtual&order=together&tasks=1&latency=0")
        .await?;
    scope
        .page
        .wait_until(
            "all('.player button').some((b) => b.textContent === 'Step the loop' && !b.hidden)",
        )
        .await?;
    keys(&scope, " ").await?;
    scope
        .page
        .wait_until("all('.player [aria-label^=Play]').length === 1")
        .await?;
    docs.release();
    keys(&scope, " ").await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn arrow_keys_move_between_the_players_controls() -> Result<()> {
    let scope = virtual_run("").await?;
    scope
        .page
        .run("all('.player [aria-label=\"To the start\"]')[0].focus()")
        .await?;
    scope.page.press(Key::Right).await?;
    let label: String = scope.page.eval("scope().activeElement.ariaLabel").await?;
    assert!(label.starts_with("Previous turn"), "{label}");
    scope.is_clean().await
}
