//! Cancellation: when it arrives, whom it reaches, what it leaves undone.

use crate::common::said;
use coroscope::time::ms;
use coroscope::{
    Error, Result, cancel_current, current_task, print, scope, shield, sleep, spawn, spawn_told,
    yield_now,
};

/// Waits in a scope whose exit takes two turns.
async fn wait_and_clean_up(name: &'static str) -> Result<()> {
    scope(
        name,
        async |_: &&str| {
            sleep(ms(60_000)).await;
            Ok(())
        },
        async |name: &str| {
            yield_now().await;
            yield_now().await;
            print(format!("{name} is clean"));
            Ok(())
        },
    )
    .await
}

scores! {
    // 5
    a_request_arrives_at_the_next_suspension(said) {
        let task = spawn(async {
            cancel_current("");
            print("goes on");
            yield_now().await;
            print("never");
            Ok(())
        })
        .named("task");
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["task: goes on", "main: cancelled"]

    // 5
    a_failure_in_the_poll_of_the_request_is_the_result(said) {
        let task = spawn(async {
            cancel_current("");
            Err::<(), _>(Error::msg("no luck"))
        });
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["main: no luck"]

    // 5
    a_cleanup_may_await(said) {
        let task = spawn(wait_and_clean_up("task")).named("task");
        yield_now().await;
        task.cancel();
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["task: task is clean", "main: cancelled"]

    // 5
    cancelling_stays_counted_after_a_refusal_until_uncancel(said) {
        let task = spawn_told(|cancellation| async move {
            let refused = cancellation.or(sleep(ms(60_000))).await.is_err();
            print(format!("refused: {refused}, cancelling: {}", current_task().cancelling()));
            sleep(ms(1)).await;
            Ok("a result all the same")
        })
        .named("task");
        yield_now().await;
        task.cancel();
        yield_now().await;
        yield_now().await;
        print(format!("then {}", task.uncancel()));
        print(task.await?);
        Ok(())
    } => ["task: refused: true, cancelling: 1", "main: then 0", "main: a result all the same"]

    // 6
    cancelling_a_task_that_awaits_another_cancels_the_inner_one(said) {
        let inner = spawn(wait_and_clean_up("inner")).named("inner");
        let outer = spawn(async move { inner.await }).named("outer");
        sleep(ms(1)).await;
        outer.cancel();
        print(outer.await.unwrap_err().is_cancelled().to_string());
        Ok(())
    } => ["inner: inner is clean", "main: true"]

    // 6
    a_shielded_inner_task_is_not_cancelled(said) {
        let inner = spawn(async {
            sleep(ms(100)).await;
            print("went on");
            Ok(())
        })
        .named("inner");
        let outer = spawn(async move { shield(inner).await });
        yield_now().await;
        yield_now().await;
        outer.cancel();
        print(outer.await.unwrap_err().to_string());
        sleep(ms(200)).await;
        Ok(())
    } => ["main: cancelled", "inner: went on"]

    // 6
    dropping_a_handle_detaches_and_does_not_cancel(said) {
        drop(spawn(async {
            yield_now().await;
            print("goes on");
            Ok(())
        })
        .named("task"));
        sleep(ms(1)).await;
        Ok(())
    } => ["task: goes on"]

    // 7
    the_end_of_main_cancels_what_is_left_and_lets_cleanups_finish(said) {
        drop(spawn(wait_and_clean_up("a")).named("a"));
        drop(spawn(wait_and_clean_up("b")).named("b"));
        yield_now().await;
        print("ends");
        Ok(())
    } => ["main: ends", "a: a is clean", "b: b is clean"]
}
