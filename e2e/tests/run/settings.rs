//! A run that belongs to other settings is marked as outdated, and the drawing does not move.

use anyhow::Result;
use coroscope_e2e::{Feature, is_skipped};

use crate::scope::{Docs, SHADOW, Scope};

async fn ended(fragment: &str) -> Result<Scope> {
    let scope = Docs::quick().open(fragment).await?;
    scope.wait_for_end("done").await?;
    Ok(scope)
}

#[tokio::test]
async fn a_result_of_other_settings_is_marked_as_outdated() -> Result<()> {
    let scope = ended("#locks?clock=real").await?;
    let page = &scope.page;
    let is_outdated = "all('.scope')[0].hasAttribute('data-changed')";
    assert!(!page.eval::<bool>(is_outdated).await?);
    page.run(
        "const select = all('.setting select')[0];
        select.selectedIndex = 1 - select.selectedIndex;
        select.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await?;
    page.wait_until(is_outdated).await?;
    let words: String = page.eval("text('.run-status')").await?;
    assert!(
        words.starts_with("Settings have changed. Run again."),
        "{words}"
    );
    let faded: f64 = page
        .eval("+getComputedStyle(all('.timeline-view')[0]).opacity")
        .await?;
    assert!(faded < 1.0);
    let printed: String = page.eval("text('.printed .of-before')").await?;
    assert_eq!(printed, "Printed before the settings changed.");
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert!(!page.eval::<bool>(is_outdated).await?);
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_virtual_clock_a_changed_setting_runs_again_at_once() -> Result<()> {
    let scope = ended("#locks?clock=virtual").await?;
    let page = &scope.page;
    page.run(
        "const select = all('.setting select')[0];
        select.selectedIndex = 1 - select.selectedIndex;
        select.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await?;
    page.wait_until("runs.begun === 2 && runs.ended === 2")
        .await?;
    scope.wait_for_end("done").await?;
    assert!(
        !page
            .eval::<bool>("all('.scope')[0].hasAttribute('data-changed')")
            .await?
    );
    let printed = scope.printed().await?;
    assert!(
        printed.iter().any(|line| line.contains("0 are lost")),
        "{printed:?}"
    );
    // The same from the address.
    scope.go("#locks?clock=virtual&variant=none").await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_moment_after_the_end_is_the_end() -> Result<()> {
    let scope = ended("#sync?clock=virtual&at=99999ms").await?;
    scope
        .page
        .wait_until("text('.player .time') !== ''")
        .await?;
    let time: String = scope.page.eval("text('.player .time')").await?;
    let (at, end) = time.split_once(" of ").unwrap_or_default();
    assert_eq!(at, end);
    // A fragment without a moment selects the end.
    scope
        .page
        .run("location.hash = '#sync?clock=virtual&at=100ms'")
        .await?;
    scope
        .page
        .wait_until("text('.player .time').startsWith('100 ms')")
        .await?;
    scope
        .page
        .run("location.hash = '#sync?clock=virtual'")
        .await?;
    scope
        .page
        .wait_until(&format!("text('.player .time') === '{time}'"))
        .await?;
    scope
        .page
        .wait_until("text('.player .event') === ''")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn stepping_does_not_move_the_layout() -> Result<()> {
    for width in [1280, 390] {
        if width == 390 && is_skipped(", 390 pixels wide", Feature::Narrow)? {
            continue;
        }
        let scope = ended("#gather?clock=virtual&order=together").await?;
        scope.page.resize(width, 900).await?;
        scope
            .page
            .wait_until(&format!("innerWidth === {width}"))
            .await?;
        let tops: Vec<f64> = scope
            .page
            .eval(
                "(async () => {
                    const tops = new Set();
                    const step = all('.player [aria-label=\"Previous event (,)\"]')[0];
                    for (let n = 0; n < 40; n++) {
                        step.click();
                        await new Promise(requestAnimationFrame);
                        await new Promise(requestAnimationFrame);
                        tops.add(all('.rows')[0].getBoundingClientRect().top);
                    }
                    return [...tops];
                })()",
            )
            .await?;
        assert_eq!(tops.len(), 1, "{width}: {tops:?}");
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn dragging_on_the_axis_selects_no_text() -> Result<()> {
    let scope = ended("#sync?clock=virtual").await?;
    let (left, right, y): (f64, f64, f64) = scope
        .page
        .eval(
            "(() => {
                const box = all('.axis')[0].getBoundingClientRect();
                return [box.left + 200, box.right - 100, box.top + 12];
            })()",
        )
        .await?;
    scope.page.drag((left, y), (right, y)).await?;
    scope
        .page
        .wait_until("text('.player .event') !== ''")
        .await?;
    assert_eq!(
        scope.page.eval::<String>("String(getSelection())").await?,
        ""
    );
    scope.is_clean().await
}

#[tokio::test]
async fn clicking_a_bar_opens_its_details() -> Result<()> {
    let scope = ended("#sync?clock=virtual").await?;
    let (x, y): (f64, f64) = scope
        .page
        .eval(
            "(() => {
                const box = all('.rows .waiting').find((path) => path.getAttribute('d')).getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2];
            })()",
        )
        .await?;
    scope.page.click_at(x, y).await?;
    scope
        .page
        .wait_until("text('.tabs [aria-selected=true]') === 'Details'")
        .await?;
    let title: String = scope.page.eval("text('.details h4')").await?;
    assert!(title.starts_with("main"), "{title}");
    scope.is_clean().await
}

#[tokio::test]
async fn the_description_of_a_ready_bar_has_no_repetition() -> Result<()> {
    let scope = ended("#sync?clock=virtual").await?;
    let page = &scope.page;
    page.click(&format!("{SHADOW}#tab-details")).await?;
    page.run("all('.timeline-view')[0].focus()").await?;
    // The first bar of main: ready.
    page.type_into(&format!("{SHADOW}.timeline-view"), "\u{e015}")
        .await?;
    page.wait_until("text('.details p:not(.empty)').startsWith('ready')")
        .await?;
    let (sentence, why): (String, String) = page
        .eval("[text('.details p:not(.empty)'), all('.details .why')[0].hidden ? '' : text('.details .why')]")
        .await?;
    assert_ne!(sentence, why);
    let facts: String = page.eval("text('.details .facts')").await?;
    assert!(!facts.contains("src/web/"), "{facts}");
    scope.is_clean().await
}

#[tokio::test]
async fn the_loop_can_be_stepped_from_its_first_pass() -> Result<()> {
    let scope = ended("#gather?clock=virtual").await?;
    let page = &scope.page;
    let button = format!("{SHADOW}.player .looks button[title^='Run one pass']");
    page.click(&button).await?;
    page.wait_until("runs.begun === 2").await?;
    page.wait_until("lanes().length === 2 && runStatus() === 'running'")
        .await?;
    let events = "JSON.parse(document.querySelector('coro-scope').recording()).events\
                  .filter(([, word]) => word === 'pass').length";
    assert_eq!(page.eval::<u32>(events).await?, 1);
    page.click(&button).await?;
    page.wait_until(&format!("{events} === 2")).await?;
    scope.is_clean().await?;

    let scope = ended("#sync?wait=10&clock=real").await?;
    let on_the_real_clock: bool = scope
        .page
        .eval("all('.player .looks button[title^=\"Run one pass\"]')[0].hidden")
        .await?;
    assert!(on_the_real_clock);
    scope.is_clean().await
}
