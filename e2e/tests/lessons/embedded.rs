//! Elements in a page that begins with the generated JavaScript: several, and moved.

use anyhow::Result;

use crate::scope::{Docs, Scope};

async fn two_elements(docs: &Docs) -> Result<Scope> {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    Scope::open(docs.site()?.fallback(fixtures), "two.html").await
}

#[tokio::test]
async fn two_elements_run_their_own_lessons() -> Result<()> {
    let scope = two_elements(&Docs::quick()).await?;
    let page = &scope.page;
    page.wait_until("stand(0) === 'done' && stand(1) === 'done'")
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

    // What one is told does not reach the other.
    page.run("document.querySelectorAll('coro-scope')[1].setAttribute('consumers', '3')")
        .await?;
    page.wait_until("lanes(1).at(-1).name === 'consumer 3' && stand(1) === 'done'")
        .await?;
    assert_eq!(
        page.eval::<(u32, u32)>("[runs.begun, runs.ended]").await?,
        (3, 3)
    );
    scope.is_clean().await
}

#[tokio::test]
async fn an_element_that_moves_goes_on_and_one_that_comes_back_begins_anew() -> Result<()> {
    let docs = Docs::held();
    let scope = two_elements(&docs).await?;
    let page = &scope.page;
    page.wait_until("stand(0) === 'running' && stand(1) === 'running'")
        .await?;
    page.run("document.body.append(document.querySelector('coro-scope'))")
        .await?;
    page.wait_until("text('.title', 1) === 'Gather' && stand(1) === 'running'")
        .await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 2);
    docs.release();
    page.wait_until("stand(0) === 'done' && stand(1) === 'done'")
        .await?;

    docs.hold();
    page.run("window.held = document.querySelectorAll('coro-scope')[1]; window.held.run()")
        .await?;
    page.wait_until("stand(1) === 'running'").await?;
    page.run("window.held.remove()").await?;
    page.run("document.body.append(window.held)").await?;
    page.wait_until("runs.begun === 4 && stand(1) === 'running'")
        .await?;
    docs.release();
    page.wait_until("stand(1) === 'done' && lanes(1).length === 7")
        .await?;
    assert_eq!(
        page.eval::<(u32, u32)>("[runs.begun, runs.ended]").await?,
        (4, 3)
    );
    scope.is_clean().await
}
