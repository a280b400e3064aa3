//! Lessons with a mistake that the usual order hides: the run's answer leads to *Try other orders*, which finds it, and the
//! exercise is solved only without it.

use anyhow::Result;

use super::orders::search;
use crate::scope::Docs;

/// The kind of the exercise's result.
const RESULT: &str = "all('.exercise .result')[0].dataset.result";

/// A lesson with settings that hide a mistake, the words of another outcome, and settings that solve the exercise.
async fn check(hidden: &str, outcome: &str, right: &str) -> Result<()> {
    let scope = Docs::quick().open(hidden).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    page.wait_until("text('.answer').includes('Nothing makes sure of that: try other orders.')")
        .await?;
    search(&scope).await?;
    let rows = "all('.outcomes tbody tr').map((row) => row.cells[0].textContent)";
    let rows: Vec<String> = page.eval(rows).await?;
    let row = rows.iter().position(|row| row.contains(outcome));
    let row = row.unwrap_or_else(|| panic!("{hidden}: {rows:#?}"));
    assert!(row > 0, "the usual order has it, too: {rows:?}");

    page.run(&format!("all('.outcomes tbody button')[{row}].click()"))
        .await?;
    page.wait_until("!all('.timeline .cause')[0].hidden")
        .await?;
    let marks =
        "all('.axis').map((axis) => axis.querySelectorAll('.choice[d]:not([d=\"\"])').length)";
    let marks: Vec<usize> = page.eval(marks).await?;
    assert!(
        marks.len() == 2 && marks.iter().all(|count| *count > 0),
        "the choices are marked in both runs: {marks:?}"
    );

    scope.go(right).await?;
    scope.wait_for_end("done").await?;
    page.wait_until("text('.exercise .result').startsWith('This run is right.')")
        .await?;
    search(&scope).await?;
    page.wait_until(&format!("{RESULT} === 'solved'")).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn additions_that_only_a_gap_protects() -> Result<()> {
    check(
        "#locks?gap=200",
        "12 are lost",
        "#locks?variant=lock&pause=10",
    )
    .await
}

#[tokio::test]
async fn a_none_that_overtakes_a_document() -> Result<()> {
    check(
        "#queue?ends=last",
        "deadlock: main, producer 1 can never continue",
        "#queue?consumers=8",
    )
    .await
}

#[tokio::test]
async fn a_limit_that_is_reached_when_the_work_is_done() -> Result<()> {
    check(
        "#timeouts",
        "1 of 4 reports are wrong",
        "#timeouts?cleanup=20&report=work",
    )
    .await
}

#[tokio::test]
async fn a_document_that_gets_all_refusals() -> Result<()> {
    check(
        "#helper?variant=retry&refusals=3",
        "was refused",
        "#helper?variant=retry&refusals=3&attempts=4&pause=10",
    )
    .await
}
