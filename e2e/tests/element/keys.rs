//! Keys that do something inside are not heard by the page around; others are.

use anyhow::Result;
use fantoccini::key::Key;

use super::host::open;
use crate::scope::{IN, Scope};

const ELEMENT: &str = r#"<coro-scope lesson="gather" latency="0" order="together" clock="virtual" autoplay></coro-scope>"#;

/// What mdBook and others do: they listen on the document.
const LISTEN: &str = "
    window.keys = [];
    for (const name of ['keydown', 'keypress', 'keyup']) {
        document.addEventListener(name, (event) => keys.push(`${name} ${event.key}`));
    }";

async fn heard(scope: &Scope) -> Result<Vec<String>> {
    scope.page.eval("window.keys.splice(0)").await
}

#[tokio::test]
async fn arrows_on_the_timeline_turn_no_page() -> Result<()> {
    let scope = open(ELEMENT).await?;
    scope.stands("done").await?;
    scope.page.run(LISTEN).await?;
    scope.page.run("all('.sheet')[0].focus()").await?;
    for key in [Key::Down, Key::Right, Key::Left, Key::Home] {
        scope.page.press(key).await?;
    }
    scope.page.type_into(&format!("{IN}.sheet"), "w, 0").await?;
    assert_eq!(heard(&scope).await?, Vec::<String>::new());
    // A key that does nothing there is the page's, such as mdBook's search.
    scope.page.type_into(&format!("{IN}.sheet"), "/").await?;
    assert_eq!(heard(&scope).await?, ["keydown /", "keypress /", "keyup /"]);
    scope.is_clean().await
}

#[tokio::test]
async fn what_is_typed_into_a_field_is_the_fields() -> Result<()> {
    let scope = open(ELEMENT).await?;
    scope.stands("done").await?;
    scope.page.run(LISTEN).await?;
    scope
        .page
        .type_into(&format!("{IN}.finder input"), "s/t")
        .await?;
    scope.page.press(Key::Left).await?;
    assert_eq!(heard(&scope).await?, Vec::<String>::new());
    let typed: String = scope.page.eval("all('.finder input')[0].value").await?;
    assert_eq!(typed, "s/t");
    scope.page.press(Key::Escape).await?;
    assert_eq!(heard(&scope).await?, ["keydown Escape", "keyup Escape"]);
    scope.is_clean().await
}

#[tokio::test]
async fn a_buttons_keys_are_the_buttons() -> Result<()> {
    let scope = open(ELEMENT).await?;
    scope.stands("done").await?;
    scope.page.run(LISTEN).await?;
    scope.page.run("all('button.run')[0].focus()").await?;
    scope.page.press(Key::Enter).await?;
    scope.page.wait_until("runs.begun === 2").await?;
    assert_eq!(heard(&scope).await?, Vec::<String>::new());
    scope.stands("done").await?;
    // The player's buttons go from one to the next.
    scope.page.run("all('.player button')[0].focus()").await?;
    scope.page.press(Key::Right).await?;
    assert_eq!(heard(&scope).await?, Vec::<String>::new());
    scope
        .page
        .type_into(&format!("{IN}button.run"), "s")
        .await?;
    assert_eq!(heard(&scope).await?, ["keydown s", "keypress s", "keyup s"]);
    scope.is_clean().await
}
