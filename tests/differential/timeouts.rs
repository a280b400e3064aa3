//! Timeouts: timeout, timeout_at, wait_for.

use super::vocabulary::{count, failure, outcome};
use coroscope::runtime::Handle;
use coroscope::time::{Instant, ms};
use coroscope::{
    Result, Task, current_task, scope, shield, sleep, spawn, timeout, timeout_at, wait_for,
    yield_now,
};
use std::rc::Rc;

async fn finish(name: &'static str, delay: u64) -> Result<&'static str> {
    sleep(ms(delay)).await;
    say!("{name}");
    Ok(name)
}

async fn a_minute() -> Result<()> {
    sleep(ms(60_000)).await;
    Ok(())
}

async fn closing(name: &'static str, delay: u64) -> Result<()> {
    scope(
        (),
        async |_: &()| a_minute().await,
        async move |_: ()| {
            sleep(ms(delay)).await;
            say!("{name} closed");
            Ok(())
        },
    )
    .await
}

fn at(millis: u64) -> Instant {
    Instant::ZERO + ms(millis)
}

scenarios! {
    a_timeout_interrupts_the_body {
        let limit = timeout(ms(10));
        if limit.run(finish("never", 20)).await.is_err() {
            say!("timed out, expired: {}", limit.expired());
        }
        Ok(())
    }

    a_timeout_that_does_not_expire_has_no_effect {
        let limit = timeout(ms(20));
        limit.run(finish("a", 10)).await?;
        say!("expired: {}", limit.expired());
        sleep(ms(20)).await;
        say!("expired: {}", limit.expired());
        Ok(())
    }

    the_time_limit_counts_from_the_call {
        let limit = timeout(ms(20));
        sleep(ms(15)).await;
        let result = limit.run(async {
            sleep(ms(10)).await;
            say!("never");
            Ok(())
        });
        say!("{}", outcome(result).await);
        Ok(())
    }

    the_cleanup_can_take_longer_than_the_limit {
        say!("{}", outcome(timeout(ms(10)).run(closing("file", 30))).await);
        Ok(())
    }

    an_inner_timeout_expires_before_a_later_outer_one {
        let (outer, inner) = (timeout(ms(20)), timeout(ms(10)));
        let result = outer.run(async {
            if inner.run(a_minute()).await.is_err() {
                say!("inner {} {}", inner.expired(), outer.expired());
            }
            sleep(ms(5)).await;
            say!("continued");
            Ok(())
        });
        if result.await.is_err() {
            say!("never");
        }
        say!("{} {}", inner.expired(), outer.expired());
        Ok(())
    }

    when_the_outer_timeout_expires_the_inner_has_not_expired {
        let (outer, inner) = (timeout(ms(10)), timeout(ms(20)));
        let result = outer.run(async {
            inner.run(a_minute()).await?;
            say!("never");
            Ok(())
        });
        if result.await.is_err() {
            say!("{} {}", inner.expired(), outer.expired());
        }
        Ok(())
    }

    of_two_timeouts_at_the_same_time_both_expire_and_the_outer_fails {
        let outer = timeout(ms(10));
        let inner = timeout_at(outer.when());
        let result = outer.run(async {
            if inner.run(a_minute()).await.is_err() {
                say!("never");
            }
            Ok(())
        });
        if result.await.is_err() {
            say!("{} {}", inner.expired(), outer.expired());
        }
        Ok(())
    }

    a_body_that_never_suspends_cannot_be_interrupted {
        let limit = timeout(ms(0));
        let body = async {
            say!("body");
            Ok(())
        };
        limit.run(body).await?;
        say!("{}", limit.expired());
        Ok(())
    }

    a_timeout_of_zero_interrupts_the_body_at_its_first_suspension {
        let limit = timeout(ms(0));
        let result = limit.run(async {
            say!("body");
            yield_now().await;
            say!("never");
            Ok(())
        });
        if result.await.is_err() {
            say!("{}", limit.expired());
        }
        Ok(())
    }

    a_deadline_in_the_past_interrupts_the_body_at_its_first_suspension {
        sleep(ms(10)).await;
        let result = timeout_at(Some(at(5))).run(async {
            say!("body");
            sleep(ms(5)).await;
            say!("never");
            Ok(())
        });
        say!("{}", outcome(result).await);
        Ok(())
    }

    the_body_continues_one_pass_after_the_deadline {
        sleep(ms(1)).await;
        let counter = spawn(count(4));
        say!("{}", outcome(timeout(ms(0)).run(a_minute())).await);
        counter.await
    }

    the_body_can_reschedule_its_timeout {
        let limit = timeout(ms(10));
        let result = limit.run(async {
            limit.reschedule(Some(at(30)));
            say!("{}", limit.when().expect("it was set").elapsed().as_millis());
            a_minute().await
        });
        say!("{}", outcome(result).await);
        Ok(())
    }

    another_task_can_reschedule_a_timeout {
        let limit = timeout_at(None);
        let result = limit.run(async {
            for (moment, limit_at) in [(10, 20), (15, 40)] {
                let limit = limit.clone();
                Handle::current().call_later(ms(moment), move || {
                    limit.reschedule(Some(at(limit_at)));
                });
            }
            say!("{}", limit.when().map_or("()", |_| "set"));
            sleep(ms(30)).await;
            say!("continued");
            Ok(())
        });
        result.await?;
        say!("{}", limit.when().expect("it was set").elapsed().as_millis());
        Ok(())
    }

    a_timeout_rescheduled_into_the_past_expires_at_the_next_suspension {
        let limit = timeout_at(None);
        let result = limit.run(async {
            sleep(ms(10)).await;
            limit.reschedule(Some(at(5)));
            say!("body");
            yield_now().await;
            say!("never");
            Ok(())
        });
        say!("{}", outcome(result).await);
        Ok(())
    }

    a_timeout_can_be_disabled {
        let limit = timeout(ms(10));
        let result = limit.run(async {
            limit.reschedule(None);
            finish("a", 20).await
        });
        result.await?;
        say!("{}", limit.when().map_or("()", |_| "set"));
        Ok(())
    }

    an_expired_timeout_cannot_be_rescheduled {
        let limit = timeout(ms(10));
        let body = scope(
            limit.clone(),
            async |_: &_| a_minute().await,
            async |limit: coroscope::Timeout| {
                sleep(ms(5)).await;
                say!("{}", limit.reschedule(Some(at(30))));
                Ok(())
            },
        );
        say!("{}", outcome(limit.run(body)).await);
        Ok(())
    }

    a_cancellation_from_outside_is_not_a_timeout {
        let task = spawn(async {
            let result = timeout(ms(10)).run(a_minute()).await;
            say!("never");
            result
        });
        sleep(ms(5)).await;
        task.cancel();
        say!("{} {}", outcome(&task).await, task.cancelling());
        Ok(())
    }

    a_cancellation_at_the_time_of_the_deadline_wins {
        let task = Rc::new(spawn(async { timeout(ms(10)).run(a_minute()).await }));
        let cancelled = task.clone();
        Handle::current().call_at(at(10), move || {
            cancelled.cancel();
        });
        say!("{}", outcome(&*task).await);
        Ok(())
    }

    a_timeout_takes_its_request_back {
        let task = spawn(async {
            if timeout(ms(10)).run(a_minute()).await.is_err() {
                say!("{}", current_task().cancelling());
            }
            sleep(ms(10)).await;
            Ok("continued")
        });
        say!("{} {}", (&task).await?, task.cancelled());
        Ok(())
    }

    a_failure_of_the_body_is_the_result {
        let result = timeout(ms(10)).run(async {
            sleep(ms(5)).await;
            failure::<()>("no luck")
        });
        say!("{}", outcome(result).await);
        Ok(())
    }

    a_failing_cleanup_replaces_the_timeout {
        let body = scope(
            (),
            async |_: &()| a_minute().await,
            async |_: ()| {
                sleep(ms(5)).await;
                failure("could not close")
            },
        );
        say!("{}", outcome(timeout(ms(10)).run(body)).await);
        Ok(())
    }

    a_result_at_the_time_of_the_deadline_is_too_late {
        let result = timeout(ms(10)).run(async {
            sleep(ms(10)).await;
            say!("never");
            Ok(())
        });
        say!("{}", outcome(result).await);
        Ok(())
    }

    wait_for_returns_the_result_or_times_out {
        say!("{}", wait_for(finish("a", 10), ms(20)).await?);
        say!("{}", outcome(wait_for(finish("b", 20), ms(10))).await);
        Ok(())
    }

    wait_for_runs_a_coroutine_in_the_same_task {
        current_task().set_name("main");
        let name = async { Ok(current_task().name()) };
        say!("{}", wait_for(name, ms(10)).await?);
        Ok(())
    }

    wait_for_awaits_the_cleanup_and_can_exceed_its_limit {
        say!("{}", outcome(wait_for(closing("file", 30), ms(10))).await);
        Ok(())
    }

    wait_for_cancels_the_task_that_it_awaits {
        let task = spawn(closing("file", 5));
        say!("{} {}", outcome(wait_for(&task, ms(10))).await, task.cancelled());
        Ok(())
    }

    wait_for_a_shield_does_not_cancel_the_task {
        let task = spawn(finish("a", 20));
        say!("{}", outcome(wait_for(shield(&task), ms(10))).await);
        say!("{}", task.await?);
        Ok(())
    }

    cancelling_wait_for_cancels_what_it_awaits {
        let inner = Rc::new(spawn(closing("inner", 5)));
        let outer: Task<()> = task!("outer", |inner| { wait_for(&*inner, ms(60_000)).await });
        sleep(ms(10)).await;
        outer.cancel();
        say!("{} {}", outcome(outer).await, inner.cancelled());
        Ok(())
    }

    wait_for_in_wait_for_times_out_at_the_earlier_deadline {
        say!("{}", outcome(wait_for(wait_for(closing("a", 1), ms(10)), ms(20))).await);
        say!("{}", outcome(wait_for(wait_for(closing("b", 1), ms(20)), ms(10))).await);
        Ok(())
    }

    wait_for_does_not_yield_if_the_coroutine_does_not {
        let counter = spawn(count(2));
        say!("{}", wait_for(async { Ok(1) }, ms(10)).await?);
        counter.await
    }

    wait_for_takes_as_many_passes_as_the_task {
        let task = spawn(finish("a", 0));
        let counter = spawn(count(4));
        say!("{}", wait_for(task, ms(10)).await?);
        counter.await
    }
}
