//! Cancellation: dropping, cleanups and their order, and the errors that awaiting tasks get.

use crate::common::{printed, score};
use coroscope::time::ms;
use coroscope::{
    Error, Result, gather, print, scope, sleep, spawn, spawn_local, spawn_with_cancellation,
    yield_now,
};

/// Sleeps for a minute in a scope. Its exit yields once.
async fn open(name: &'static str) -> Result<()> {
    scope(
        name,
        async |_: &&str| {
            sleep(ms(60_000)).await;
            Ok(())
        },
        async |name: &str| {
            print(format!("closing {name}"));
            yield_now().await;
            print(format!("closed {name}"));
            Ok(())
        },
    )
    .await
}

scores! {
    a_task_cancelled_before_its_first_step_never_runs(score) {
        let a = spawn(async {
            print("never");
            Ok(())
        })
        .named("a");
        a.cancel();
        assert!(a.await.unwrap_err().is_cancelled());
        Ok(())
    } => [
        "spawn main",
        "poll main",
        "spawn a",
        "cancel a",
        "poll a",
        "a cancelled",
        "wake main by a",
        "poll main",
        "main done",
    ]

    a_task_that_awaits_a_cancelled_task_continues_after_its_cleanup(score) {
        let a = spawn(open("file")).named("a");
        yield_now().await;
        a.cancel();
        assert!(a.await.unwrap_err().is_cancelled());
        print("after");
        Ok(())
    } => [
        "spawn main",
        "poll main",
        "spawn a",
        "wake main by main",
        "poll a",
        "poll main",
        "cancel a",
        "wake a by main",
        "poll a",
        "clean up a",
        "a: closing file",
        "wake a by a",
        "poll a",
        "a: closed file",
        "a cancelled",
        "wake main by a",
        "poll main",
        "main: after",
        "main done",
    ]

    nested_scopes_exit_from_the_inside_out(printed) {
        let a = spawn(scope(
            "outer",
            async |_: &&str| open("inner").await,
            async |name: &str| {
                yield_now().await;
                print(format!("closed {name}"));
                Ok(())
            },
        ))
        .named("a");
        yield_now().await;
        a.cancel();
        assert!(a.await.unwrap_err().is_cancelled());
        Ok(())
    } => ["a: closing inner", "a: closed inner", "a: closed outer"]

    a_scope_exits_after_a_value_and_after_an_error(printed) {
        let exit = async |name: &str| {
            print(format!("closed {name}"));
            Ok(())
        };
        let value = scope("one", async |name: &&str| Ok(name.len()), exit).await;
        print(format!("{value:?}"));
        let error = scope("two", async |_: &&str| Err::<(), _>(Error::msg("no luck")), exit).await;
        print(error.unwrap_err().to_string());
        Ok(())
    } => ["main: closed one", "main: Ok(3)", "main: closed two", "main: no luck"]

    a_failing_exit_replaces_the_cancellation(printed) {
        let a = spawn(scope(
            (),
            async |_: &()| {
                sleep(ms(60_000)).await;
                Ok(())
            },
            async |_: ()| Err(Error::msg("could not close")),
        ));
        yield_now().await;
        a.cancel();
        print(a.await.unwrap_err().to_string());
        Ok(())
    } => ["main: could not close"]

    a_running_exit_is_not_interrupted(printed) {
        let a = spawn(scope(
            (),
            async |_: &()| Ok(()),
            async |_: ()| {
                print("closing");
                sleep(ms(5)).await;
                print("closed");
                Ok(())
            },
        ))
        .named("a");
        yield_now().await;
        a.cancel();
        a.cancel();
        print(format!("cancelled {} times", a.cancelling()));
        assert!(a.await.unwrap_err().is_cancelled());
        Ok(())
    } => ["a: closing", "main: cancelled 2 times", "a: closed"]

    cancelling_a_task_that_awaits_another_cancels_both(score) {
        let inner = spawn(open("inner")).named("inner");
        let outer = spawn(async move { inner.await }).named("outer");
        sleep(ms(1)).await;
        outer.cancel();
        assert!(outer.await.unwrap_err().is_cancelled());
        Ok(())
    } => [
        "spawn main",
        "poll main",
        "spawn inner",
        "spawn outer",
        "poll inner",
        "poll outer",
        "wake main by timer",
        "poll main",
        "cancel outer",
        "wake outer by main",
        "poll outer",
        "cancel inner",
        "wake inner by outer",
        "clean up outer",
        "poll inner",
        "clean up inner",
        "inner: closing inner",
        "wake inner by inner",
        "poll inner",
        "inner: closed inner",
        "inner cancelled",
        "wake outer by inner",
        "poll outer",
        "outer cancelled",
        "wake main by outer",
        "poll main",
        "main done",
    ]

    a_request_during_the_last_poll_takes_effect(printed) {
        let a = spawn(async {
            coroscope::cancel_current("changed my mind");
            print("continued");
            Ok(())
        })
        .named("a");
        print(a.await.unwrap_err().to_string());
        Ok(())
    } => ["a: continued", "main: cancelled: changed my mind"]

    a_task_with_cancellation_can_refuse(printed) {
        let a = spawn_with_cancellation(|cancellation| async move {
            while let Err(request) = cancellation.run_until_cancelled(sleep(ms(20))).await {
                print(format!("refused: {request}"));
            }
            Ok(())
        })
        .named("a");
        yield_now().await;
        a.cancel_because("hurry");
        a.await?;
        Ok(())
    } => ["a: refused: cancelled: hurry"]

    a_task_with_cancellation_that_is_cancelled_before_its_first_step_never_runs(printed) {
        let a = spawn_with_cancellation(|_| async {
            print("never");
            Ok(())
        });
        a.cancel();
        assert!(a.await.unwrap_err().is_cancelled());
        Ok(())
    } => []

    the_end_of_main_lets_cleanups_finish(printed) {
        drop(spawn(open("file")).named("a"));
        yield_now().await;
        print("end of main");
        Ok(())
    } => ["main: end of main", "a: closing file", "a: closed file"]

    a_cancelled_gather_cancels_its_children_and_awaits_their_cleanups(printed) {
        let all = spawn(async { gather(["one", "two"].map(open)).await }).named("all");
        sleep(ms(1)).await;
        all.cancel();
        assert!(all.await.unwrap_err().is_cancelled());
        print("after");
        Ok(())
    } => [
        "Task-3: closing one",
        "Task-4: closing two",
        "Task-3: closed one",
        "Task-4: closed two",
        "main: after",
    ]

    a_cleanup_of_a_future_dropped_for_another_reason_becomes_a_task(printed) {
        let mut file = Box::pin(open("file"));
        core::future::poll_fn(|cx| {
            assert!(file.as_mut().poll(cx).is_pending());
            core::task::Poll::Ready(())
        })
        .await;
        drop(file);
        print("dropped");
        sleep(ms(1)).await;
        Ok(())
    } => ["main: dropped", "cleanup: closing file", "cleanup: closed file"]

    gather_returns_results_in_the_order_of_its_arguments(printed) {
        let numbers = gather([30, 10, 20].map(|n| async move {
            sleep(ms(n)).await;
            print(format!("{n}"));
            Ok(n)
        }))
        .await?;
        print(format!("{numbers:?}"));
        Ok(())
    } => ["Task-3: 10", "Task-4: 20", "Task-2: 30", "main: [30, 10, 20]"]

    gather_fails_with_the_first_failure_and_the_other_children_keep_running(printed) {
        let failing = |name: &'static str, after| async move {
            sleep(ms(after)).await;
            print(format!("{name} fails"));
            Err::<(), _>(Error::msg(name))
        };
        let error = gather([failing("slow", 20), failing("fast", 10)]).await;
        print(format!("gather: {}", error.unwrap_err()));
        sleep(ms(30)).await;
        Ok(())
    } => [
        "Task-3: fast fails",
        "main: gather: fast",
        "Task-2: slow fails",
    ]

    gather_without_arguments_returns_immediately(printed) {
        drop(spawn_local(async { print("other") }));
        let nothing: [coroscope::Task<()>; 0] = [];
        print(format!("{:?}", gather(nothing).await?));
        Ok(())
    } => ["main: []", "Task-2: other"]

    the_same_task_twice_runs_once(printed) {
        let task = spawn(async {
            print("runs");
            Ok(1)
        });
        let both = gather([&task, &task]).await?;
        print(format!("{both:?}"));
        Ok(())
    } => ["Task-2: runs", "main: [1, 1]"]

    a_cancelled_child_makes_gather_fail_and_cancels_no_other_child(printed) {
        let tasks = [
            spawn(open("one")).named("one"),
            spawn(async {
                sleep(ms(10)).await;
                print("continued");
                Ok(())
            })
            .named("two"),
        ];
        yield_now().await;
        tasks[0].cancel();
        print(gather(&tasks).await.unwrap_err().to_string());
        sleep(ms(20)).await;
        Ok(())
    } => ["one: closing one", "one: closed one", "main: cancelled", "two: continued"]
}
