//! The field for the lines that a script reads.

use anyhow::Result;

use super::editor::{has_editor, open, paste, run_script};
use super::storage::{copied_fragment, open_elsewhere};
use crate::scope::{SHADOW, Scope};

const ASKS: &str = "name = input('Your name? ')\nprint('Hello,', name)\n";

async fn is_field_hidden(scope: &Scope) -> Result<bool> {
    scope.page.eval("all('.input')[0].hidden").await
}

async fn type_input(scope: &Scope, lines: &str) -> Result<()> {
    let field = format!("{SHADOW}.input textarea");
    scope.page.fill(&field, lines).await
}

#[tokio::test]
async fn a_script_reads_the_lines_below_it() -> Result<()> {
    let scope = open().await?;
    run_script(&scope, "print('reads nothing')", "done").await?;
    assert!(is_field_hidden(&scope).await?);
    paste(&scope, ASKS).await?;
    scope.page.wait_until("!all('.input')[0].hidden").await?;
    type_input(&scope, "Ada").await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["Your name? Ada", "Hello, Ada"]);

    // The lines are still there after a reload, as the script is.
    scope.page.run("location.reload()").await?;
    has_editor(&scope).await?;
    scope
        .page
        .wait_until("all('.input textarea')[0].value === 'Ada'")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_link_to_a_script_has_the_lines_that_it_reads() -> Result<()> {
    let scope = open().await?;
    paste(&scope, ASKS).await?;
    type_input(&scope, "Ada\nnot read").await?;
    let other = open_elsewhere(&copied_fragment(&scope).await?).await?;
    has_editor(&other).await?;
    other
        .page
        .wait_until("all('.input textarea')[0].value === 'Ada\\nnot read'")
        .await?;
    other.run_again().await?;
    other.wait_for_end("done").await?;
    assert_eq!(other.printed().await?, ["Your name? Ada", "Hello, Ada"]);
    other.is_clean().await?;
    scope.is_clean().await
}

#[tokio::test]
async fn without_lines_the_message_says_where_to_write_them() -> Result<()> {
    let scope = open().await?;
    let status = run_script(&scope, ASKS, "failed").await?;
    assert!(
        status.contains("Write a line for each input() into “Input” below the script"),
        "{status}"
    );
    type_input(&scope, "Grace\nnot read").await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?[1], "Hello, Grace");
    scope.is_clean().await
}

#[tokio::test]
async fn the_page_says_which_python_runs() -> Result<()> {
    let scope = open().await?;
    let script = "import sys\nname = sys.version.split('[')[1].split()\n\
        print(f'Python {sys.version_info[0]}.{sys.version_info[1]}, by {name[0]} {name[1]}.')\n";
    run_script(&scope, script, "done").await?;
    let printed = scope.printed().await?;
    assert_eq!(
        scope.page.text(&format!("{SHADOW}.version")).await?,
        printed[0]
    );
    scope.is_clean().await
}
