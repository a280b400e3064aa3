//! Comparing two runs on one axis.

use anyhow::Result;
use coroscope_e2e::needs;

use crate::scope::{Docs, SHADOW, Scope};

#[tokio::test]
async fn a_kept_run_is_shown_above_the_next_run_on_one_axis() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?clock=virtual&order=together&tasks=2")
        .await?;
    scope.wait_for_end("done").await?;
    scope.page.click(&format!("{SHADOW}#tab-compare")).await?;
    let begun: u32 = scope.page.eval("runs.begun").await?;
    scope
        .page
        .click(&format!("{SHADOW}.compare button"))
        .await?;
    let again = format!("runs.begun > {begun}");
    scope.page.wait_until(&again).await?;
    scope.wait_for_end("done").await?;
    let rows =
        "all('.compare tbody tr').map((row) => [...row.cells].map((cell) => cell.textContent))";
    scope
        .page
        .wait_until(&format!("({rows}).length > 5"))
        .await?;
    let same: Vec<Vec<String>> = scope.page.eval(rows).await?;
    assert_eq!(same[0], ["took", "150 ms", "150 ms", "the same"]);

    // The fourth document takes 250 ms; the kept run is drawn on the longer axis.
    scope
        .go("#gather?clock=virtual&order=together&tasks=4")
        .await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .wait_until(&format!("({rows})[0]?.[2] === '250 ms'"))
        .await?;
    let longer: Vec<Vec<String>> = scope.page.eval(rows).await?;
    assert_eq!(longer[0], ["took", "150 ms", "250 ms", "1.7 × as long"]);
    assert_eq!(longer[6], ["tasks", "3", "5", "2 more"]);
    // Both have main and two documents; only main took longer.
    assert_eq!(longer[9], ["Tasks that differ most"]);
    assert_eq!(longer[10], ["main", "150 ms", "250 ms", "1.7 × as long"]);
    assert_eq!(longer.len(), 11);
    // The timeline of the kept run comes first.
    let axes: Vec<Vec<String>> = scope
        .page
        .eval("all('.axis').map((axis) => [...axis.querySelectorAll('text.quiet')].map((t) => t.textContent))")
        .await?;
    assert_eq!(axes[0], axes[1]);

    scope
        .page
        .click(&format!("{SHADOW}.compare button:not([hidden]) + button"))
        .await?;
    scope.page.wait_until("all('.earlier')[0].hidden").await?;
    scope.is_clean().await
}

/// Changes a setting, as the reader does.
async fn choose(scope: &Scope, name: &str, value: &str) -> Result<()> {
    scope
        .page
        .run(&format!(
            "const field = all('[name={name}]')[0];
            field.value = '{value}';
            field.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ))
        .await
}

/// The captions of the two timelines, and the lines that both runs printed: where, and what.
const CAPTIONS: &str = "texts('.which:not([hidden]) span')";
const PRINTED: &str = "all('.compare-printed li').map((line) => [line.dataset.in, line.querySelector('.line').textContent])";

#[tokio::test]
async fn the_run_before_is_kept_and_compared_with_one_click() -> Result<()> {
    let scope = Docs::quick().open("#locks?clock=virtual").await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    let is_offered = "!all('.compare-before')[0].hasAttribute('data-nothing')";
    assert!(!page.eval::<bool>(is_offered).await?);
    choose(&scope, "variant", "lock").await?;
    page.wait_until("runs.ended === 2").await?;
    page.wait_until(is_offered).await?;
    let what: String = page.eval("text('.compare-before .what')").await?;
    assert_eq!(what, "The counter: has no lock → is guarded by a Lock");

    page.click(&format!("{SHADOW}.compare-before button"))
        .await?;
    page.wait_until("!all('.earlier')[0].hidden").await?;
    let captions: Vec<String> = page.eval(CAPTIONS).await?;
    assert_eq!(
        captions,
        [
            "Earlier run: The counter: has no lock",
            "This run: The counter: is guarded by a Lock"
        ]
    );
    let printed: Vec<(String, String)> = page.eval(PRINTED).await?;
    let only = |run: &str| -> Vec<&str> {
        let lines = printed.iter().filter(|(of, _)| of == run);
        lines.map(|(_, line)| &**line).collect()
    };
    assert!(
        only("before").iter().any(|line| line.contains("lost")),
        "{printed:?}"
    );
    assert!(!only("after").is_empty(), "{printed:?}");

    page.click(&format!("{SHADOW}.earlier .which button"))
        .await?;
    page.wait_until("all('.earlier')[0].hidden").await?;
    assert_eq!(
        page.eval::<Vec<String>>(CAPTIONS).await?,
        Vec::<String>::new()
    );
    scope.is_clean().await
}

#[tokio::test]
async fn both_variants_of_a_lesson_are_shown_above_each_other() -> Result<()> {
    let scope = Docs::quick().open("#locks?clock=virtual").await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    let label: String = page.eval("text('button.both')").await?;
    assert_eq!(label, "Show both: no lock, Lock");
    page.click(&format!("{SHADOW}button.both")).await?;
    page.wait_until("runs.ended === 3 && !all('.earlier')[0].hidden")
        .await?;
    let captions: Vec<String> = page.eval(CAPTIONS).await?;
    assert_eq!(
        captions,
        [
            "Earlier run: The counter: has no lock",
            "This run: The counter: is guarded by a Lock"
        ]
    );
    assert_eq!(
        page.eval::<String>("location.hash").await?,
        "#locks?variant=lock"
    );
    let axes: Vec<Vec<String>> = page
        .eval("all('.axis').map((axis) => [...axis.querySelectorAll('text.quiet')].map((t) => t.textContent))")
        .await?;
    assert_eq!(axes[0], axes[1]);

    // Another lesson has another picture; the comparison ends.
    scope.go("#pause?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    assert!(page.eval::<bool>("all('.earlier')[0].hidden").await?);
    assert!(page.eval::<bool>("all('button.both')[0].hidden").await?);
    scope.is_clean().await
}

#[tokio::test]
async fn stopping_the_first_of_two_variants_ends_both() -> Result<()> {
    // Longer than a test can wait, so that the first run has not ended when Stop is pressed.
    let address = "#locks?clock=real&pause=1000&times=100";
    let scope = Docs::quick().open(address).await?;
    let page = &scope.page;
    page.wait_until("runs.begun === 1").await?;
    page.click(&format!("{SHADOW}button.both")).await?;
    page.wait_until("runs.begun === 2 && runStatus() === 'running'")
        .await?;
    page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 2);
    assert!(page.eval::<bool>("all('.earlier')[0].hidden").await?);
    scope.is_clean().await
}

/// The heights of the lanes' two areas, and whether the last lane of each is reached by scrolling.
const LANES: &str = "(async () => {
    const found = [];
    for (const rows of all('.rows')) {
        rows.scrollTop = rows.scrollHeight;
        await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
        const last = [...rows.querySelectorAll('g[data-state] > text')].some((it) => it.textContent === 'adder 12');
        found.push([rows.clientHeight, last]);
    }
    return found;
})()";

#[tokio::test]
async fn both_runs_have_room_for_their_lanes_which_scroll() -> Result<()> {
    needs!(Narrow);
    let scope = Docs::quick().open("#locks?tasks=12&speed=max").await?;
    scope.wait_for_end("done").await?;
    scope.page.click(&format!("{SHADOW}button.both")).await?;
    scope
        .page
        .wait_until("all('.rows').length === 2 && runStatus() === 'done'")
        .await?;
    for (width, height) in [(1440, 900), (390, 844)] {
        scope.page.resize(width, height).await?;
        scope
            .page
            .wait_until(&format!("innerWidth === {width}"))
            .await?;
        let lanes: Vec<(f64, bool)> = scope.page.eval(LANES).await?;
        assert_eq!(lanes.len(), 2);
        for (room, reaches_last) in lanes {
            assert!(room >= 5.0 * 22.0, "{width}: only {room} px");
            assert!(reaches_last, "{width}");
        }
    }
    scope.is_clean().await
}
