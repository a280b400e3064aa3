//! Stop, run again, and start a run during another.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, names, states};

const TOGETHER: &str = "#gather?order=together&latency=0";
/// All five tasks have sent their request and main waits for them.
const ALL_WAIT: &str = "lanes().length === 6 && runStatus() === 'running'";

#[tokio::test]
async fn stop_cancels_every_task_and_run_again_works() -> Result<()> {
    let docs = Docs::blocked();
    let scope = docs.open(TOGETHER).await?;
    scope.page.wait_until(ALL_WAIT).await?;
    assert_eq!(states(&scope.lanes().await?), ["open"]);

    scope.page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    let lanes = scope.lanes().await?;
    assert_eq!(lanes.len(), 6);
    assert_eq!(states(&lanes), ["cancelled"]);
    assert!(
        scope
            .page
            .text(&format!("{SHADOW}.run-status"))
            .await?
            .starts_with("Stopped after")
    );
    assert!(
        scope
            .page
            .eval::<bool>("all('button.stop')[0].disabled")
            .await?
    );

    docs.release();
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(states(&scope.lanes().await?), ["done"]);
    assert_eq!(
        scope
            .page
            .eval::<(u32, u32)>("[runs.begun, runs.ended]")
            .await?,
        (2, 2)
    );
    scope.is_clean().await
}

#[tokio::test]
async fn run_during_a_run_starts_again() -> Result<()> {
    let docs = Docs::blocked();
    let scope = docs.open(TOGETHER).await?;
    scope.page.wait_until(ALL_WAIT).await?;
    scope.run_again().await?;
    scope.page.wait_until(ALL_WAIT).await?;
    assert_eq!(states(&scope.lanes().await?), ["open"]);
    docs.release();
    scope.wait_for_end("done").await?;

    let lanes = scope.lanes().await?;
    assert_eq!(lanes.len(), 6, "{:?}", names(&lanes));
    assert_eq!(states(&lanes), ["done"]);
    assert_eq!(
        scope.printed().await?.len(),
        6,
        "nothing of the first run is left"
    );
    // Only the second run ended.
    assert_eq!(
        scope
            .page
            .eval::<(u32, u32)>("[runs.begun, runs.ended]")
            .await?,
        (2, 1)
    );
    scope.is_clean().await
}

#[tokio::test]
async fn another_lesson_during_a_run_replaces_it() -> Result<()> {
    let docs = Docs::blocked();
    let scope = docs.open(TOGETHER).await?;
    scope.page.wait_until(ALL_WAIT).await?;
    scope.page.click(".rail a[href='#queue']").await?;
    scope.page.wait_until("text('.title') === 'Queue'").await?;
    scope.start().await?;
    scope
        .page
        .wait_until("lanes()[1]?.name === 'producer 1'")
        .await?;
    assert_eq!(scope.page.text(&format!("{SHADOW}.title")).await?, "Queue");
    scope.page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    assert_eq!(states(&scope.lanes().await?), ["cancelled"]);
    scope.is_clean().await
}

/// Stops a run: no task is left, and the timeline shows it.
async fn check_stop(fragment: &str, under_way: &str) -> Result<()> {
    let scope = Docs::quick().open(fragment).await?;
    scope.page.wait_until(under_way).await?;
    let (over, drawn): (f64, f64) = scope
        .page
        .eval(
            "(async () => {
                const began = performance.now();
                const since = () => performance.now() - began;
                const ended = new Promise((done) => {
                    document.addEventListener('run-end', () => done(since()), { once: true });
                });
                all('button.stop')[0].click();
                while (runStatus() === 'running') await new Promise(requestAnimationFrame);
                return [await ended, since()];
            })()",
        )
        .await?;
    scope.wait_for_end("stopped").await?;
    let words: String = scope.page.eval("text('.run-status')").await?;
    assert!(words.starts_with("Stopped after"), "{words}");
    scope.is_clean().await?;
    // Printed for information only: the times depend on the load of the machine.
    println!(
        "{fragment}: {over:.0} ms from Stop until the event run-end, {drawn:.0} until it is drawn"
    );
    Ok(())
}

#[tokio::test]
async fn stop_ends_computations_in_slices_and_in_a_worker() -> Result<()> {
    let counts = "runStatus() === 'running' && lanes().some((lane) => lane.name === 'counter')";
    for variant in ["slices", "worker"] {
        let fragment = format!("#blocking?variant={variant}&numbers=5000");
        check_stop(&fragment, counts).await?;
    }
    Ok(())
}

#[tokio::test]
async fn stop_ends_ten_thousand_clients() -> Result<()> {
    let all_are_there = "/10003 tasks/.test(text('.run-status')) && runStatus() === 'running'";
    check_stop("#many?alone=0&pause=5000", all_are_there).await
}
