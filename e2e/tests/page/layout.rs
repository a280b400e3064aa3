//! Where the parts of the page are: the timeline comes first, and nothing moves while a lesson runs.

use anyhow::{Context, Result};
use coroscope_e2e::needs;

use crate::scope::{Docs, Scope};

/// The lowest place for the top of the first bar, in pixels, in a window of 1440 × 900.
const LOWEST: f64 = 420.0;
/// The most that a lesson's page may shift, as the browser's score.
const MAX_SHIFT: f64 = 0.01;

/// Sums up layout shifts, also those that follow a click, and names what moved.
const WATCH_SHIFTS: &str = "
    window.shifts = [];
    window.shiftObserver = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
    shiftObserver.observe({ type: 'layout-shift' });";
const SHIFTS: &str = "(() => {
    shifts.push(...shiftObserver.takeRecords());
    const name = ({ node }) => node?.getAttribute?.('class') ?? node?.nodeName ?? 'a part of the element';
    const place = ({ previousRect: a, currentRect: b }) => `${a.x},${a.y} ${a.width}x${a.height} to ${b.x},${b.y} ${b.width}x${b.height}`;
    return [shifts.reduce((sum, { value }) => sum + value, 0),
        shifts.flatMap(({ sources }) => sources.map((it) => `${name(it)} from ${place(it)}`)).slice(0, 6).join('; ')];
})()";

const FRAMES: &str =
    "await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))";

async fn wide() -> Result<(Scope, Vec<String>)> {
    let scope = Docs::quick().open("").await?;
    scope.page.resize(1440, 900).await?;
    scope.page.wait_until("innerWidth === 1440").await?;
    scope.page.wait_until("text('.title') !== ''").await?;
    let lessons =
        "[...new Set([...document.querySelectorAll('.rail a')].map((link) => link.hash.slice(1)))]
        .filter((id) => /^[a-z]+$/.test(id) && !['script', 'recording'].includes(id))";
    let lessons: Vec<String> = scope.page.eval(lessons).await?;
    assert!(lessons.len() > 10, "{lessons:?}");
    Ok((scope, lessons))
}

/// Shows a lesson as it is before its run.
async fn show(scope: &Scope, lesson: &str) -> Result<()> {
    let page = &scope.page;
    page.run(&format!("location.hash = '#{lesson}'")).await?;
    let is_shown =
        format!("document.querySelector('coro-scope').getAttribute('lesson') === '{lesson}'");
    page.wait_until(&is_shown).await?;
    page.run(FRAMES).await
}

#[tokio::test]
async fn the_first_bar_is_high_up_in_every_lesson() -> Result<()> {
    let (scope, lessons) = wide().await?;
    let mut places = Vec::new();
    for lesson in &lessons {
        show(&scope, lesson).await?;
        scope.run_again().await?;
        let first = "all('.rows g[data-state] path.running, .rows g[data-state] path.tick, .rows g[data-state] path.waiting')
            .filter((path) => path.getAttribute('d'))
            .map((path) => path.getBoundingClientRect().top)";
        scope
            .page
            .wait_until(&format!("{first}.length > 0"))
            .await
            .with_context(|| lesson.clone())?;
        scope.page.run(FRAMES).await?;
        let top: f64 = scope
            .page
            .eval(&format!("Math.min(...{first}) + scrollY"))
            .await?;
        places.push((lesson, top));
    }
    let low: Vec<_> = places.iter().filter(|(_, top)| *top > LOWEST).collect();
    assert!(low.is_empty(), "too low: {low:?}");
    println!("the first bar: {places:?}");
    Ok(())
}

#[tokio::test]
async fn nothing_moves_while_a_lesson_runs_and_is_stepped_and_zoomed() -> Result<()> {
    // Only Chromium reports layout shifts.
    needs!(Devtools);
    let (scope, lessons) = wide().await?;
    let mut scores = Vec::new();
    for lesson in lessons {
        show(&scope, &lesson).await?;
        scope.page.run(WATCH_SHIFTS).await?;
        scope.run_again().await?;
        scope
            .page
            .wait_until("['done', 'failed', 'stopped'].includes(runStatus())")
            .await
            .with_context(|| lesson.clone())?;
        scope
            .page
            .run(
                "const frame = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
                const press = async (label) => {
                    all(`.player [aria-label='${label}']`)[0].click();
                    await frame();
                };
                await frame();
                for (let n = 0; n < 12; n += 1) await press('Previous event (,)');
                for (let n = 0; n < 3; n += 1) await press('Previous turn (<)');
                for (const label of ['+', '+', 'Fit']) {
                    all('.player button').find((it) => it.textContent === label).click();
                    await frame();
                }
                await press('To the end');",
            )
            .await?;
        let (score, moved): (f64, String) = scope.page.eval(SHIFTS).await?;
        scope.page.run("shiftObserver.disconnect()").await?;
        scores.push((lesson, score, moved));
    }
    let bad: Vec<_> = scores
        .iter()
        .filter(|(_, score, _)| *score > MAX_SHIFT)
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
    println!(
        "layout shifts: {:?}",
        scores
            .iter()
            .map(|(id, score, _)| (id, score))
            .collect::<Vec<_>>()
    );
    Ok(())
}
