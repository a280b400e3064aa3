//! Several elements in a page that loads the generated JavaScript first, and moving them.

use anyhow::Result;

use crate::scope::{Docs, Scope};

async fn two_elements(docs: &Docs) -> Result<Scope> {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    Scope::open(docs.site()?.fallback(fixtures), "two.html").await
}

#[tokio::test]
async fn two_elements_run_different_lessons() -> Result<()> {
    let scope = two_elements(&Docs::quick()).await?;
    let page = &scope.page;
    page.wait_until("runStatus(0) === 'done' && runStatus(1) === 'done'")
        .await?;
    let titles: (String, String) = page.eval("[text('.title', 0), text('.title', 1)]").await?;
    assert_eq!(titles, ("Gather".to_owned(), "Queue".to_owned()));
    let lanes: (String, String) = page
        .eval("[lanes(0).at(-1).name, lanes(1).at(-1).name]")
        .await?;
    assert_eq!(
        lanes,
        ("docs/gather.txt".to_owned(), "consumer 2".to_owned())
    );
    assert_eq!(
        page.eval::<(u32, u32)>("[runs.begun, runs.ended]").await?,
        (2, 2)
    );

    // Settings of one element do not affect the other.
    page.run("document.querySelectorAll('coro-scope')[1].setAttribute('consumers', '3')")
        .await?;
    page.wait_until("lanes(1).at(-1).name === 'consumer 3' && runStatus(1) === 'done'")
        .await?;
    assert_eq!(
        page.eval::<(u32, u32)>("[runs.begun, runs.ended]").await?,
        (3, 3)
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_moved_element_continues_and_a_reinserted_one_starts_again() -> Result<()> {
    let docs = Docs::blocked();
    let scope = two_elements(&docs).await?;
    let page = &scope.page;
    page.wait_until("runStatus(0) === 'running' && runStatus(1) === 'running'")
        .await?;
    page.run("document.body.append(document.querySelector('coro-scope'))")
        .await?;
    page.wait_until("text('.title', 1) === 'Gather' && runStatus(1) === 'running'")
        .await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 2);
    docs.release();
    page.wait_until("runStatus(0) === 'done' && runStatus(1) === 'done'")
        .await?;

    docs.block();
    page.run("window.held = document.querySelectorAll('coro-scope')[1]; window.held.run()")
        .await?;
    page.wait_until("runStatus(1) === 'running'").await?;
    page.run("window.held.remove()").await?;
    page.run("document.body.append(window.held)").await?;
    page.wait_until("runs.begun === 4 && runStatus(1) === 'running'")
        .await?;
    docs.release();
    page.wait_until("runStatus(1) === 'done' && lanes(1).length === 7")
        .await?;
    assert_eq!(
        page.eval::<(u32, u32)>("[runs.begun, runs.ended]").await?,
        (4, 3)
    );
    scope.is_clean().await
}
