//! The guide of a lesson: the reader guesses, sees the answer, looks, tries and solves; the page remembers it.

use anyhow::Result;
use coroscope_e2e::{Feature, is_skipped};
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope};

/// Which marks the first lesson has in the list.
const MARKS: &str = "['done', 'guessed', 'solved'].filter((name) =>
    document.querySelector('.rail a[href=\"#sync\"]').hasAttribute(`data-${name}`))";

/// Opens the first lesson on the virtual clock, and waits for its guesses.
async fn open() -> Result<Scope> {
    let scope = Docs::quick().open_idle("#sync?clock=virtual").await?;
    scope
        .page
        .wait_until("texts('.guess').length === 2 && location.hash.includes('virtual')")
        .await?;
    Ok(scope)
}

#[tokio::test]
async fn a_reader_guesses_looks_tries_and_solves() -> Result<()> {
    let scope = open().await?;
    let page = &scope.page;
    let idle: (u32, String) = page.eval("[runs.begun, runStatus()]").await?;
    assert_eq!(idle, (0, "ready".to_owned()));
    assert_eq!(
        page.eval::<Vec<String>>("texts('.guess > :first-child')")
            .await?,
        ["750 ms", "250 ms"]
    );

    page.click(&format!("{SHADOW}.guess")).await?;
    scope.wait_for_end("done").await?;
    let answer: String = page.eval("text('.answer')").await?;
    for words in [
        "You guessed: 750 ms. Not quite.",
        "250 ms: the 3 waits overlapped. The synchronous ones took 750 ms, and nothing else could run.",
    ] {
        assert!(answer.contains(words), "{answer}");
    }

    page.click(&format!("{SHADOW}li:nth-child(2) > .spot"))
        .await?;
    page.wait_until("text('.player .time').startsWith('750 ms of')")
        .await?;
    page.wait_until("text('.readout').startsWith('asynchronous')")
        .await?;

    page.click(&format!("{SHADOW}.try")).await?;
    page.wait_until("text('.answer').includes('the 20 waits overlapped')")
        .await?;
    assert_eq!(
        page.eval::<String>("location.hash").await?,
        "#sync?waits=20"
    );
    page.wait_until("text('.exercise .result') === 'Not solved by this run.'")
        .await?;
    page.fill(&format!("{SHADOW}[name=waits]"), "20").await?;
    page.fill(&format!("{SHADOW}[name=wait]"), "150").await?;
    scope.run_again().await?;
    page.wait_until("text('.exercise .result') === 'Solved by this run.'")
        .await?;
    assert_eq!(
        page.eval::<Vec<String>>(MARKS).await?,
        ["done", "guessed", "solved"]
    );

    page.client().refresh().await?;
    page.wait_until("texts('.guess').length === 2").await?;
    assert_eq!(
        page.eval::<Vec<String>>(MARKS).await?,
        ["done", "guessed", "solved"]
    );
    assert_eq!(page.eval::<u32>("runs.begun").await?, 0);
    scope.is_clean().await
}

#[tokio::test]
async fn a_guess_made_by_keyboard_leaves_the_focus_at_the_answer() -> Result<()> {
    let scope = open().await?;
    let page = &scope.page;
    page.run("all('.guess')[1].focus()").await?;
    page.press(Key::Enter).await?;
    scope.wait_for_end("done").await?;
    let answer: String = page.eval("scope().activeElement.textContent").await?;
    assert!(
        answer.starts_with("You guessed: 250 ms. That is right."),
        "{answer}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn other_settings_have_other_guesses_and_another_answer() -> Result<()> {
    let scope = open().await?;
    let page = &scope.page;
    // With one wait, there is nothing to guess.
    page.fill(&format!("{SHADOW}[name=waits]"), "1").await?;
    page.wait_until("all('.guesses')[0].hidden").await?;
    page.fill(&format!("{SHADOW}[name=waits]"), "4").await?;
    page.wait_until("texts('.guess > :first-child')[0] === '1.00 s' && !all('.guesses')[0].hidden")
        .await?;
    assert_eq!(page.eval::<String>("text('.answer')").await?, "");
    scope.start().await?;
    scope.wait_for_end("done").await?;
    page.wait_until("text('.answer').includes('the 4 waits overlapped')")
        .await?;
    // The lesson runs again, with an answer for the new setting.
    page.fill(&format!("{SHADOW}[name=waits]"), "5").await?;
    page.wait_until("text('.answer').includes('the 5 waits overlapped')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_link_to_a_moment_runs_and_shows_it() -> Result<()> {
    let scope = Docs::quick()
        .open_idle("#sync?clock=virtual&at=100ms")
        .await?;
    scope.wait_for_end("done").await?;
    let at = "text('.player .time').startsWith('100 ms of')";
    scope.page.wait_until(at).await?;
    // The next lesson waits again.
    scope.page.run("location.hash = '#pause'").await?;
    scope.page.wait_until("runStatus() === 'ready'").await?;
    assert_eq!(scope.page.eval::<u32>("runs.begun").await?, 1);
    scope.is_clean().await
}

#[tokio::test]
async fn without_storage_the_guide_works_and_nothing_is_marked() -> Result<()> {
    let scope = open().await?;
    let page = &scope.page;
    page.run(
        "Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('denied', 'SecurityError'); } })",
    )
    .await?;
    page.click(&format!("{SHADOW}.guess")).await?;
    scope.wait_for_end("done").await?;
    page.wait_until("text('.answer').includes('overlapped')")
        .await?;
    assert_eq!(page.eval::<Vec<String>>(MARKS).await?, [] as [&str; 0]);
    scope.is_clean().await
}

#[tokio::test]
async fn a_run_that_was_stopped_is_not_marked() -> Result<()> {
    let scope = Docs::quick().open("#sync?waits=20&wait=500").await?;
    scope.page.wait_until("lanes().length > 2").await?;
    scope.page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    let page = &scope.page;
    page.wait_until("text('.answer') === 'The run was stopped before there was an answer.'")
        .await?;
    assert_eq!(page.eval::<Vec<String>>(MARKS).await?, [] as [&str; 0]);
    scope.is_clean().await
}

#[tokio::test]
async fn the_answer_does_not_move_the_timeline() -> Result<()> {
    for width in [1280, 390] {
        if width == 390 && is_skipped(", 390 pixels wide", Feature::Narrow)? {
            continue;
        }
        let scope = open().await?;
        let page = &scope.page;
        page.resize(width, 900).await?;
        page.wait_until(&format!("innerWidth === {width}")).await?;
        let top = "all('.timeline')[0].getBoundingClientRect().top + scrollY";
        let before: f64 = page.eval(top).await?;
        page.run("all('.guess')[1].click()").await?;
        scope.wait_for_end("done").await?;
        page.wait_until("text('.answer').includes('overlapped')")
            .await?;
        assert_eq!(page.eval::<f64>(top).await?, before, "{width} pixels");
        scope.is_clean().await?;
    }
    Ok(())
}
