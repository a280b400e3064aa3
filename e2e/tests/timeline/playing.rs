//! Lessons on the virtual clock are played at true speed, in slow motion, or drawn at once.

use anyhow::Result;
use coroscope_e2e::needs;

use crate::scope::{Docs, SHADOW, Scope};

/// Too long for a run to end by itself during a test.
const LONG: &str = "#background?tasks=1000&time=5000&own=5000";

async fn begun(fragment: &str) -> Result<Scope> {
    let scope = Docs::quick().open(fragment).await?;
    scope
        .page
        .wait_until("runStatus() === 'running' && lanes().length > 3")
        .await?;
    Ok(scope)
}

async fn clock(scope: &Scope) -> Result<String> {
    scope.page.eval("all('[name=clock]')[0].value").await
}

#[tokio::test]
async fn a_lesson_that_measures_nothing_runs_on_the_virtual_clock() -> Result<()> {
    let scope = Docs::quick().open("#sync?wait=50").await?;
    assert_eq!(clock(&scope).await?, "virtual");
    scope.wait_for_end("done").await?;
    let printed = scope.printed().await?;
    assert_eq!(printed[0], "synchronous: 150 ms");
    assert_eq!(printed[1], "asynchronous: 50 ms");
    scope.is_clean().await
}

#[tokio::test]
async fn lessons_about_real_time_and_own_urls_run_on_the_real_clock() -> Result<()> {
    for fragment in [
        "#pipeline?latency=0&documents=1",
        "#gather?latency=0&order=together&urls=docs%2Ftask.txt",
        "#sync?wait=1&clock=real",
    ] {
        let scope = Docs::quick().open(fragment).await?;
        assert_eq!(clock(&scope).await?, "real", "{fragment}");
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_run_is_in_progress_while_it_is_played_and_can_go_to_its_end() -> Result<()> {
    let scope = begun(LONG).await?;
    assert_eq!(scope.page.eval::<u32>("runs.ended").await?, 0);
    assert_eq!(scope.printed().await?, Vec::<String>::new());
    scope
        .page
        .click(&format!("{SHADOW}[aria-label='To the end']"))
        .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.page.eval::<u32>("runs.ended").await?, 1);
    let words: String = scope.page.eval("text('.run-status')").await?;
    assert!(words.starts_with("Done in 5000 s"), "{words}");
    scope.is_clean().await
}

#[tokio::test]
async fn a_played_run_is_paused_and_continues() -> Result<()> {
    let scope = begun(LONG).await?;
    let page = &scope.page;
    page.click(&format!("{SHADOW}.player [aria-label^=Pause]"))
        .await?;
    page.wait_until("all('.player [aria-label^=Play]').length === 1")
        .await?;
    let time = "text('.player .time')";
    let held: String = page.eval(time).await?;
    let frames =
        "await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))";
    page.run(frames).await?;
    assert_eq!(page.eval::<String>(time).await?, held);
    page.click(&format!("{SHADOW}.player [aria-label^=Play]"))
        .await?;
    page.wait_until(&format!("{time} !== '{held}'")).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_stopped_run_ends_at_the_time_that_was_shown() -> Result<()> {
    let scope = begun(LONG).await?;
    let page = &scope.page;
    // Between two timers.
    page.wait_until(
        "/^\\d+ ms/.test(text('.player .time')) && !text('.player .time').startsWith('0 ms')",
    )
    .await?;
    page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    let words: String = page.eval("text('.run-status')").await?;
    assert!(!words.starts_with("Stopped after 0 ms"), "{words}");
    scope.is_clean().await
}

#[tokio::test]
async fn slow_motion_is_shown_as_such() -> Result<()> {
    let scope = begun(&format!("{LONG}&speed=1/100")).await?;
    let page = &scope.page;
    page.wait_until("text('.run-status').includes('1/100 of true speed')")
        .await?;
    let chosen = "all('.player select')[0].selectedOptions[0].textContent";
    assert_eq!(page.eval::<String>(chosen).await?, "1/100 ×");
    page.run(
        "const speed = all('.player select')[0];
        speed.selectedIndex = [...speed.options].findIndex((it) => it.textContent === '1 ×');
        speed.dispatchEvent(new Event('change'))",
    )
    .await?;
    page.wait_until("!text('.run-status').includes('of true speed')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_link_to_a_moment_and_the_greatest_speed_do_not_wait() -> Result<()> {
    let scope = Docs::quick().open(&format!("{LONG}&speed=max")).await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await?;
    let scope = Docs::quick().open(&format!("{LONG}&at=e57")).await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .wait_until("text('.player .event').startsWith('event 58 of ')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn with_reduced_motion_a_played_run_is_drawn_now_and_then() -> Result<()> {
    needs!(Media);
    let scope = Docs::quick().open("#sync?wait=200&waits=4").await?;
    scope
        .page
        .prefer(&[("prefers-reduced-motion", "reduce")])
        .await?;
    scope.run_again().await?;
    scope
        .page
        .wait_until("runStatus() === 'running' && lanes().length > 2")
        .await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_turn_that_blocks_is_played_at_true_speed_too() -> Result<()> {
    // In slow motion, the second in which nothing else runs lasts longer than the test.
    let scope = Docs::quick()
        .open("#sync?waits=2&wait=500&speed=1/100")
        .await?;
    let page = &scope.page;
    let time = "text('.player .time')";
    page.wait_until("runStatus() === 'running' && lanes().length > 2")
        .await?;
    let before: String = page.eval(time).await?;
    page.wait_until(&format!("{time} !== '{before}'")).await?;
    // What happens after the turn is not drawn or printed yet.
    assert_eq!(
        crate::scope::names(&scope.lanes().await?),
        ["main", "synchronous", "asynchronous"]
    );
    assert_eq!(scope.printed().await?, Vec::<String>::new());
    // While the axis grows, the bar is on the canvas: 14 of its pixels, one below the other.
    let bar = "all('.rows .running').some((path) => path.getAttribute('d')) ||
        (() => {
            const canvas = all('.timeline-view canvas')[0];
            const colour = getComputedStyle(all('.rows .running')[0]).fill.match(/\\d+/g).map(Number);
            const { data } = pixels(canvas);
            const row = 4 * canvas.width;
            const is = (at) => colour.every((channel, n) => Math.abs(data[at + n] - channel) < 9) && data[at + 3] > 200;
            for (let at = 0; at + 12 * row < data.length; at += 4)
                if (is(at) && is(at + 5 * row) && is(at + 12 * row)) return true;
            return false;
        })()";
    assert!(page.eval::<bool>(bar).await?);
    page.click(&format!("{SHADOW}[aria-label='To the end']"))
        .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.lanes().await?.len(), 5);
    scope.is_clean().await
}

#[tokio::test]
async fn a_stuck_run_has_no_pace() -> Result<()> {
    let stuck = "#queue?ends=one&documents=1&producers=1&work=10&clock=virtual&speed=1/10";
    let scope = Docs::quick().open(stuck).await?;
    let page = &scope.page;
    page.wait_until("text('.run-status').includes('1/10 of true speed')")
        .await?;
    page.wait_until("text('.run-status').includes('Stuck')")
        .await?;
    let status: String = page.eval("text('.run-status')").await?;
    assert!(!status.contains("true speed"), "{status}");
    scope.is_clean().await
}
