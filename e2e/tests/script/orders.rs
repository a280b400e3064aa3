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
    // The number of the moment is below the labels of the axis.
    let (labels, tops): (Vec<f64>, Vec<f64>) = page
        .eval(
            "[all('.axis .labels').map((it) => it.transform.baseVal[0].matrix.f),
              all('.axis .spot-number').map((it) => it.transform.baseVal[0].matrix.f - it.firstChild.r.baseVal.value)]",
        )
        .await?;
    for (label, top) in labels.iter().zip(&tops) {
        assert!(label < top, "{labels:?} {tops:?}");
    }
    assert_eq!(tops.len(), 2);
    let cause: String = page.eval("text('.timeline .cause')").await?;
    assert!(cause.contains("the counter says 1"), "{cause}");
    assert_eq!(scope.printed().await?, ["the counter says 1"]);
    page.wait_until("location.hash.includes('schedule=')")
        .await?;
    scope.is_clean().await
}

/// Nobody awaits the task, which fails if it is not cancelled before. The printed line is the same.
const FORGOTTEN: &str = "import asyncio

async def mail():
    await asyncio.sleep(0.05)
    raise OSError('refused')

async def main():
    task = asyncio.create_task(mail(), name='mail')
    await asyncio.sleep(0.02)
    print('done')
    return task

asyncio.run(main())
";

#[tokio::test]
async fn a_finding_is_an_outcome() -> Result<()> {
    let scope = Docs::quick().open("#script?clock=virtual").await?;
    let page = &scope.page;
    has_editor(&scope).await?;
    run_script(&scope, FORGOTTEN, "done").await?;
    let (_, outcomes) = search(&scope).await?;
    let rows: Vec<String> = page.eval(OUTCOMES).await?;
    assert_eq!(outcomes, 2, "{rows:?}");
    assert!(
        rows[1].contains("finding: ") && rows[1].contains("(mail)"),
        "{rows:?}"
    );
    scope.is_clean().await
}

/// Waits for ever if four tasks end in the opposite order, which takes three changes: only a random order has them.
const SPINS: &str = "import asyncio

ended = []

async def end(n):
    await asyncio.sleep(n * 0.01)
    ended.append(n)

async def main():
    await asyncio.gather(*[end(n) for n in range(1, 5)])
    while ended == [4, 3, 2, 1]:
        pass
    print('ended')

asyncio.run(main())
";

#[tokio::test]
async fn a_random_order_without_an_end_is_not_called_the_usual_one() -> Result<()> {
    let scope = Docs::quick().open("#script?clock=virtual").await?;
    let page = &scope.page;
    has_editor(&scope).await?;
    run_script(&scope, SPINS, "done").await?;
    page.click(&format!("{SHADOW}.orders .search button"))
        .await?;
    page.wait_until("all('.outcomes tbody tr').length > 1")
        .await?;
    page.run("all('.orders .search button')[1].click()").await?;
    let rows: Vec<Vec<String>> = page
        .eval("all('.outcomes tbody tr').map((row) => [...row.cells].map((cell) => cell.innerText.trim()))")
        .await?;
    assert!(
        rows[1][0].contains("did not end within 5 s, in a random order that is not known"),
        "{rows:?}"
    );
    assert_eq!(rows[1][2..], ["not known", ""], "nothing can be shown");
    assert_eq!(rows[0][3], "Show", "{rows:?}");
    page.wait_until("all('.orders progress')[0].hidden").await?;
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
