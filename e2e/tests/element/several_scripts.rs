//! Several scripts on one page share the engine, and run one after the other unless the reader asks.

use anyhow::Result;

use super::host::{count_requests, open};
use crate::scope::Scope;

const ENGINE: &str = "coroscope_engine_bg.wasm";
const WAITS: &str = "Waits until another script of this page has ended";

fn tag(attributes: &str, script: &str) -> String {
    format!(
        "<coro-scope view=\"picture\" loading=\"eager\" {attributes}><script type=\"text/x-python\">{script}</script></coro-scope>"
    )
}

/// Clicks a button of the n-th element.
async fn click(scope: &Scope, n: usize, class: &str) -> Result<()> {
    let click = format!("all('button.{class}', {n})[0].click()");
    scope.page.run(&click).await
}

#[tokio::test]
async fn four_that_start_by_themselves_run_one_after_the_other() -> Result<()> {
    let four: String = (0..4)
        .map(|n| tag("clock=\"virtual\" autoplay", &format!("print({n})")))
        .collect();
    let scope = open(&four).await?;
    let page = &scope.page;
    page.run(&format!(
        "window.most = 0;
         window.waited = new Set();
         const numbers = [0, 1, 2, 3];
         while (runs.ended < 4) {{
             await new Promise(requestAnimationFrame);
             const busy = numbers.filter((n) => runStatus(n) === 'running');
             const waiting = busy.filter((n) => text('.run-status', n).startsWith('{WAITS}'));
             for (const n of waiting) waited.add(n);
             most = Math.max(most, busy.length - waiting.length);
         }}"
    ))
    .await?;
    let (most, waited): (usize, usize) = page.eval("[most, waited.size]").await?;
    // A run may begin and end between two frames.
    assert!(most <= 1, "{most} at a time");
    assert_eq!(waited, 3);
    for n in 0..4 {
        let printed: Vec<String> = page.eval(&format!("printed({n})")).await?;
        assert_eq!(printed, [n.to_string()]);
    }
    assert_eq!(count_requests(&scope, ENGINE).await?, 1);
    scope.is_clean().await
}

#[tokio::test]
async fn a_click_on_run_waits_for_no_other_script() -> Result<()> {
    let endless = tag(
        "autoplay",
        "import asyncio\nasyncio.run(asyncio.sleep(86400))",
    );
    let ends = tag("clock=\"virtual\" autoplay", "print('over')");
    let scope = open(&format!("{endless}{ends}{ends}{ends}")).await?;
    let page = &scope.page;
    let waits = |n: usize| format!("text('.run-status', {n}).startsWith('{WAITS}')");
    page.wait_until(&format!("{} && {} && {}", waits(1), waits(2), waits(3)))
        .await?;
    assert_eq!(
        page.eval::<String>("text('button.run', 3)").await?,
        "Run now"
    );
    click(&scope, 3, "run").await?;
    page.wait_until("runStatus(3) === 'done'").await?;
    // Stop takes one out of the queue. The others wait for the endless one.
    click(&scope, 1, "stop").await?;
    page.wait_until("runStatus(1) === 'stopped'").await?;
    assert!(page.eval::<bool>(&waits(2)).await?);
    click(&scope, 0, "stop").await?;
    page.wait_until("runStatus(0) === 'stopped' && runStatus(2) === 'done'")
        .await?;
    assert_eq!(page.eval::<String>("runStatus(1)").await?, "stopped");
    assert_eq!(count_requests(&scope, ENGINE).await?, 1);
    scope.is_clean().await
}

#[tokio::test]
async fn an_element_that_leaves_the_page_leaves_the_queue() -> Result<()> {
    let endless = tag(
        "autoplay",
        "import asyncio\nasyncio.run(asyncio.sleep(86400))",
    );
    let ends = tag("clock=\"virtual\" autoplay", "print('over')");
    let scope = open(&format!("{endless}{ends}")).await?;
    let page = &scope.page;
    page.wait_until(&format!("text('.run-status', 1).startsWith('{WAITS}')"))
        .await?;
    page.run("document.querySelector('coro-scope').remove()")
        .await?;
    // The other one is the first now.
    page.wait_until("runStatus(0) === 'done'").await?;
    scope.is_clean().await
}
