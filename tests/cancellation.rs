//! Cancelling: what is dropped, what is cleaned up, in which order, and who is told.

use crate::common::{said, score};
use coroscope::time::ms;
use coroscope::{
    Error, Result, gather, print, scope, sleep, spawn, spawn_local, spawn_told, yield_now,
};

/// Sleeps for a minute in a scope whose exit takes a turn.
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

    whoever_awaits_a_cancelled_task_resumes_after_its_cleanup(score) {
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

    nested_scopes_exit_from_the_inside_out(said) {
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

    a_scope_exits_after_a_value_and_after_an_error(said) {
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

    a_failing_exit_takes_the_place_of_the_cancellation(said) {
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

    an_exit_that_is_under_way_is_not_interrupted(said) {
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
        print(format!("asked {} times", a.cancelling()));
        assert!(a.await.unwrap_err().is_cancelled());
        Ok(())
    } => ["a: closing", "main: asked 2 times", "a: closed"]

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

    a_request_during_the_last_poll_arrives(said) {
        let a = spawn(async {
            coroscope::cancel_current("changed my mind");
            print("went on");
            Ok(())
        })
        .named("a");
        print(a.await.unwrap_err().to_string());
        Ok(())
    } => ["a: went on", "main: cancelled: changed my mind"]

    a_told_body_may_refuse(said) {
        let a = spawn_told(|cancellation| async move {
            while let Err(request) = cancellation.or(sleep(ms(20))).await {
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

    a_told_body_that_is_cancelled_before_its_first_step_never_runs(said) {
        let a = spawn_told(|_| async {
            print("never");
            Ok(())
        });
        a.cancel();
        assert!(a.await.unwrap_err().is_cancelled());
        Ok(())
    } => []

    the_end_of_main_lets_cleanups_finish(said) {
        drop(spawn(open("file")).named("a"));
        yield_now().await;
        print("end of main");
        Ok(())
    } => ["main: end of main", "a: closing file", "a: closed file"]

    a_cancelled_gather_cancels_its_children_and_awaits_their_cleanups(said) {
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

    a_cleanup_whose_future_is_dropped_for_another_reason_becomes_a_task(said) {
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

    gather_gives_results_in_the_order_of_its_arguments(said) {
        let numbers = gather([30, 10, 20].map(|n| async move {
            sleep(ms(n)).await;
            print(format!("{n}"));
            Ok(n)
        }))
        .await?;
        print(format!("{numbers:?}"));
        Ok(())
    } => ["Task-3: 10", "Task-4: 20", "Task-2: 30", "main: [30, 10, 20]"]

    gather_raises_the_first_failure_to_complete_and_its_siblings_go_on(said) {
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

    gather_of_nothing_is_done_at_once(said) {
        drop(spawn_local(async { print("other") }));
        let nothing: [coroscope::Task<()>; 0] = [];
        print(format!("{:?}", gather(nothing).await?));
        Ok(())
    } => ["main: []", "Task-2: other"]

    the_same_task_twice_runs_once(said) {
        let task = spawn(async {
            print("runs");
            Ok(1)
        });
        let both = gather([&task, &task]).await?;
        print(format!("{both:?}"));
        Ok(())
    } => ["Task-2: runs", "main: [1, 1]"]

    a_child_that_is_cancelled_makes_gather_raise_and_cancels_no_sibling(said) {
        let tasks = [
            spawn(open("one")).named("one"),
            spawn(async {
                sleep(ms(10)).await;
                print("went on");
                Ok(())
            })
            .named("two"),
        ];
        yield_now().await;
        tasks[0].cancel();
        print(gather(&tasks).await.unwrap_err().to_string());
        sleep(ms(20)).await;
        Ok(())
    } => ["one: closing one", "one: closed one", "main: cancelled", "two: went on"]
}
