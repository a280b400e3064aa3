//! Stop, run again, and a second run in the middle of the first.

use anyhow::Result;

use crate::scope::{Docs, IN, names, states};

const TOGETHER: &str = "#gather?order=together&latency=0";
/// All five tasks have sent their request and main waits for them.
const ALL_WAIT: &str = "lanes().length === 6 && stand() === 'running'";

#[tokio::test]
async fn stop_cancels_every_task_and_run_again_works() -> Result<()> {
    let docs = Docs::held();
    let scope = docs.open(TOGETHER).await?;
    scope.page.wait_until(ALL_WAIT).await?;
    assert_eq!(states(&scope.lanes().await?), ["open"]);

    scope.page.click(&format!("{IN}button.stop")).await?;
    scope.stands("stopped").await?;
    let lanes = scope.lanes().await?;
    assert_eq!(lanes.len(), 6);
    assert_eq!(states(&lanes), ["cancelled"]);
    assert!(
        scope
            .page
            .text(&format!("{IN}.stand"))
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
    scope.stands("done").await?;
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
async fn run_in_the_middle_of_a_run_begins_anew() -> Result<()> {
    let docs = Docs::held();
    let scope = docs.open(TOGETHER).await?;
    scope.page.wait_until(ALL_WAIT).await?;
    scope.run_again().await?;
    scope.page.wait_until(ALL_WAIT).await?;
    assert_eq!(states(&scope.lanes().await?), ["open"]);
    docs.release();
    scope.stands("done").await?;

    let lanes = scope.lanes().await?;
    assert_eq!(lanes.len(), 6, "{:?}", names(&lanes));
    assert_eq!(states(&lanes), ["done"]);
    assert_eq!(
        scope.printed().await?.len(),
        6,
        "nothing of the first run is left"
    );
    // Only the second came to its end.
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
async fn another_lesson_in_the_middle_of_a_run_takes_its_place() -> Result<()> {
    let docs = Docs::held();
    let scope = docs.open(TOGETHER).await?;
    scope.page.wait_until(ALL_WAIT).await?;
    scope.page.click(".rail a[href='#queue']").await?;
    scope
        .page
        .wait_until("lanes()[1]?.name === 'producer 1'")
        .await?;
    assert_eq!(scope.page.text(&format!("{IN}.title")).await?, "Queue");
    scope.page.click(&format!("{IN}button.stop")).await?;
    scope.stands("stopped").await?;
    assert_eq!(states(&scope.lanes().await?), ["cancelled"]);
    scope.is_clean().await
}

/// Stops a run that is under way: no task is left, and that is drawn.
async fn stopping(fragment: &str, under_way: &str) -> Result<()> {
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
                while (stand() === 'running') await new Promise(requestAnimationFrame);
                return [await ended, since()];
            })()",
        )
        .await?;
    scope.stands("stopped").await?;
    let words: String = scope.page.eval("text('.stand')").await?;
    assert!(words.starts_with("Stopped after"), "{words}");
    scope.is_clean().await?;
    // To look at: whether it is quick depends on what else the machine does.
    println!(
        "{fragment}: {over:.0} ms from Stop until the end is told, {drawn:.0} until it is drawn"
    );
    Ok(())
}

#[tokio::test]
async fn stop_ends_what_computes_in_slices_and_in_a_worker() -> Result<()> {
    let counts = "stand() === 'running' && lanes().some((lane) => lane.name === 'counter')";
    for variant in ["slices", "worker"] {
        let fragment = format!("#blocking?variant={variant}&numbers=5000");
        stopping(&fragment, counts).await?;
    }
    Ok(())
}

#[tokio::test]
async fn stop_ends_ten_thousand_clients() -> Result<()> {
    let all_are_there = "/10003 tasks/.test(text('.stand')) && stand() === 'running'";
    stopping("#many?alone=0&pause=5000", all_are_there).await
}
