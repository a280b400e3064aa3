//! The reader's scripts: shared by link, stored by the browser, opened from a file, chosen from the examples.

use anyhow::{Context, Result};
use coroscope_e2e::{Browser, Feature, is_skipped};
use serde_json::json;

use super::editor::{has_editor, open, paste};
use crate::scope::{Docs, SHADOW, Scope};

const HELLO: &str = "# “Grüße”, 100 %\nprint('hello')\n";
/// The text in the editor.
const EDITOR_TEXT: &str = "texts('.cm-line').join('\\n')";

async fn shows(scope: &Scope, script: &str) -> Result<()> {
    has_editor(scope).await?;
    let script = json!(script.trim_end());
    scope
        .page
        .wait_until(&format!("{EDITOR_TEXT}.trimEnd() === {script}"))
        .await
}

/// The fragment of the link to the script, as the menu copies it.
pub(super) async fn copied_fragment(scope: &Scope) -> Result<String> {
    scope.page.click(&format!("{SHADOW}.menu summary")).await?;
    scope
        .page
        .run(
            "navigator.clipboard.writeText = async (text) => { window.copied = text; };
            all('.menu button').find((it) => it.textContent === 'Copy a link').click()",
        )
        .await?;
    scope.page.wait_until("window.copied").await?;
    let copied: String = scope.page.eval("window.copied").await?;
    let (_, fragment) = copied.split_once('#').context("a link has a fragment")?;
    Ok(fragment.to_owned())
}

/// Opens the playground at a fragment, in another profile.
pub(super) async fn open_elsewhere(fragment: &str) -> Result<Scope> {
    let path = format!("index.html#{fragment}");
    Scope::open_in(Browser::start().await?, Docs::quick().site()?, &path).await
}

#[tokio::test]
async fn a_link_opens_in_a_new_profile_and_runs_on_request() -> Result<()> {
    let scope = open().await?;
    paste(&scope, HELLO).await?;
    let fragment = copied_fragment(&scope).await?;
    scope.is_clean().await?;

    assert!(fragment.ends_with("&clock=virtual"), "{fragment}");
    let other = open_elsewhere(&fragment).await?;
    shows(&other, HELLO).await?;
    assert_eq!(other.page.eval::<u32>("runs.begun").await?, 0);
    other.run_again().await?;
    other.wait_for_end("done").await?;
    assert_eq!(other.printed().await?, ["hello"]);
    other.is_clean().await
}

#[tokio::test]
async fn a_damaged_link_is_reported_and_the_page_shows_another_script() -> Result<()> {
    for code in ["AAAA", "!!", "y0jNyclXKM8vykn"] {
        let scope = Docs::quick().open(&format!("#script?code={code}")).await?;
        has_editor(&scope).await?;
        scope
            .page
            .wait_until("text('.problem').includes('can’t be read')")
            .await?;
        scope.run_again().await?;
        scope.wait_for_end("done").await?;
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_script_is_still_in_the_editor_at_the_next_visit() -> Result<()> {
    let scope = open().await?;
    paste(&scope, HELLO).await?;
    scope.page.client().refresh().await?;
    shows(&scope, HELLO).await?;

    // An example replaces it in the editor, but not in the storage.
    choose(&scope, "event-loop.py").await?;
    scope
        .page
        .wait_until(&format!("{EDITOR_TEXT}.includes('Look at the order')"))
        .await?;
    choose(&scope, "").await?;
    shows(&scope, HELLO).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_classic_mistake_opens_from_the_list_of_lessons_and_the_own_script_comes_back()
-> Result<()> {
    let scope = open().await?;
    paste(&scope, HELLO).await?;
    scope.page.click(".rail summary").await?;
    scope.page.click(".rail details a").await?;
    scope
        .page
        .wait_until(&format!("{EDITOR_TEXT}.includes('# A mistake.')"))
        .await?;
    // What it says is read without scrolling.
    scope
        .page
        .wait_until("all('.cm-scroller').every((it) => it.scrollWidth <= it.clientWidth)")
        .await?;
    let hash: String = scope.page.eval("location.hash").await?;
    assert_eq!(hash, "#script?example=forgotten-await");
    assert_eq!(scope.page.eval::<u32>("runs.begun").await?, 0);
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    scope.page.click(".rail a[href='#script']").await?;
    shows(&scope, HELLO).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_wrong_name_of_an_example_is_reported() -> Result<()> {
    for (name, reason) in [
        ("..%2Fstart", "is not the name of an example"),
        ("nothing", "The example did not load"),
    ] {
        let scope = Docs::quick()
            .open(&format!("#script?example={name}"))
            .await?;
        has_editor(&scope).await?;
        let reason = json!(reason);
        scope
            .page
            .wait_until(&format!("text('.problem').includes({reason})"))
            .await?;
        scope.run_again().await?;
        scope.wait_for_end("done").await?;
        let mut problems = scope.page.problems().await?;
        problems.retain(|problem| !problem.contains("404"));
        assert_eq!(problems, Vec::<String>::new());
    }
    Ok(())
}

/// Chooses an example from the list.
async fn choose(scope: &Scope, file: &str) -> Result<()> {
    let file = json!(file);
    let found = format!("all('.script option').find((it) => it.value === {file} && it.index > 0)");
    scope.page.wait_until(&found).await?;
    scope
        .page
        .run(&format!(
            "const list = all('.script select')[0];
            list.selectedIndex = {found}.index;
            list.dispatchEvent(new Event('change'))"
        ))
        .await
}

#[tokio::test]
async fn every_example_runs_in_the_page() -> Result<()> {
    let scope = open().await?;
    scope
        .page
        .wait_until("all('.script option').length > 20")
        .await?;
    let files: Vec<String> = scope
        .page
        .eval("all('.script optgroup option').map((it) => it.value)")
        .await?;
    assert!(files.len() >= 20, "{files:?}");
    for file in files {
        let text: String = scope
            .page
            .eval(&format!("fetch('scripts/{file}').then((it) => it.text())"))
            .await?;
        if text.contains("aiofiles")
            && is_skipped(&format!(", the example {file}"), Feature::Files)?
        {
            continue;
        }
        choose(&scope, &file).await?;
        scope
            .page
            .wait_until(&format!(
                "{EDITOR_TEXT}.startsWith({})",
                json!(text.lines().next())
            ))
            .await?;
        scope.run_again().await?;
        scope
            .wait_for_end("done")
            .await
            .with_context(|| file.clone())?;
        assert!(!scope.printed().await?.is_empty(), "{file}");
    }
    scope.is_clean().await
}

#[tokio::test]
async fn files_are_opened_and_saved() -> Result<()> {
    let scope = open().await?;
    scope
        .page
        .run(&format!(
            "const files = new DataTransfer();
            files.items.add(new File([{}], 'mine.py'));
            const input = all('.script input')[0];
            input.files = files.files;
            input.dispatchEvent(new Event('change'))",
            json!(HELLO)
        ))
        .await?;
    shows(&scope, HELLO).await?;
    scope
        .page
        .run(
            "URL.createObjectURL = (blob) => { window.saved = blob; return 'about:blank#saved'; };
            HTMLAnchorElement.prototype.click = function () { window.saved.name = this.download; };
            all('.script button').find((it) => it.textContent === 'Save').click()",
        )
        .await?;
    scope.page.wait_until("window.saved?.name").await?;
    let saved: (String, String) = scope
        .page
        .eval("(async () => [window.saved.name, await window.saved.text()])()")
        .await?;
    assert_eq!(saved, ("script.py".to_owned(), HELLO.to_owned()));
    scope.is_clean().await
}

#[tokio::test]
async fn the_python_of_a_lesson_runs_with_one_click() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?documents=3&consumers=1&clock=virtual")
        .await?;
    scope.wait_for_end("done").await?;
    let run = "all('.code button').find((it) => it.textContent === 'Run this Python')";
    scope
        .page
        .wait_until(&format!("{run}?.checkVisibility()"))
        .await?;
    scope.page.run(&format!("{run}.click()")).await?;
    scope
        .page
        .wait_until("text('.title') === 'Your own script' && runStatus() === 'done'")
        .await?;
    let names: Vec<String> = scope.page.eval("lanes().map((lane) => lane.name)").await?;
    assert_eq!(names, ["Task-1", "producer 1", "producer 2", "consumer 1"]);
    scope.is_clean().await
}

#[tokio::test]
async fn the_python_about_depth_catches_its_recursion_error() -> Result<()> {
    let scope = Docs::quick().open("#depth").await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .run("all('.code button').find((it) => it.textContent === 'Run this Python').click()")
        .await?;
    scope
        .page
        .wait_until("text('.title') === 'Your own script' && /done|failed/.test(runStatus())")
        .await?;
    scope.wait_for_end("done").await?;
    let printed = scope.printed().await?;
    let last = printed.last().context("nothing was printed")?;
    assert_eq!(last, "depth 1000: deeper than this Python can nest");
    scope.is_clean().await
}

#[tokio::test]
async fn a_recording_contains_its_script() -> Result<()> {
    let scope = open().await?;
    paste(&scope, HELLO).await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    let recording: String = scope
        .page
        .eval("document.querySelector('coro-scope').recording()")
        .await?;
    paste(&scope, "print('another')\n").await?;
    scope
        .page
        .run(&format!(
            "const files = new DataTransfer();
            files.items.add(new File([{}], 'run.json'));
            const input = all('.menu input')[0];
            input.files = files.files;
            input.dispatchEvent(new Event('change'))",
            json!(recording)
        ))
        .await?;
    shows(&scope, HELLO).await?;
    assert_eq!(scope.printed().await?, ["hello"]);
    scope.is_clean().await
}
