//! Keys that the element uses do not reach the page; other keys do.

use anyhow::Result;
use fantoccini::key::Key;

use super::host::open;
use crate::scope::{SHADOW, Scope};
use crate::script::editor::has_editor;

const ELEMENT: &str = r#"<coro-scope lesson="gather" latency="0" order="together" clock="virtual" autoplay></coro-scope>"#;

/// Listens on the document, as mdBook and others do.
const LISTEN: &str = "
    window.keys = [];
    for (const name of ['keydown', 'keypress', 'keyup']) {
        document.addEventListener(name, (event) => keys.push(`${name} ${event.key}`));
    }";

async fn received(scope: &Scope) -> Result<Vec<String>> {
    scope.page.eval("window.keys.splice(0)").await
}

#[tokio::test]
async fn arrow_keys_on_the_timeline_do_not_reach_the_page() -> Result<()> {
    let scope = open(ELEMENT).await?;
    scope.wait_for_end("done").await?;
    scope.page.run(LISTEN).await?;
    scope.page.run("all('.timeline-view')[0].focus()").await?;
    for key in [Key::Down, Key::Right, Key::Left, Key::Home] {
        scope.page.press(key).await?;
    }
    scope
        .page
        .type_into(&format!("{SHADOW}.timeline-view"), "w, 0")
        .await?;
    assert_eq!(received(&scope).await?, Vec::<String>::new());
    // A key that the timeline does not use reaches the page, for example for mdBook's search.
    scope
        .page
        .type_into(&format!("{SHADOW}.timeline-view"), "/")
        .await?;
    assert_eq!(
        received(&scope).await?,
        ["keydown /", "keypress /", "keyup /"]
    );
    scope.is_clean().await
}

#[tokio::test]
async fn keys_typed_into_a_field_do_not_reach_the_page() -> Result<()> {
    // With more tasks than a few, there is a field to search them.
    let element = ELEMENT.replace("clock=", r#"tasks="13" clock="#);
    let scope = open(&element).await?;
    scope.wait_for_end("done").await?;
    scope.page.run(LISTEN).await?;
    scope
        .page
        .type_into(&format!("{SHADOW}.finder input"), "s/t")
        .await?;
    scope.page.press(Key::Left).await?;
    assert_eq!(received(&scope).await?, Vec::<String>::new());
    let typed: String = scope.page.eval("all('.finder input')[0].value").await?;
    assert_eq!(typed, "s/t");
    scope.page.press(Key::Escape).await?;
    assert_eq!(received(&scope).await?, ["keydown Escape", "keyup Escape"]);
    scope.is_clean().await
}

#[tokio::test]
async fn the_keys_of_a_button_do_not_reach_the_page() -> Result<()> {
    let scope = open(ELEMENT).await?;
    scope.wait_for_end("done").await?;
    scope.page.run(LISTEN).await?;
    scope.page.run("all('button.run')[0].focus()").await?;
    scope.page.press(Key::Enter).await?;
    scope.page.wait_until("runs.begun === 2").await?;
    assert_eq!(received(&scope).await?, Vec::<String>::new());
    scope.wait_for_end("done").await?;
    // Arrow keys move between the player's buttons.
    scope.page.run("all('.player button')[0].focus()").await?;
    scope.page.press(Key::Right).await?;
    assert_eq!(received(&scope).await?, Vec::<String>::new());
    scope
        .page
        .type_into(&format!("{SHADOW}button.run"), "s")
        .await?;
    assert_eq!(
        received(&scope).await?,
        ["keydown s", "keypress s", "keyup s"]
    );
    scope.is_clean().await
}

#[tokio::test]
async fn keys_typed_into_the_editor_do_not_reach_the_page() -> Result<()> {
    let tag = r#"<coro-scope clock="virtual" autoplay><script type="text/x-python">
print("hello")
</script></coro-scope>"#;
    let scope = open(tag).await?;
    scope.wait_for_end("done").await?;
    has_editor(&scope).await?;
    scope.page.run(LISTEN).await?;
    let editor = format!("{SHADOW}.cm-content");
    // Documentation tools have these as shortcuts.
    scope.page.type_into(&editor, "n/s? -").await?;
    assert_eq!(received(&scope).await?, Vec::<String>::new());
    let text = scope.page.text(&editor).await?;
    assert!(text.contains("n/s? -"), "{text}");
    scope.is_clean().await
}
