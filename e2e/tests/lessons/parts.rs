//! The lessons with real parts: files and the database of the browser, under the site's policy.

use anyhow::{Context, Result};
use coroscope_e2e::needs;

use crate::scope::{Docs, names, states};

/// Both lessons, on a clock on which each run is the same.
const VIRTUAL: [&str; 2] = ["#files?clock=virtual", "#pipeline?clock=virtual"];

#[tokio::test]
async fn what_was_written_in_a_scope_is_in_the_file_and_what_nobody_closed_is_not() -> Result<()> {
    needs!(Files);
    let scope = Docs::quick()
        .open("#files?lines=3&pause=1&cancel=0&readers=2")
        .await?;
    scope.stands("done").await?;
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

    // The first line would come long after that.
    scope
        .go("#files?variant=last&pause=5000&cancel=1000&readers=1")
        .await?;
    scope.stands("done").await?;
    let printed = scope.printed().await?;
    let expected = ["the writer was cancelled", "reader 1 found 0 lines"];
    assert_eq!(printed[..2], expected);
    scope.is_clean().await
}

#[tokio::test]
async fn a_pipeline_leaves_its_counts_in_the_browsers_database() -> Result<()> {
    let scope = Docs::quick().open("#pipeline?latency=0").await?;
    scope.stands("done").await?;
    assert_eq!(states(&scope.lanes().await?), ["done"]);
    let printed = scope.printed().await?;
    let last = printed.last().context("nothing was printed")?;
    assert!(last.starts_with("documents read back: 9,"), "{last}");

    // As another page of the site would read it.
    let titles: Vec<String> = scope
        .page
        .eval(
            "new Promise((tell, fail) => {
                const opening = indexedDB.open('coroscope-words');
                opening.onerror = () => fail(opening.error);
                opening.onsuccess = () => {
                    const keys = opening.result.transaction('values')
                        .objectStore('values').getAllKeys();
                    keys.onsuccess = () => tell(keys.result);
                };
            })",
        )
        .await?;
    assert_eq!(titles.len(), 9, "{titles:?}");
    assert!(titles.contains(&"The event loop".to_owned()), "{titles:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_virtual_clock_real_parts_answer_in_the_same_order_each_time() -> Result<()> {
    needs!(Files);
    let scope = Docs::quick().open(VIRTUAL[0]).await?;
    for fragment in VIRTUAL {
        if fragment != VIRTUAL[0] {
            scope.go(fragment).await?;
        }
        scope.stands("done").await?;
        let said = "text('.stand') + text('.player .time') + JSON.stringify(lanes()) + printed()";
        let first: String = scope.page.eval(said).await?;
        scope.run_again().await?;
        scope.stands("done").await?;
        let second: String = scope.page.eval(said).await?;
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
        .wait_until("lanes().length === 3 && stand() === 'running'")
        .await?;
    scope
        .page
        .click(&format!("{}button.stop", crate::scope::IN))
        .await?;
    scope.stands("stopped").await?;
    scope.is_clean().await
}
