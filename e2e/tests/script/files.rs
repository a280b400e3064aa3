//! Scripts of several files: their tabs, links, recordings and tags.

use anyhow::Result;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::editor::{has_editor, open, paste};
use super::storage::{copied_fragment, open_elsewhere};
use crate::element::host;
use crate::scope::{SHADOW, Scope};

const MAIN: &str = "import asyncio\nfrom helpers.io import read\n\nasyncio.run(read('tea'))\n";
const MODULE: &str = "import asyncio\n\nasync def read(name):\n    await asyncio.sleep(60)\n    print('read', name)\n";
/// The names on the tabs, the number of the selected one, and the text in the editor.
const SHOWN: &str = "[texts('[role=tab][id^=tab-file]'),
    all('[role=tab][id^=tab-file]').findIndex((it) => it.getAttribute('aria-selected') === 'true'),
    texts('.cm-line').join('\\n').trimEnd()]";

/// Waits until these files have tabs, and one of them is shown with a text.
pub(super) async fn shows(
    scope: &Scope,
    names: &[&str],
    selected: usize,
    text: &str,
) -> Result<()> {
    let expected = json!([names, selected, text.trim_end()]);
    let same = format!("JSON.stringify({SHOWN}) === JSON.stringify({expected})");
    let waited = scope.page.wait_until(&same).await;
    if waited.is_err() {
        let shown: Value = scope.page.eval(SHOWN).await?;
        assert_eq!(shown, expected);
    }
    waited
}

/// Clicks a button of the script by its words.
pub(super) async fn click(scope: &Scope, words: &str) -> Result<()> {
    let button = format!(
        "all('.script button').find((it) => !it.hidden && it.textContent === {})",
        json!(words)
    );
    scope.page.wait_until(&button).await?;
    scope.page.run(&format!("{button}.click()")).await
}

/// Adds a file, with a name and a text.
async fn add(scope: &Scope, name: &str, text: &str) -> Result<()> {
    click(scope, "Add a file").await?;
    scope.page.wait_until("!all('.naming')[0].hidden").await?;
    scope
        .page
        .fill(&format!("{SHADOW}#file-name"), name)
        .await?;
    scope.page.press(Key::Enter).await?;
    scope.page.wait_until("all('.naming')[0].hidden").await?;
    paste(scope, text).await
}

/// A page with the two files.
async fn with_two_files() -> Result<Scope> {
    let scope = open().await?;
    paste(&scope, MAIN).await?;
    add(&scope, "helpers/io", MODULE).await?;
    Ok(scope)
}

#[tokio::test]
async fn a_file_that_an_import_misses_is_added_by_one_button() -> Result<()> {
    let scope = open().await?;
    paste(&scope, MAIN.replace("helpers.io", "util").as_str()).await?;
    scope.run_again().await?;
    scope.wait_for_end("failed").await?;
    let status = scope.page.text(&format!("{SHADOW}.run-status")).await?;
    assert!(status.contains("No module named 'util'"), "{status}");
    click(&scope, "Add util.py").await?;
    shows(&scope, &["script.py", "util.py"], 1, "").await?;
    paste(&scope, MODULE).await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["read tea"]);
    scope.is_clean().await
}

#[tokio::test]
async fn tabs_follow_the_keys_and_files_are_renamed_removed_and_brought_back() -> Result<()> {
    let scope = with_two_files().await?;
    let (page, both) = (&scope.page, ["script.py", "helpers/io.py"]);
    shows(&scope, &both, 1, MODULE).await?;
    page.click(&format!("{SHADOW}#tab-file-1")).await?;
    page.press(Key::Left).await?;
    shows(&scope, &both, 0, MAIN).await?;
    page.press(Key::End).await?;
    shows(&scope, &both, 1, MODULE).await?;
    // One of the tabs is a tab stop, and the panel has its name.
    let stops: Vec<i32> = page
        .eval("all('[role=tab][id^=tab-file]').map((it) => it.tabIndex)")
        .await?;
    assert_eq!(stops, [-1, 0]);
    let label: String = page
        .eval("all('#panel-file')[0].getAttribute('aria-labelledby')")
        .await?;
    assert_eq!(label, "tab-file-1");

    click(&scope, "Rename").await?;
    page.wait_until("!all('.naming')[0].hidden").await?;
    for (name, problem) in [
        ("not a name", "“not a name” can’t be imported"),
        ("script.py", "There is a file script.py already."),
    ] {
        page.fill(&format!("{SHADOW}#file-name"), name).await?;
        page.press(Key::Enter).await?;
        page.wait_until(&format!(
            "text('.naming .failure').startsWith({})",
            json!(problem)
        ))
        .await?;
    }
    page.fill(&format!("{SHADOW}#file-name"), "reading.py")
        .await?;
    page.press(Key::Enter).await?;
    shows(&scope, &["script.py", "reading.py"], 1, MODULE).await?;

    // The tab has the focus again.
    page.press(Key::Delete).await?;
    page.wait_until(
        "all('[role=tablist]')[0].hidden || texts('[role=tab][id^=tab-file]').length === 1",
    )
    .await?;
    click(&scope, "Undo").await?;
    page.wait_until("texts('[role=tab][id^=tab-file]').length === 2")
        .await?;
    page.click(&format!("{SHADOW}#tab-file-1")).await?;
    shows(&scope, &["script.py", "reading.py"], 1, MODULE).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn what_can_be_undone_in_a_file_is_kept_while_another_is_shown() -> Result<()> {
    let scope = with_two_files().await?;
    let page = &scope.page;
    page.click(&format!("{SHADOW}#tab-file-0")).await?;
    shows(&scope, &["script.py", "helpers/io.py"], 0, MAIN).await?;
    page.click(&format!("{SHADOW}#tab-file-1")).await?;
    page.type_into(&format!("{SHADOW}.cm-content"), "\u{e009}z\u{e000}")
        .await?;
    shows(&scope, &["script.py", "helpers/io.py"], 1, "").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn an_error_in_a_module_shows_its_file_and_line() -> Result<()> {
    let scope = open().await?;
    paste(&scope, MAIN).await?;
    add(
        &scope,
        "helpers/io.py",
        &MODULE.replace("print('read', name)", "raise ValueError(name)"),
    )
    .await?;
    scope.page.click(&format!("{SHADOW}#tab-file-0")).await?;
    scope.run_again().await?;
    scope.wait_for_end("failed").await?;
    let status = scope.page.text(&format!("{SHADOW}.run-status")).await?;
    assert!(
        status.contains("ValueError: tea (helpers/io.py, line 5)"),
        "{status}"
    );
    scope
        .page
        .wait_until("all('#tab-file-1')[0].getAttribute('aria-selected') === 'true'")
        .await?;
    scope
        .page
        .wait_until("all('.cm-lint-marker-error').length === 1")
        .await?;
    // The wait of the task is in the module, so its line is marked there.
    scope
        .page
        .click(&format!("{SHADOW}.player [aria-label='To the start']"))
        .await?;
    scope
        .page
        .run(
            "const marked = () => texts('.cm-at').some((it) => it.includes('sleep(60)'));
            for (let n = 0; n < 40 && !marked(); n++) {
                all('.player [aria-label=\"Next event (.)\"]')[0].click();
                await new Promise(requestAnimationFrame);
            }",
        )
        .await?;
    let marked: Vec<String> = scope.page.eval("texts('.cm-at')").await?;
    assert!(
        marked.iter().any(|it| it.contains("sleep(60)")),
        "{marked:?}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_link_and_the_storage_keep_all_files() -> Result<()> {
    let scope = with_two_files().await?;
    scope.page.client().refresh().await?;
    shows(&scope, &["script.py", "helpers/io.py"], 0, MAIN).await?;
    let other = open_elsewhere(&copied_fragment(&scope).await?).await?;
    has_editor(&other).await?;
    shows(&other, &["script.py", "helpers/io.py"], 0, MAIN).await?;
    other.run_again().await?;
    other.wait_for_end("done").await?;
    assert_eq!(other.printed().await?, ["read tea"]);
    // Reset brings a changed module back.
    other.page.click(&format!("{SHADOW}#tab-file-1")).await?;
    paste(&other, "changed = 1\n").await?;
    click(&other, "Reset").await?;
    shows(&other, &["script.py", "helpers/io.py"], 1, MODULE).await?;
    scope.is_clean().await?;
    other.is_clean().await
}

#[tokio::test]
async fn a_recording_has_all_files() -> Result<()> {
    let scope = with_two_files().await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    let element = "document.querySelector('coro-scope')";
    let files: Value = scope
        .page
        .eval(&format!("JSON.parse({element}.recording()).sources"))
        .await?;
    assert_eq!(files, json!({ "helpers/io.py": MODULE }));
    paste(&scope, "print('another')\n").await?;
    scope
        .page
        .run(&format!(
            "const recording = {element}.recording();
            await {element}.open(new File([recording], 'run.coro.json'))"
        ))
        .await?;
    shows(&scope, &["script.py", "helpers/io.py"], 0, MAIN).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_tag_has_all_files_and_embed_writes_it() -> Result<()> {
    let tag = format!(
        "<coro-scope clock=\"virtual\" loading=\"eager\"><script type=\"text/x-python\">{MAIN}</script>\n\
         <script type=\"text/x-python\" data-name=\"helpers/io.py\">{MODULE}</script></coro-scope>"
    );
    let scope = host::open(&tag).await?;
    scope
        .page
        .wait_until("texts('[role=tab][id^=tab-file]').length === 2")
        .await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["read tea"]);
    scope.is_clean().await?;

    let scope = with_two_files().await?;
    scope.page.click(&format!("{SHADOW}.menu summary")).await?;
    scope
        .page
        .run("all('.menu button').find((it) => it.textContent.startsWith('Embed')).click()")
        .await?;
    let codes = "all('dialog.embed textarea').map((it) => it.value)";
    let has_file = format!("{codes}.some((it) => it.includes('data-name=\"helpers/io.py\"'))");
    scope.page.wait_until(&has_file).await?;
    let in_frame =
        format!("{codes}.some((it) => /embed.html#script.code=[\\w-]+\\.[\\w-]+/.test(it))");
    scope.page.wait_until(&in_frame).await?;
    scope.is_clean().await
}
