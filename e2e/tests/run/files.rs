//! Saving, sharing and opening runs.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, Scope};

/// Records the files that the page saves, instead of saving them.
const CAPTURE_FILES: &str = "
    window.saved = [];
    URL.createObjectURL = (blob) => { window.saved.push(blob); return 'about:blank#saved'; };
    HTMLAnchorElement.prototype.click = function () { window.saved.at(-1).name = this.download; };
";

async fn with_run() -> Result<Scope> {
    let scope = Docs::quick()
        .open("#queue?clock=virtual&documents=3")
        .await?;
    scope.wait_for_end("done").await?;
    scope.page.run(CAPTURE_FILES).await?;
    scope.page.click(&format!("{SHADOW}.menu summary")).await?;
    Ok(scope)
}

/// Clicks a button of the menu, and returns the name and the text of the saved file.
async fn saved(scope: &Scope, label: &str) -> Result<(String, String)> {
    scope
        .page
        .run(&format!(
            "window.saved.length = 0;
            all('.menu button').find((it) => it.textContent === '{label}').click()"
        ))
        .await?;
    scope.page.wait_until("window.saved.at(-1)?.name").await?;
    scope
        .page
        .eval("(async () => [window.saved.at(-1).name, await window.saved.at(-1).text()])()")
        .await
}

/// Opens a file with this text.
async fn open(scope: &Scope, text: &str) -> Result<()> {
    let text = serde_json::json!(text);
    scope
        .page
        .run(&format!(
            "const files = new DataTransfer();
            files.items.add(new File([{text}], 'run.json'));
            const input = all('.menu input')[0];
            input.files = files.files;
            input.dispatchEvent(new Event('change'))"
        ))
        .await
}

#[tokio::test]
async fn a_recording_is_saved_and_opened_again() -> Result<()> {
    let scope = with_run().await?;
    let shown = "text('.player .time') + JSON.stringify(lanes()) + printed()";
    let before: String = scope.page.eval(shown).await?;
    let (name, text) = saved(&scope, "Save the recording").await?;
    assert_eq!(name, "queue.coroscope.json");

    scope.go("#gather?order=together&latency=0").await?;
    scope.wait_for_end("done").await?;
    open(&scope, &text).await?;
    scope
        .page
        .wait_until("text('.feedback').startsWith('This is the recording run.json.')")
        .await?;
    scope
        .page
        .wait_until(&format!("({shown}) === {}", serde_json::json!(before)))
        .await?;
    let title: String = scope.page.eval("text('.title')").await?;
    assert_eq!(title, "Queue", "its lesson is shown");
    scope.is_clean().await
}

#[tokio::test]
async fn a_file_that_is_no_recording_is_refused_and_the_run_stays() -> Result<()> {
    let scope = with_run().await?;
    let shown = "text('.player .time') + JSON.stringify(lanes()) + printed()";
    let before: String = scope.page.eval(shown).await?;
    for (text, why) in [
        ("", "empty"),
        ("{\"coroscope\":99,\"events\":[]}", "version"),
        ("<svg onload='alert(1)'>", "recording"),
    ] {
        open(&scope, text).await?;
        let is_refused = "text('.feedback').startsWith('run.json was not opened. ')";
        let about = format!("{is_refused} && text('.feedback').includes('{why}')");
        scope.page.wait_until(&about).await?;
    }
    assert_eq!(scope.page.eval::<String>(shown).await?, before);
    scope.is_clean().await
}

#[tokio::test]
async fn pictures_traces_and_tables_are_saved() -> Result<()> {
    let scope = with_run().await?;
    let (name, svg) = saved(&scope, "Save as SVG").await?;
    assert_eq!(name, "queue.svg");
    assert!(
        svg.starts_with("<svg ") && svg.contains("consumer 2"),
        "{svg:.200}"
    );

    let (name, trace) = saved(&scope, "Save as Chrome trace").await?;
    assert_eq!(name, "queue.trace.json");
    let trace: serde_json::Value = serde_json::from_str(&trace)?;
    assert!(
        trace["traceEvents"]
            .as_array()
            .is_some_and(|events| events.len() > 20)
    );

    let (name, table) = saved(&scope, "Save totals as CSV").await?;
    assert_eq!(name, "queue.csv");
    assert_eq!(table.lines().count(), 6, "a heading, main and four tasks");

    let (name, png) = saved(&scope, "Save as PNG").await?;
    assert_eq!(name, "queue.png");
    assert!(png.contains("PNG"));

    scope
        .page
        .run("all('.menu button').find((it) => it.textContent.startsWith('Add to')).click()")
        .await?;
    scope
        .page
        .wait_until("performance.getEntriesByType('measure').some((it) => it.detail.devtools?.track === 'consumer 1')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_copied_link_opens_the_same_view() -> Result<()> {
    let scope = with_run().await?;
    scope
        .page
        .run(
            "navigator.clipboard.writeText = async (text) => { window.copied = text; };
            all('.player [aria-label=\"To the start\"]')[0].click();
            all('.menu button').find((it) => it.textContent === 'Copy a link').click()",
        )
        .await?;
    scope.page.wait_until("window.copied").await?;
    let copied: String = scope.page.eval("window.copied").await?;
    assert!(
        copied.ends_with("index.html#queue?documents=3&at=e0"),
        "{copied}"
    );
    scope
        .page
        .wait_until("text('.feedback') === 'The link is copied.'")
        .await?;
    scope.is_clean().await
}
