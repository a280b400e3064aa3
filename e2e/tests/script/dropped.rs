//! Files that are dropped on the editor of scripts.

use anyhow::Result;
use serde_json::json;

use super::editor::{open, paste};
use super::files::{click, shows};
use crate::scope::Scope;

/// Drops files on the editor.
async fn drop(scope: &Scope, files: &[(&str, &str)]) -> Result<()> {
    scope
        .page
        .run(&format!(
            "const dataTransfer = new DataTransfer();
            for (const [name, text] of {}) dataTransfer.items.add(new File([text], name));
            const options = {{ dataTransfer, bubbles: true, cancelable: true, composed: true }};
            all('.cm-content')[0].dispatchEvent(new DragEvent('drop', options))",
            json!(files)
        ))
        .await
}

#[tokio::test]
async fn dropped_files_become_tabs() -> Result<()> {
    let scope = open().await?;
    paste(&scope, "import util\n").await?;
    drop(&scope, &[("util.py", "x = 1\n"), ("other.py", "y = 2\n")]).await?;
    shows(&scope, &["script.py", "util.py", "other.py"], 2, "y = 2").await?;
    // A whole program replaces the script, which can be undone.
    drop(
        &scope,
        &[("main.py", "import asyncio\n"), ("util.py", "x = 3\n")],
    )
    .await?;
    shows(&scope, &["script.py", "util.py"], 0, "import asyncio").await?;
    click(&scope, "Undo").await?;
    scope
        .page
        .wait_until("texts('[role=tab][id^=tab-file]').length === 3")
        .await?;
    // A name that can't be imported changes nothing.
    drop(&scope, &[("no name.py", "z = 1\n")]).await?;
    scope
        .page
        .wait_until("text('.naming .failure').includes('no name.py')")
        .await?;
    scope
        .page
        .wait_until("texts('[role=tab][id^=tab-file]').length === 3")
        .await?;
    scope.is_clean().await
}
