//! What axe-core finds on the page: nothing, in light, in dark and in forced colours.

use anyhow::{Context, Result};
use coroscope_e2e::needs;

use super::script;
use crate::scope::{Docs, IN, Scope};

/// Each violation of the page as it is now: its rule, and the elements that break it.
async fn violations(scope: &Scope) -> Result<Vec<String>> {
    let file = std::env::var("COROSCOPE_AXE");
    let file =
        file.context("COROSCOPE_AXE is not set; `cargo xtask test e2e` installs axe-core")?;
    let axe = std::fs::read_to_string(&file).with_context(|| format!("could not read {file}"))?;
    // In the page as a part of the test, which the page's policy is not about.
    scope.page.client().execute(&axe, Vec::new()).await?;
    scope
        .page
        .eval(
            "(async () => {
                const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
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
    scope.stands("done").await?;
    assert_eq!(violations(&scope).await?, Vec::<String>::new());

    // And with a bar selected, in the middle of the run.
    let down = "\u{e015}";
    let right = "\u{e014}";
    scope.page.run("all('.sheet')[0].focus()").await?;
    let keys = format!("{down}{down}{right}{right}\u{e007}");
    scope.page.type_into(&format!("{IN}.sheet"), &keys).await?;
    scope.page.click(&format!("{IN}#tab-details")).await?;
    scope.page.wait_until("text('.details h4') !== ''").await?;
    assert_eq!(violations(&scope).await?, Vec::<String>::new());

    // And a script that failed, in its editor.
    scope
        .page
        .run("location.hash = '#script?clock=virtual'")
        .await?;
    script::has_editor(&scope).await?;
    script::paste(&scope, "import asyncio\n\nprint(asyncio.missing)\n").await?;
    scope.run_again().await?;
    scope.stands("failed").await?;
    scope
        .page
        .wait_until("all('.cm-lintRange-error').length > 0")
        .await?;
    assert_eq!(violations(&scope).await?, Vec::<String>::new());
    scope.is_clean().await
}

#[tokio::test]
async fn nothing_is_wrong_in_light() -> Result<()> {
    check(&[("prefers-color-scheme", "light")]).await
}

#[tokio::test]
async fn nothing_is_wrong_in_dark() -> Result<()> {
    check(&[("prefers-color-scheme", "dark")]).await
}

#[tokio::test]
async fn nothing_is_wrong_in_forced_colours() -> Result<()> {
    check(&[("forced-colors", "active")]).await
}

#[tokio::test]
async fn whoever_listens_hears_a_row_for_each_lane_and_a_sentence_for_each_bar() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?clock=virtual&order=together&tasks=2")
        .await?;
    scope.stands("done").await?;
    let rows: Vec<String> = scope
        .page
        .eval("texts('[role=row] [role=rowheader]')")
        .await?;
    assert_eq!(rows[0], "main, done");
    assert_eq!(rows[1], "docs/event-loop.txt, spawned by main, done");
    scope.page.run("all('.sheet')[0].focus()").await?;
    scope
        .page
        .type_into(&format!("{IN}.sheet"), "\u{e015}\u{e015}")
        .await?;
    let heard = "scope().getElementById(all('.sheet')[0].getAttribute('aria-activedescendant'))?.textContent ?? ''";
    scope
        .page
        .wait_until(&format!("({heard}).includes('waiting')"))
        .await?;
    let heard: String = scope.page.eval(heard).await?;
    assert_eq!(
        heard,
        "docs/event-loop.txt: waiting, waiting 100 ms for the timer"
    );
    scope.is_clean().await
}
