//! The lessons on waiting, pausing, the event loop, background tasks, timeouts and helpers: each runs to its end in the
//! browser and prints what its text says.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, names, states};

#[tokio::test]
async fn blocking_waits_are_one_bar_and_the_others_overlap() -> Result<()> {
    let scope = Docs::quick().open("#sync?wait=100&clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let lanes = scope.lanes().await?;
    assert_eq!(
        names(&lanes),
        [
            "main",
            "synchronous",
            "asynchronous",
            "wait 1",
            "wait 2",
            "wait 3"
        ]
    );
    let width = |n: usize| lanes[n].to - lanes[n].from;
    assert!(width(1) > width(3), "{lanes:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn a_coroutine_that_is_not_awaited_does_nothing_and_a_pause_lets_others_run() -> Result<()> {
    let scope = Docs::quick().open("#pause?pause=200&every=20").await?;
    scope.wait_for_end("done").await?;
    let printed = scope.printed().await?;
    assert_eq!(
        printed[..4],
        [
            "never awaited: the count is 0",
            "awaited: the count is 1",
            "the sleeper pauses",
            "the sleeper continues"
        ]
    );
    let count = printed[4].strip_prefix("meanwhile the counter reached ");
    assert!(
        count.is_some_and(|count| !count.starts_with("0 ")),
        "{printed:?}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn the_loop_keeps_its_order_and_yields_during_long_work() -> Result<()> {
    let scope = Docs::quick()
        .open("#loop?delay=100&turns=200&clock=real")
        .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(
        scope.printed().await?,
        [
            "main continues",
            "call_soon",
            "the task's first turn",
            "main again",
            "call_later after 100 ms",
            "call_later after 200 ms",
            "call_later after 300 ms",
            "78498 primes below 1000000",
        ]
    );
    assert!(
        scope
            .page
            .eval::<bool>("all('.hop').some((hop) => hop.getAttribute('d'))")
            .await?,
        "a task of many turns uses the budget up"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn forgotten_background_tasks_end_with_main() -> Result<()> {
    let scope = Docs::quick()
        .open("#background?variant=forget&time=100&own=150&clock=virtual")
        .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(
        scope.printed().await?,
        [
            "task 1 is done",
            "main has done its own work",
            "main ends",
            "task 2 was cut short",
            "task 3 was cut short"
        ]
    );
    assert_eq!(states(&scope.lanes().await?), ["cancelled", "done"]);

    scope
        .go("#background?variant=await&time=100&own=150&clock=virtual")
        .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(states(&scope.lanes().await?), ["done"]);
    scope.is_clean().await
}

#[tokio::test]
async fn a_consumer_without_a_none_waits_until_the_run_is_stopped() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?ends=one&latency=0&work=1&documents=2")
        .await?;
    scope
        .page
        .wait_until(
            "all('.finding').some((it) => it.textContent.includes('a sentinel is missing'))",
        )
        .await?;
    assert_eq!(scope.page.eval::<String>("runStatus()").await?, "running");
    scope.page.click(&format!("{SHADOW}button.stop")).await?;
    scope.wait_for_end("stopped").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn an_outer_limit_that_comes_first_leaves_the_inner_one_unexpired() -> Result<()> {
    let scope = Docs::quick()
        .open("#timeouts?work=600&limit=200&cleanup=50&clock=virtual")
        .await?;
    scope.wait_for_end("done").await?;
    let printed = scope.printed().await?;
    let expected = "two limits: outer expired: true, inner expired: false".to_owned();
    assert!(printed.contains(&expected), "{printed:?}");
    assert!(printed[0].starts_with("shielded: timed out"), "{printed:?}");
    let is_done = |line: &String| line.starts_with("behind the shield: done");
    assert!(printed.iter().any(is_done), "{printed:?}");
    assert_eq!(states(&scope.lanes().await?), ["done"]);
    scope.is_clean().await
}

#[tokio::test]
async fn every_helper_fetches_all_documents() -> Result<()> {
    for (variant, refused) in [("map", 0), ("retry", 8), ("pace", 0)] {
        let docs = Docs::quick();
        let scope = docs
            .open(&format!("#helper?variant={variant}&latency=10&pause=20"))
            .await?;
        scope.wait_for_end("done").await?;
        let printed = scope.printed().await?;
        let again = printed.iter().filter(|line| line.contains("again in"));
        assert_eq!(again.count(), refused, "{printed:?}");
        let words = format!("{} words after ", docs.words_requested());
        let last = printed.last().map_or("", String::as_str);
        assert!(last.starts_with(&words), "{printed:?}");
        assert_eq!(docs.requested().len(), 6);
        scope.is_clean().await?;
    }
    Ok(())
}
