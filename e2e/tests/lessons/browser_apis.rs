//! The lessons with browser APIs: files and IndexedDB, under the site's content security policy.

use anyhow::{Context, Result};
use coroscope_e2e::needs;

use crate::scope::{Docs, names, states};

/// Both lessons on the virtual clock, so that each run is the same.
const VIRTUAL: [&str; 2] = ["#files?clock=virtual", "#pipeline?clock=virtual"];

#[tokio::test]
async fn a_file_that_was_closed_in_a_scope_is_written_and_one_that_was_not_closed_is_not()
-> Result<()> {
    needs!(Files);
    let scope = Docs::quick()
        .open("#files?lines=3&pause=1&cancel=0&readers=2")
        .await?;
    scope.wait_for_end("done").await?;
    let lanes = scope.lanes().await?;
    let expected = ["main", "ticker", "writer", "reader 1", "reader 2"];
    assert_eq!(names(&lanes), expected);
    let printed = scope.printed().await?;
    let expected = [
        "notes.txt is closed",
        "reader 1 found 3 lines",
        "reader 2 found 3 lines",
    ];
    assert_eq!(printed[..3], expected);

    // The first line would be written much later.
    scope
        .go("#files?variant=last&pause=5000&cancel=1000&readers=1")
        .await?;
    scope.wait_for_end("done").await?;
    let printed = scope.printed().await?;
    let expected = ["the writer was cancelled", "reader 1 found 0 lines"];
    assert_eq!(printed[..2], expected);
    scope.is_clean().await
}

#[tokio::test]
async fn the_pipeline_stores_its_counts_in_indexed_db() -> Result<()> {
    let scope = Docs::quick().open("#pipeline?latency=0").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(states(&scope.lanes().await?), ["done"]);
    let printed = scope.printed().await?;
    let last = printed.last().context("nothing was printed")?;
    assert!(last.starts_with("documents read back: 9,"), "{last}");

    // Another page of the site would read it like this.
    let titles: Vec<String> = scope
        .page
        .eval(
            "new Promise((resolve, fail) => {
                const opening = indexedDB.open('coroscope-words');
                opening.onerror = () => fail(opening.error);
                opening.onsuccess = () => {
                    const keys = opening.result.transaction('values')
                        .objectStore('values').getAllKeys();
                    keys.onsuccess = () => resolve(keys.result);
                };
            })",
        )
        .await?;
    assert_eq!(titles.len(), 9, "{titles:?}");
    assert!(titles.contains(&"The event loop".to_owned()), "{titles:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_virtual_clock_browser_apis_answer_in_the_same_order_each_time() -> Result<()> {
    needs!(Files);
    let scope = Docs::quick().open(VIRTUAL[0]).await?;
    for fragment in VIRTUAL {
        if fragment != VIRTUAL[0] {
            scope.go(fragment).await?;
        }
        scope.wait_for_end("done").await?;
        let shown =
            "text('.run-status') + text('.player .time') + JSON.stringify(lanes()) + printed()";
        let first: String = scope.page.eval(shown).await?;
        scope.run_again().await?;
        scope.wait_for_end("done").await?;
        let second: String = scope.page.eval(shown).await?;
        assert_eq!(second, first, "{fragment}");
    }
    scope.is_clean().await
}

#[tokio::test]
async fn a_run_that_is_stopped_closes_its_file() -> Result<()> {
    needs!(Files);
    let scope = Docs::quick().open("#files?pause=5000&cancel=0").await?;
    scope
        .page
        .wait_until("lanes().length === 3 && runStatus() === 'running'")
        .await?;
    scope
        .page
        .click(&format!("{}button.stop", crate::scope::SHADOW))
        .await?;
    scope.wait_for_end("stopped").await?;
    scope.is_clean().await
}
