//! Saving, sharing and opening runs.

use anyhow::Result;

use crate::scope::{Docs, IN, Scope};

/// Notes what the page offers for saving, instead of saving it.
const CATCH: &str = "
    window.saved = [];
    URL.createObjectURL = (blob) => { window.saved.push(blob); return 'about:blank#saved'; };
    HTMLAnchorElement.prototype.click = function () { window.saved.at(-1).name = this.download; };
";

async fn with_run() -> Result<Scope> {
    let scope = Docs::quick()
        .open("#queue?clock=virtual&documents=3")
        .await?;
    scope.stands("done").await?;
    scope.page.run(CATCH).await?;
    scope.page.click(&format!("{IN}.menu summary")).await?;
    Ok(scope)
}

/// Presses a button of the menu and gives the name and the text of the file that it saves.
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

/// Chooses a file with this text for opening.
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
    let said = "text('.player .time') + JSON.stringify(lanes()) + printed()";
    let before: String = scope.page.eval(said).await?;
    let (name, text) = saved(&scope, "Save the recording").await?;
    assert_eq!(name, "queue.coroscope.json");

    scope.go("#gather?order=together&latency=0").await?;
    scope.stands("done").await?;
    open(&scope, &text).await?;
    scope
        .page
        .wait_until("text('.said').startsWith('This is the recording run.json.')")
        .await?;
    scope
        .page
        .wait_until(&format!("({said}) === {}", serde_json::json!(before)))
        .await?;
    let title: String = scope.page.eval("text('.title')").await?;
    assert_eq!(title, "Queue", "its lesson is shown");
    scope.is_clean().await
}

#[tokio::test]
async fn what_is_no_recording_is_told_and_nothing_is_lost() -> Result<()> {
    let scope = with_run().await?;
    let said = "text('.player .time') + JSON.stringify(lanes()) + printed()";
    let before: String = scope.page.eval(said).await?;
    for (text, why) in [
        ("", "empty"),
        ("{\"coroscope\":99,\"events\":[]}", "version"),
        ("<svg onload='alert(1)'>", "recording"),
    ] {
        open(&scope, text).await?;
        let told = "text('.said').startsWith('run.json was not opened. ')";
        let about = format!("{told} && text('.said').includes('{why}')");
        scope.page.wait_until(&about).await?;
    }
    assert_eq!(scope.page.eval::<String>(said).await?, before);
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
async fn the_link_says_what_the_reader_sees() -> Result<()> {
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
        copied.ends_with("index.html#queue?documents=3&clock=virtual&at=e0"),
        "{copied}"
    );
    scope
        .page
        .wait_until("text('.said') === 'The link is copied.'")
        .await?;
    scope.is_clean().await
}
