//! The dialog with the code that shows a lesson or a script in another page.

use anyhow::Result;
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope};
use crate::script::editor::has_editor;

const CODES: &str = "all('dialog.embed section:not([hidden]) textarea').map((area) => area.value)";

async fn open_dialog(scope: &Scope) -> Result<()> {
    scope.page.click(&format!("{SHADOW}.menu summary")).await?;
    scope.page.click(&format!("{SHADOW}.embed-open")).await?;
    scope.page.wait_until("all('dialog.embed')[0]?.open").await
}

#[tokio::test]
async fn the_code_has_just_these_settings() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?clock=virtual&order=together&tasks=3")
        .await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    open_dialog(&scope).await?;
    let site = scope.server.url("");
    let codes: Vec<String> = page.eval(CODES).await?;
    assert!(
        codes[0].contains(&format!("src=\"{site}coro-scope.js\"")),
        "{codes:?}"
    );
    assert!(
        codes[0].contains("<coro-scope lesson=\"gather\" tasks=\"3\" order=\"together\""),
        "{codes:?}"
    );
    assert!(!codes[0].contains("latency"), "{codes:?}");
    assert!(
        codes[1].contains(&format!(
            "{site}embed.html#gather?tasks=3&amp;order=together"
        )),
        "{codes:?}"
    );
    assert!(codes[2].contains("](gather.svg)]("), "{codes:?}");

    page.run(
        "const select = all('dialog.embed select')[0];
        select.value = 'picture';
        select.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await?;
    page.wait_until(&format!("({CODES})[0].includes('view=\"picture\"')"))
        .await?;

    page.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        .await?;
    page.click(&format!(
        "{SHADOW}dialog.embed [aria-label='Copy: As a tag']"
    ))
    .await?;
    page.wait_until("text('dialog.embed .feedback') === 'The tag is copied.'")
        .await?;
    let same = format!("window.copied === ({CODES})[0]");
    assert!(page.eval::<bool>(&same).await?);

    page.press(Key::Escape).await?;
    page.wait_until("!all('dialog.embed')[0].open").await?;
    // It can be opened again.
    open_dialog(&scope).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_code_shows_the_same_in_another_page() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?clock=virtual&order=together&tasks=3")
        .await?;
    scope.wait_for_end("done").await?;
    open_dialog(&scope).await?;
    let frame: String = scope.page.eval(&format!("({CODES})[1]")).await?;
    let address = frame
        .split('"')
        .nth(1)
        .unwrap_or_default()
        .replace("&amp;", "&");
    scope.page.go(&address).await?;
    scope
        .page
        .wait_until(
            "document.querySelector('coro-scope')?.shadowRoot?.querySelector('.title') != null",
        )
        .await?;
    let shown: (String, String, String) = scope
        .page
        .eval("['lesson', 'tasks', 'order'].map((it) => document.querySelector('coro-scope').getAttribute(it))")
        .await?;
    assert_eq!(shown, ("gather".into(), "3".into(), "together".into()));
    scope.is_clean().await
}

#[tokio::test]
async fn a_script_is_a_file_or_in_the_tag_or_in_an_attribute_or_in_the_address_of_the_frame()
-> Result<()> {
    let scope = Docs::quick().open("#script?clock=virtual").await?;
    has_editor(&scope).await?;
    open_dialog(&scope).await?;
    scope
        .page
        .wait_until(&format!("({CODES})[3].includes('embed.html#script?code=')"))
        .await?;
    let codes: Vec<String> = scope.page.eval(CODES).await?;
    for (code, content) in codes.iter().zip([
        "<coro-scope script=\"script.py\" clock=\"virtual\"></coro-scope>",
        "<coro-scope clock=\"virtual\">\n  <script type=\"text/x-python\">\n    ",
        "<coro-scope code=\"",
    ]) {
        assert!(code.contains(content), "{code}");
    }
    scope.is_clean().await
}
