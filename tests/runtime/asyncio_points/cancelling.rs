//! Cancellation: when it takes effect, which tasks it affects, and cleanups.

use crate::common::printed;
use coroscope::time::ms;
use coroscope::{
    Error, Result, cancel_current, current_task, print, scope, shield, sleep, spawn,
    spawn_with_cancellation, yield_now,
};

/// Waits in a scope. Its exit yields twice.
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
            print(format!("{name} has cleaned up"));
            Ok(())
        },
    )
    .await
}

scores! {
    // 5
    a_request_takes_effect_at_the_next_suspension(printed) {
        let task = spawn(async {
            cancel_current("");
            print("continues");
            yield_now().await;
            print("never");
            Ok(())
        })
        .named("task");
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["task: continues", "main: cancelled"]

    // 5
    a_failure_in_the_poll_of_the_request_is_the_result(printed) {
        let task = spawn(async {
            cancel_current("");
            Err::<(), _>(Error::msg("no luck"))
        });
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["main: no luck"]

    // 5
    a_cleanup_can_await(printed) {
        let task = spawn(wait_and_clean_up("task")).named("task");
        yield_now().await;
        task.cancel();
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["task: task has cleaned up", "main: cancelled"]

    // 5
    a_refused_request_counts_until_uncancel(printed) {
        let task = spawn_with_cancellation(|cancellation| async move {
            let refused = cancellation.run_until_cancelled(sleep(ms(60_000))).await.is_err();
            print(format!("refused: {refused}, cancelling: {}", current_task().cancelling()));
            sleep(ms(1)).await;
            Ok("a result")
        })
        .named("task");
        yield_now().await;
        task.cancel();
        yield_now().await;
        yield_now().await;
        print(format!("then {}", task.uncancel()));
        print(task.await?);
        Ok(())
    } => ["task: refused: true, cancelling: 1", "main: then 0", "main: a result"]

    // 6
    cancelling_a_task_that_awaits_another_cancels_the_inner_one(printed) {
        let inner = spawn(wait_and_clean_up("inner")).named("inner");
        let outer = spawn(async move { inner.await }).named("outer");
        sleep(ms(1)).await;
        outer.cancel();
        print(outer.await.unwrap_err().is_cancelled().to_string());
        Ok(())
    } => ["inner: inner has cleaned up", "main: true"]

    // 6
    a_shielded_inner_task_is_not_cancelled(printed) {
        let inner = spawn(async {
            sleep(ms(100)).await;
            print("continued");
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
    } => ["main: cancelled", "inner: continued"]

    // 6
    dropping_a_handle_detaches_and_does_not_cancel(printed) {
        drop(spawn(async {
            yield_now().await;
            print("continues");
            Ok(())
        })
        .named("task"));
        sleep(ms(1)).await;
        Ok(())
    } => ["task: continues"]

    // 7
    the_end_of_main_cancels_the_other_tasks_and_awaits_their_cleanups(printed) {
        drop(spawn(wait_and_clean_up("a")).named("a"));
        drop(spawn(wait_and_clean_up("b")).named("b"));
        yield_now().await;
        print("ends");
        Ok(())
    } => ["main: ends", "a: a has cleaned up", "b: b has cleaned up"]
}
