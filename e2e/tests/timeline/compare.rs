//! Comparing two runs on one axis.

use anyhow::Result;

use crate::scope::{Docs, SHADOW};

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
        .eval("all('.axis').map((axis) => [...axis.querySelectorAll('text')].map((t) => t.textContent))")
        .await?;
    assert_eq!(axes[0], axes[1]);

    scope
        .page
        .click(&format!("{SHADOW}.compare button:not([hidden]) + button"))
        .await?;
    scope.page.wait_until("all('.earlier')[0].hidden").await?;
    scope.is_clean().await
}
