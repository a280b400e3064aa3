//! Other orders of a script: the search in its workers, the table, both runs on one axis, and the order in the address.

use anyhow::Result;

use super::editor::{has_editor, run_script};
use crate::scope::{Docs, SHADOW, Scope};

/// Two tasks add to a counter, with a wait between reading and writing. In the usual order they don't overlap.
const LOST_UPDATE: &str = include_str!("../../../tools/docs/tests/orders/lost_update.py");
const CORRECTED: &str = include_str!("../../../tools/docs/tests/orders/lost_update_corrected.py");

/// The rows of the table.
const OUTCOMES: &str = "all('.outcomes tbody tr').map((row) => row.cells[0].textContent)";

/// Searches, and waits for the end. Results in the numbers of orders and of outcomes.
async fn search(scope: &Scope) -> Result<(u32, u32)> {
    let page = &scope.page;
    page.run("window.searched = []; document.querySelector('coro-scope').addEventListener('orders', (event) => window.searched.push(event.detail), { once: true })")
        .await?;
    page.click(&format!("{SHADOW}.orders .search button"))
        .await?;
    page.wait_until("window.searched.length === 1").await?;
    page.eval("[searched[0].tried, searched[0].outcomes]").await
}

#[tokio::test]
async fn a_lost_update_is_found_and_shown_beside_the_usual_run() -> Result<()> {
    let scope = Docs::quick().open("#script?clock=virtual").await?;
    let page = &scope.page;
    has_editor(&scope).await?;
    run_script(&scope, LOST_UPDATE, "done").await?;
    assert_eq!(scope.printed().await?, ["the counter says 2"]);
    let (_, outcomes) = search(&scope).await?;
    assert_eq!(outcomes, 2);
    let rows: Vec<String> = page.eval(OUTCOMES).await?;
    assert!(
        rows[1].contains("the counter says 1"),
        "the lost update is an outcome: {rows:?}"
    );
    page.run("all('.outcomes tbody button')[1].click()").await?;
    page.wait_until("!all('.timeline .cause')[0].hidden")
        .await?;
    let cause: String = page.eval("text('.timeline .cause')").await?;
    assert!(cause.contains("the counter says 1"), "{cause}");
    assert_eq!(scope.printed().await?, ["the counter says 1"]);
    page.wait_until("location.hash.includes('schedule=')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_corrected_script_has_one_outcome() -> Result<()> {
    let scope = Docs::quick().open("#script?clock=virtual").await?;
    has_editor(&scope).await?;
    run_script(&scope, CORRECTED, "done").await?;
    let (_, outcomes) = search(&scope).await?;
    assert_eq!(outcomes, 1);
    scope.is_clean().await
}
