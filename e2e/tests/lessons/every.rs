//! Every lesson runs to its end in the browser, and the page shows it.

use anyhow::{Context, Result};
use coroscope_e2e::{Feature, Page, is_skipped};

use crate::scope::{Docs, SHADOW};

/// The ids of the lessons, in the order of the rail.
async fn ids(page: &Page) -> Result<Vec<String>> {
    page.eval("[...document.querySelectorAll('.rail ol a')].map((link) => link.hash.slice(1))")
        .await
}

#[tokio::test]
async fn every_lesson_runs_to_its_end_with_its_default_settings() -> Result<()> {
    let scope = Docs::quick().open("").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    let mut ids = ids(page).await?;
    assert!(!ids.is_empty());
    if is_skipped(", the lesson “files”", Feature::Files)? {
        ids.retain(|id| id != "files");
    }
    for id in &ids {
        if id != &ids[0] {
            scope.go(&format!("#{id}")).await?;
        }
        page.wait_until("runStatus() !== 'running'")
            .await
            .with_context(|| format!("the lesson {id}"))?;
        let (status, words): (String, String) =
            page.eval("[runStatus(), text('.run-status')]").await?;
        assert_eq!(status, "done", "{id}: {words}");
        assert!(!scope.printed().await?.is_empty(), "{id} printed nothing");
        let mut problems = page.problems().await?;
        // One lesson asks for a document that is missing, so that a task fails.
        problems.retain(|problem| !problem.contains("docs/missing.txt"));
        assert_eq!(problems, Vec::<String>::new(), "{id}");
    }
    // All of them are marked as done, also at the next visit.
    let marked = "document.querySelectorAll('.rail [data-done]').length";
    assert_eq!(page.eval::<usize>(marked).await?, ids.len());
    Ok(())
}

#[tokio::test]
async fn links_go_from_lesson_to_lesson_in_the_order_of_the_rail() -> Result<()> {
    let scope = Docs::quick().open("#pause?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    let links = "[...document.querySelectorAll('.steps a:not([hidden])')].map((it) => it.hash)";
    assert_eq!(page.eval::<Vec<String>>(links).await?, ["#sync", "#loop"]);
    page.click(".steps [rel=prev]").await?;
    page.wait_until("location.hash === '#sync'").await?;
    page.wait_until(&format!("({links}).join() === '#pause'"))
        .await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

/// Whether the program is shown in Python, or in Rust.
const IN_PYTHON: &str = "texts('.code code').includes('import asyncio')";
const IN_RUST: &str = "texts('.code code').includes('use super::prelude::*;')";

#[tokio::test]
async fn the_program_is_shown_in_python_with_the_values_of_the_settings() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?clock=virtual&capacity=7")
        .await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    page.wait_until(IN_PYTHON).await?;
    let capacity = "texts('.code code').find((line) => line.startsWith('CAPACITY'))";
    assert_eq!(page.eval::<String>(capacity).await?, "CAPACITY = 7");
    page.run("location.hash = '#queue?clock=virtual&capacity=9&ends=each'")
        .await?;
    page.wait_until(&format!("{capacity} === 'CAPACITY = 9'"))
        .await?;
    page.run(
        "navigator.clipboard.writeText = async (text) => { window.copied = text; };
        all('.code button').find((it) => it.textContent === 'Copy').click()",
    )
    .await?;
    page.wait_until("window.copied?.endsWith('asyncio.run(main())\\n')")
        .await?;
    let copied: String = page.eval("window.copied").await?;
    assert!(copied.contains("\nCAPACITY = 9\n"), "{copied}");
    assert!(!copied.contains("# setting"), "{copied}");
    scope.is_clean().await
}

#[tokio::test]
async fn the_language_of_the_program_is_kept_for_the_next_lesson_and_the_next_visit() -> Result<()>
{
    let scope = Docs::quick().open("#queue?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    page.wait_until(IN_PYTHON).await?;
    scope.show_language("Rust").await?;
    page.wait_until(IN_RUST).await?;
    scope.go("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    page.wait_until("text('.code h3').endsWith('gather.rs')")
        .await?;
    page.client().refresh().await?;
    page.wait_until("text('.code h3').endsWith('gather.rs')")
        .await?;
    scope.show_language("Python").await?;
    page.wait_until("text('.code h3').endsWith('gather.py')")
        .await?;
    page.wait_until(IN_PYTHON).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_scripts_follow_the_last_lesson() -> Result<()> {
    let scope = Docs::quick().open("#script").await?;
    let page = &scope.page;
    let links = "[...document.querySelectorAll('.steps a:not([hidden])')].map((it) => it.hash)";
    let last: String = page
        .eval("[...document.querySelectorAll('.rail ol a')].at(-1).hash")
        .await?;
    let example = "#script?example=forgotten-await";
    page.wait_until("text('.title') === 'Your own script'")
        .await?;
    assert_eq!(
        page.eval::<Vec<String>>(links).await?,
        [&last, "#recording"]
    );
    page.click(".steps [rel=next]").await?;
    page.wait_until("text('.title') === 'Your own program'")
        .await?;
    assert_eq!(page.eval::<Vec<String>>(links).await?, ["#script", example]);
    page.click(".steps [rel=next]").await?;
    page.wait_until("location.hash === '#script?example=forgotten-await'")
        .await?;
    page.wait_until("document.querySelector('.rail details').open")
        .await?;
    let current: String = page
        .eval("document.querySelector('.rail [aria-current]').textContent")
        .await?;
    assert_eq!(current, "A forgotten await");
    scope.is_clean().await
}

#[tokio::test]
async fn a_deadlock_finding_links_to_the_waiting_task() -> Result<()> {
    let scope = Docs::quick().open("#queue?clock=virtual&ends=one").await?;
    let page = &scope.page;
    page.wait_until("text('.run-status').includes('Running')")
        .await?;
    page.wait_until("texts('.finding strong').length > 0")
        .await?;
    page.click(&format!("{SHADOW}#tab-findings")).await?;
    let finding: String = page.eval("text('.finding')").await?;
    assert!(finding.contains("consumer"), "{finding}");
    page.click(&format!("{SHADOW}.finding")).await?;
    page.wait_until("text('.readout').startsWith('consumer')")
        .await?;
    page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    scope.is_clean().await
}
