//! axe-core finds no violation on the page: in light, dark and forced colors.

use anyhow::{Context, Result};
use coroscope_e2e::needs;

use crate::scope::{Docs, SHADOW, Scope};
use crate::script::editor as script;

/// The violations on the current page: the rule of each, and the elements that break it.
pub(crate) async fn violations(scope: &Scope) -> Result<Vec<String>> {
    let file = std::env::var("COROSCOPE_AXE");
    let file =
        file.context("COROSCOPE_AXE is not set; `cargo xtask test e2e` installs axe-core")?;
    let axe = std::fs::read_to_string(&file).with_context(|| format!("could not read {file}"))?;
    // The driver runs it as part of the test, so the page's content security policy does not apply.
    scope.page.client().execute(&axe, Vec::new()).await?;
    scope
        .page
        .eval(
            "(async () => {
                // Forced colors are the system's: those of Firefox 153 without a desktop have a contrast of 2.94.
                const isForced = matchMedia('(forced-colors: active)').matches && /Firefox/.test(navigator.userAgent);
                const rules = { 'color-contrast': { enabled: !isForced } };
                const { violations } = await window.axe.run(document, { resultTypes: ['violations'], rules });
                return violations.map(({ id, nodes }) => id + ': '
                    + nodes.map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | '));
            })()",
        )
        .await
}

async fn check(colours: &[(&str, &str)]) -> Result<()> {
    needs!(Media);
    let scope = Docs::quick().open("#queue?clock=virtual").await?;
    scope.page.prefer(colours).await?;
    scope.wait_for_end("done").await?;
    assert_eq!(violations(&scope).await?, Vec::<String>::new());

    // With a selected bar, in the middle of the run.
    let down = "\u{e015}";
    let right = "\u{e014}";
    scope.page.run("all('.timeline-view')[0].focus()").await?;
    let keys = format!("{down}{down}{right}{right}\u{e007}");
    scope
        .page
        .type_into(&format!("{SHADOW}.timeline-view"), &keys)
        .await?;
    scope.page.click(&format!("{SHADOW}#tab-details")).await?;
    scope.page.wait_until("text('.details h4') !== ''").await?;
    assert_eq!(violations(&scope).await?, Vec::<String>::new());

    // With a failed script in the editor.
    scope
        .page
        .run("location.hash = '#script?clock=virtual'")
        .await?;
    script::has_editor(&scope).await?;
    script::paste(&scope, "import asyncio\n\nprint(asyncio.missing)\n").await?;
    scope.run_again().await?;
    scope.wait_for_end("failed").await?;
    scope
        .page
        .wait_until("all('.cm-lintRange-error').length > 0")
        .await?;
    assert_eq!(violations(&scope).await?, Vec::<String>::new());
    scope.is_clean().await
}

#[tokio::test]
async fn there_are_no_violations_in_light() -> Result<()> {
    check(&[("prefers-color-scheme", "light")]).await
}

#[tokio::test]
async fn there_are_no_violations_in_dark() -> Result<()> {
    check(&[("prefers-color-scheme", "dark")]).await
}

#[tokio::test]
async fn there_are_no_violations_in_forced_colors() -> Result<()> {
    check(&[("forced-colors", "active")]).await
}

#[tokio::test]
async fn a_screen_reader_gets_a_row_for_each_lane_and_a_sentence_for_each_bar() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?clock=virtual&order=together&tasks=2")
        .await?;
    scope.wait_for_end("done").await?;
    let rows: Vec<String> = scope
        .page
        .eval("texts('[role=row] [role=rowheader]')")
        .await?;
    assert_eq!(rows[0], "main, done");
    assert_eq!(rows[1], "docs/event-loop.txt, spawned by main, done");
    scope.page.run("all('.timeline-view')[0].focus()").await?;
    scope
        .page
        .type_into(&format!("{SHADOW}.timeline-view"), "\u{e015}\u{e015}")
        .await?;
    let description = "scope().getElementById(all('.timeline-view')[0].getAttribute('aria-activedescendant'))?.textContent ?? ''";
    scope
        .page
        .wait_until(&format!("({description}).includes('waiting')"))
        .await?;
    let description: String = scope.page.eval(description).await?;
    assert_eq!(
        description,
        "docs/event-loop.txt: waiting, waiting 100 ms for the timer"
    );
    scope.is_clean().await
}
