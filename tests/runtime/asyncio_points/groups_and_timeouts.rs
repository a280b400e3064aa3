//! `TaskGroup` and `timeout`.

use crate::common::printed;
use coroscope::time::ms;
use coroscope::{
    Error, ErrorGroup, Event, Result, now, print, scope, sleep, spawn, task_group, timeout,
    yield_now,
};

async fn fail_after(n: u64) -> Result<()> {
    sleep(ms(n)).await;
    Err(Error::msg(format_args!("failed after {n}")))
}

/// Waits, and fails in its cleanup.
async fn fail_when_cancelled() -> Result<()> {
    scope(
        (),
        async |_: &()| {
            sleep(ms(60_000)).await;
            Ok(())
        },
        async |_: ()| Err(Error::msg("failed while cleaning up")),
    )
    .await
}

fn errors(result: Result<()>) -> String {
    let error = result.unwrap_err();
    match error.downcast_ref::<ErrorGroup>() {
        Some(group) => format!("{:?}", group.errors),
        None => error.to_string(),
    }
}

scores! {
    // 12
    a_single_failure_is_an_error_group(printed) {
        let result = task_group(async |group| {
            group.create_task(fail_after(1))?;
            group.create_task(async { Ok(()) })?;
            Ok(())
        })
        .await;
        print(errors(result));
        Ok(())
    } => ["main: [\"failed after 1\"]"]

    // 12
    errors_are_in_the_order_of_completion_with_the_bodys_last(printed) {
        let result = task_group(async |group| {
            group.create_task(fail_when_cancelled())?;
            group.create_task(fail_after(60_000))?;
            yield_now().await;
            Err(Error::msg("the body failed"))
        })
        .await;
        print(errors(result));
        let result = task_group(async |group| {
            group.create_task(fail_when_cancelled())?;
            group.create_task(fail_after(1))?;
            Ok(())
        })
        .await;
        print(errors(result));
        Ok(())
    } => [
        "main: [\"failed while cleaning up\", \"the body failed\"]",
        "main: [\"failed after 1\", \"failed while cleaning up\"]",
    ]

    // 13
    a_cancelled_child_does_not_abort_the_group(printed) {
        task_group(async |group| {
            let child = group.create_task(async {
                sleep(ms(60_000)).await;
                Ok(())
            })?;
            group.create_task(async {
                sleep(ms(2)).await;
                print("continued");
                Ok(())
            })?;
            yield_now().await;
            child.cancel();
            Ok(())
        })
        .await?;
        print("no error");
        Ok(())
    } => ["Task-3: continued", "main: no error"]

    // 13
    after_an_abort_create_task_fails(printed) {
        let result = task_group(async |group| {
            let again = group.clone();
            group.create_task(scope(
                again,
                async |_: &_| {
                    sleep(ms(60_000)).await;
                    Ok(())
                },
                async |group: coroscope::TaskGroup| {
                    let late = group.create_task(async { Ok(()) });
                    print(late.unwrap_err().to_string());
                    Ok(())
                },
            ))?;
            group.create_task(fail_after(0))?;
            Ok(())
        })
        .await;
        assert!(result.is_err());
        Ok(())
    } => ["Task-2: the task group is shutting down and takes no more tasks"]

    // 14
    a_cancellation_from_outside_survives_the_group(printed) {
        let outer = spawn(async {
            let result = task_group(async |group| {
                group.create_task(fail_when_cancelled())?;
                Ok(())
            })
            .await;
            print("never");
            result
        });
        sleep(ms(1)).await;
        outer.cancel();
        print(outer.await.unwrap_err().is_cancelled().to_string());
        Ok(())
    } => ["main: true"]

    // 14
    a_cancellation_from_outside_survives_a_child_that_fails_at_the_same_time(printed) {
        for first in ["child", "cancellation"] {
            let fail = Event::new();
            let failing = fail.clone();
            let outer = spawn(task_group(async move |group| {
                group.create_task(async move {
                    failing.wait().await;
                    Err::<(), _>(Error::msg("failed"))
                })?;
                Ok(())
            }));
            sleep(ms(1)).await;
            if first == "child" {
                // It fails in the next pass and wakes the group, which is already cancelled.
                fail.set();
                yield_now().await;
                outer.cancel();
            } else {
                outer.cancel();
                fail.set();
            }
            print(format!("{first} first: {}", outer.await.unwrap_err()));
        }
        Ok(())
    } => ["main: child first: cancelled", "main: cancellation first: cancelled"]

    // 15
    the_deadline_is_fixed_at_the_call_and_not_at_entry(printed) {
        let began = now();
        let limit = timeout(ms(10));
        assert!(limit.when() >= Some(began + ms(10)));
        sleep(ms(5)).await;
        let when = limit.when();
        let result = limit.run(async {
            sleep(ms(60_000)).await;
            Ok(())
        });
        assert!(result.await.is_err());
        assert!(limit.when() == when && now() - began < ms(60_000));
        print(format!("expired: {}", limit.expired()));
        Ok(())
    } => ["main: expired: true"]

    // 15
    when_the_outer_timeout_expires_the_inner_has_not_expired(printed) {
        let (outer, inner) = (timeout(ms(2)), timeout(ms(60_000)));
        let result = outer.run(inner.run(async {
            sleep(ms(60_000)).await;
            Ok(())
        }));
        assert!(result.await.is_err());
        print(format!("outer: {}, inner: {}", outer.expired(), inner.expired()));
        Ok(())
    } => ["main: outer: true, inner: false"]

    // 16
    a_body_that_never_suspends_cannot_expire(printed) {
        let limit = timeout(ms(0));
        print(limit.run(async { Ok("finished") }).await?);
        print(format!("expired: {}", limit.expired()));
        Ok(())
    } => ["main: finished", "main: expired: false"]

    // 16
    a_timeout_of_zero_fires_at_the_first_real_suspension(printed) {
        let result = timeout(ms(0)).run(async {
            print("before");
            yield_now().await;
            print("after");
            Ok(())
        });
        print(result.await.unwrap_err().to_string());
        Ok(())
    } => ["main: before", "main: timed out"]
}
