//! Everything that is drawn answers to pointer and keys: the loop's lane, counter tracks, limits, failures, the minimap;
//! and the event loop as boxes at the reader's moment.

use anyhow::{Context, Result};
use coroscope_e2e::{Feature, is_skipped};
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope};

const READOUT: &str = "text('.readout')";

async fn opened(fragment: &str) -> Result<Scope> {
    let scope = Docs::quick().open(fragment).await?;
    scope.wait_for_end("done").await?;
    Ok(scope)
}

/// Waits until the readout contains these words.
async fn readout_has(scope: &Scope, words: &str) -> Result<()> {
    let expected = serde_json::json!(words);
    let found = scope
        .page
        .wait_until(&format!("{READOUT}.includes({expected})"))
        .await;
    let readout: String = scope.page.eval(READOUT).await?;
    found.with_context(|| format!("the readout says: {readout}"))
}

/// The middle of the first element that a selector finds.
async fn middle_of(scope: &Scope, css: &str) -> Result<(f64, f64)> {
    let css = serde_json::json!(css);
    let middle = format!(
        "(() => {{
            const drawn = all({css}).filter((path) => path.getAttribute('d'));
            drawn[0].scrollIntoView({{ block: 'center' }});
            const box = drawn[0].getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
        }})()"
    );
    scope.page.eval(&middle).await
}

#[tokio::test]
async fn the_arrow_keys_reach_the_loop_and_the_counter_tracks() -> Result<()> {
    let scope = opened("#locks?variant=lock&clock=virtual").await?;
    let page = &scope.page;
    page.run("all('.timeline-view')[0].focus()").await?;
    page.press(Key::Down).await?;
    readout_has(&scope, "main").await?;
    page.press(Key::Up).await?;
    readout_has(&scope, "at 0 ms: a pass over ").await?;
    page.press(Key::End).await?;
    readout_has(&scope, "at 640 ms: a pass").await?;
    // What screen readers read is the same.
    let active = "scope().getElementById(all('.timeline-view')[0].getAttribute('aria-activedescendant')).textContent";
    let said: String = page.eval(active).await?;
    assert!(said.starts_with("at 640 ms: a pass"), "{said}");
    let outlined = "all('.loop .selected').filter((outline) => outline.getAttribute('d')).length";
    assert_eq!(page.eval::<u32>(outlined).await?, 1);
    page.press(Key::Home).await?;
    page.press(Key::Down).await?;
    readout_has(&scope, "main").await?;
    for _ in 0..5 {
        page.press(Key::Down).await?;
    }
    readout_has(&scope, "at 0 ms: lock counter").await?;
    page.press(Key::End).await?;
    readout_has(&scope, "at 640 ms: lock counter is free").await?;
    page.press(Key::Down).await?;
    readout_has(&scope, "value is 16").await?;
    page.press(Key::Escape).await?;
    readout_has(&scope, "A row is a task").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn limits_and_what_timed_out_are_drawn_and_described() -> Result<()> {
    let scope = opened("#timeouts?clock=virtual").await?;
    let legend: Vec<String> = scope.page.eval("texts('.legend li')").await?;
    for label in ["time limit; filled if reached", "timed out", "cleaning up"] {
        assert!(
            legend
                .iter()
                .any(|entry| entry.starts_with(&format!("{label}: "))),
            "{legend:?}"
        );
    }
    let (x, y) = middle_of(&scope, ".rows .timed-out").await?;
    scope.page.move_pointer_to(x, y).await?;
    readout_has(
        &scope,
        "timed out: a time limit of 300 ms was reached at 300 ms",
    )
    .await?;
    let (x, y) = middle_of(&scope, ".rows .reached").await?;
    scope.page.move_pointer_to(x, y).await?;
    readout_has(&scope, "a time limit of 300 ms").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_failure_that_cancels_others_is_a_line_with_a_sentence() -> Result<()> {
    let scope = opened("#groups?clock=virtual").await?;
    let line = "all('.rows .failure').filter((path) => path.getAttribute('d')).length";
    assert_eq!(scope.page.eval::<u32>(line).await?, 1);
    let (x, y) = middle_of(&scope, ".rows .failure").await?;
    scope.page.move_pointer_to(x, y).await?;
    readout_has(&scope, "failed at").await?;
    // The lesson fetches a document that does not exist.
    let problems = scope.page.problems().await?;
    let others: Vec<&String> = problems
        .iter()
        .filter(|it| !it.contains("docs/missing.txt"))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    Ok(())
}

#[tokio::test]
async fn callbacks_have_rows_and_a_mark_where_they_run() -> Result<()> {
    let scope = opened("#loop?clock=virtual").await?;
    let names: Vec<String> = scope
        .lanes()
        .await?
        .into_iter()
        .map(|lane| lane.name)
        .collect();
    assert!(names.iter().any(|name| name == "call_soon"), "{names:?}");
    assert!(
        names.iter().any(|name| name.ends_with("later 600 ms")),
        "{names:?}"
    );
    let (x, y) = middle_of(&scope, ".rows .called").await?;
    scope.page.move_pointer_to(x, y).await?;
    readout_has(&scope, "the callback call_later").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_loop_is_shown_as_boxes_at_the_readers_moment() -> Result<()> {
    let scope = opened("#loop?clock=virtual").await?;
    let page = &scope.page;
    let boxes = |part: &str| format!("texts('.now-{part} .box')");
    assert_eq!(
        page.eval::<Vec<String>>(&boxes("running")).await?,
        ["all tasks ended"]
    );
    let height = "all('.loop-now')[0].getBoundingClientRect().height";
    let before: f64 = page.eval(height).await?;
    page.run("document.querySelector('coro-scope').seek('100ms')")
        .await?;
    page.wait_until("texts('.now-running .box')[0] === 'idle'")
        .await?;
    let timers: Vec<String> = page.eval(&boxes("timers")).await?;
    assert_eq!(timers.len(), 4, "{timers:?}");
    assert!(timers[0].ends_with("200 ms"), "{timers:?}");
    let label: String = page
        .eval("all('.loop-now')[0].getAttribute('aria-label')")
        .await?;
    assert!(label.starts_with("The event loop: "), "{label}");
    assert_eq!(page.eval::<f64>(height).await?, before);
    scope.is_clean().await
}

#[tokio::test]
async fn what_the_loop_does_is_never_cut_off() -> Result<()> {
    for language in ["en", "de"] {
        let path = format!("index.html?lang={language}#loop?clock=virtual");
        let scope = Scope::open(Docs::quick().site()?, &path).await?;
        let page = &scope.page;
        page.wait_until("typeof all === 'function' && all('button.run').length > 0")
            .await?;
        page.click(&format!("{SHADOW}button.run")).await?;
        scope.wait_for_end("done").await?;
        for width in [1280, 1000, 640, 390] {
            if width == 390 && is_skipped(", 390 pixels wide", Feature::Narrow)? {
                continue;
            }
            page.resize(width, 900).await?;
            page.wait_until(&format!("innerWidth === {width}")).await?;
            let spare: f64 = page
                .eval(
                    "(() => {
                        const right = (selector) => all(selector)[0].getBoundingClientRect().right;
                        return right('.now-running') - right('.now-running .box');
                    })()",
                )
                .await?;
            let words: String = page.eval("text('.now-running .box')").await?;
            assert!(spare >= 0.0, "{words}, {width} pixels: {spare}");
        }
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_minimap_says_what_is_under_the_pointer() -> Result<()> {
    let scope = opened("#gather?clock=virtual").await?;
    let page = &scope.page;
    page.type_into(&format!("{SHADOW}.timeline-view"), "wwwww")
        .await?;
    page.wait_until("all('.minimap .window')[0].getAttribute('d')")
        .await?;
    let (x, y) = middle_of(&scope, ".minimap .window").await?;
    page.move_pointer_to(x, y).await?;
    readout_has(&scope, "the whole run, at").await?;
    scope.is_clean().await
}
