//! What stands above a script: an example's own title and question, and the way back from a lesson's Python.

use anyhow::Result;

use super::editor::{has_editor, paste};
use crate::element::host;
use crate::scope::{Docs, SHADOW, Scope};

const WAY_BACK: &str = "all('.way-back').find((it) => it.checkVisibility())?.textContent ?? ''";
const HEADING: &str = "[text('.title'), text('.question'), document.title]";

async fn run_the_python(scope: &Scope) -> Result<()> {
    let run = "all('.code button').find((it) => it.textContent === 'Run this Python')";
    let page = &scope.page;
    page.wait_until(&format!("{run}?.checkVisibility()"))
        .await?;
    page.run(&format!("{run}.click()")).await
}

#[tokio::test]
async fn a_classic_mistake_has_its_title_and_its_question() -> Result<()> {
    let scope = Docs::quick()
        .open("#script?example=check-then-await")
        .await?;
    let page = &scope.page;
    page.wait_until("document.title === 'A check that is out of date · Coroscope'")
        .await?;
    page.wait_until("text('.title') === 'A check that is out of date'")
        .await?;
    let question =
        "What does each buyer wait for between the check and the purchase, and who runs meanwhile?";
    assert_eq!(page.eval::<String>("text('.question')").await?, question);

    // Title and question are still those of the program while the reader mends it.
    has_editor(&scope).await?;
    paste(&scope, "print('mended')\n").await?;
    page.wait_until("location.hash === '#script'").await?;
    let still = [
        "A check that is out of date",
        question,
        "A check that is out of date · Coroscope",
    ];
    assert_eq!(page.eval::<Vec<String>>(HEADING).await?, still);

    page.run("location.hash = '#script?example=forgotten-await'")
        .await?;
    page.wait_until("text('.title') === 'A forgotten await'")
        .await?;
    page.run("location.hash = '#script'").await?;
    page.wait_until("text('.title') === 'Your own script'")
        .await?;
    let own = [
        "Your own script",
        "Which of its tasks waits longest, and for what?",
        "Your own script · Coroscope",
    ];
    assert_eq!(page.eval::<Vec<String>>(HEADING).await?, own);
    scope.is_clean().await
}

#[tokio::test]
async fn from_the_python_of_a_lesson_a_link_leads_back_to_it() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?documents=3&consumers=1&clock=virtual")
        .await?;
    let page = &scope.page;
    assert_eq!(page.eval::<String>(WAY_BACK).await?, "");
    let title: String = page.eval("text('.title')").await?;
    run_the_python(&scope).await?;
    page.wait_until("text('.title') === 'Your own script'")
        .await?;
    page.wait_until(&format!("{WAY_BACK} !== ''")).await?;
    let link: String = page.eval(WAY_BACK).await?;
    assert_eq!(link, format!("Back to the lesson “{title}”"));
    page.click(&format!("{SHADOW}.way-back a")).await?;
    // The clock is the lesson's default one.
    page.wait_until("location.hash === '#queue?consumers=1&documents=3'")
        .await?;
    page.wait_until(&format!("text('.title') === {title:?}"))
        .await?;
    assert_eq!(page.eval::<String>(WAY_BACK).await?, "");

    // Another script is not the lesson's.
    page.run("location.hash = '#script?example=forgotten-await'")
        .await?;
    page.wait_until("text('.title') === 'A forgotten await'")
        .await?;
    assert_eq!(page.eval::<String>(WAY_BACK).await?, "");
    scope.is_clean().await
}

#[tokio::test]
async fn in_another_page_the_way_back_shows_the_lesson_again() -> Result<()> {
    let scope =
        host::open(r#"<coro-scope lesson="queue" documents="3" clock="virtual"></coro-scope>"#)
            .await?;
    let page = &scope.page;
    page.wait_until("text('.title') !== ''").await?;
    let title: String = page.eval("text('.title')").await?;
    run_the_python(&scope).await?;
    page.wait_until("text('.title') === 'Your own script'")
        .await?;
    page.click(&format!("{SHADOW}.way-back a")).await?;
    page.wait_until(&format!("text('.title') === {title:?}"))
        .await?;
    page.wait_until("text('.code li code, .code ol').includes('3')")
        .await?;
    scope.is_clean().await
}
