//! Cancellation: when it takes effect, which tasks it affects, and cleanups.

use super::vocabulary::{count, failure, outcome};
use coroscope::time::ms;
use coroscope::{
    Result, cancel_current, current_task, scope, sleep, spawn, spawn_with_cancellation, wait,
    yield_now,
};

/// Waits for a minute. Closing takes some time.
async fn closing(name: &'static str, delays: &'static [u64]) -> Result<()> {
    scope(
        (),
        async |_: &()| {
            sleep(ms(60_000)).await;
            Ok(())
        },
        async move |_: ()| {
            say!("{name} closes");
            for &delay in delays {
                sleep(ms(delay)).await;
            }
            say!("{name} closed");
            Ok(())
        },
    )
    .await
}

scenarios! {
    a_task_cancelled_before_its_first_step_never_runs {
        let task = task!("child", || {
            say!("never");
            Ok(())
        });
        say!("{} {}", task.cancel(), task.done());
        say!("{} {}", outcome(&task).await, task.cancelled());
        Ok(())
    }

    a_request_takes_effect_at_the_next_suspension {
        let task = task!("child", || {
            cancel_current("");
            say!("continues");
            yield_now().await;
            say!("never");
            Ok(())
        });
        say!("{}", outcome(task).await);
        Ok(())
    }

    a_request_in_the_last_step_takes_effect {
        let task = task!("child", || {
            cancel_current("");
            say!("continues");
            Ok(1)
        });
        say!("{}", outcome(task).await);
        Ok(())
    }

    a_failure_in_the_step_of_the_request_is_the_result {
        let task = task!("child", || {
            cancel_current("");
            failure::<()>("no luck")
        });
        say!("{} {} {}", outcome(&task).await, task.cancelled(), task.cancelling());
        Ok(())
    }

    a_done_task_cannot_be_cancelled {
        let task = spawn(async { Ok(1) });
        (&task).await?;
        say!("{} {} {}", task.cancel(), task.cancelled(), task.cancelling());
        say!("{}", task.await?);
        Ok(())
    }

    requests_are_counted_and_take_effect_once {
        let task = spawn(closing("file", &[5]));
        sleep(ms(1)).await;
        say!("{} {} {}", task.cancel(), task.cancel(), task.cancelling());
        say!("{} {}", outcome(&task).await, task.cancelling());
        Ok(())
    }

    the_awaiting_task_continues_after_the_cleanup {
        let task = spawn(closing("file", &[10, 10]));
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }

    cleanups_run_from_the_inside_out {
        let task = spawn(scope(
            (),
            async |_: &()| closing("inner", &[10]).await,
            async |_: ()| {
                sleep(ms(5)).await;
                say!("outer closed");
                Ok(())
            },
        ));
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }

    a_failing_cleanup_replaces_the_cancellation {
        let task = spawn(scope(
            (),
            async |_: &()| {
                sleep(ms(60_000)).await;
                Ok(())
            },
            async |_: ()| {
                sleep(ms(5)).await;
                failure("could not close")
            },
        ));
        sleep(ms(1)).await;
        task.cancel();
        say!("{} {}", outcome(&task).await, task.cancelled());
        Ok(())
    }

    a_task_can_refuse {
        let task = spawn_with_cancellation(|cancellation| async move {
            if cancellation.run_until_cancelled(sleep(ms(60_000))).await.is_err() {
                say!("refused {}", current_task().cancelling());
            }
            sleep(ms(10)).await;
            Ok("done")
        });
        sleep(ms(1)).await;
        task.cancel();
        say!("{} {} {}", (&task).await?, task.cancelled(), task.cancelling());
        Ok(())
    }

    a_refused_request_is_counted_until_it_is_taken_back {
        let task = spawn_with_cancellation(|cancellation| async move {
            if cancellation.run_until_cancelled(sleep(ms(60_000))).await.is_err() {
                let task = current_task();
                say!("{}", task.cancelling());
                say!("{} {}", task.uncancel(), task.uncancel());
            }
            sleep(ms(10)).await;
            Ok(())
        });
        sleep(ms(1)).await;
        task.cancel();
        (&task).await?;
        say!("{}", task.cancelling());
        Ok(())
    }

    a_task_that_refused_can_be_cancelled_again {
        let task = spawn_with_cancellation(|cancellation| async move {
            for n in 0..3 {
                if cancellation.run_until_cancelled(sleep(ms(60_000))).await.is_err() {
                    say!("refused {n}");
                }
            }
            Ok("gave in")
        });
        for _ in 0..3 {
            sleep(ms(1)).await;
            task.cancel();
        }
        say!("{} {}", (&task).await?, task.cancelling());
        Ok(())
    }

    cancelling_a_task_cancels_the_task_that_it_awaits {
        let inner = std::rc::Rc::new(spawn(closing("inner", &[10])));
        let awaited = inner.clone();
        let outer = spawn(scope(
            awaited,
            async |inner: &std::rc::Rc<coroscope::Task<()>>| (&**inner).await,
            async |_| {
                say!("outer closed");
                Ok(())
            },
        ));
        sleep(ms(1)).await;
        outer.cancel();
        say!("{} {}", outcome(outer).await, inner.cancelled());
        Ok(())
    }

    cancelling_a_task_cancels_a_chain_of_awaited_tasks {
        let a = std::rc::Rc::new(spawn(closing("a", &[5])));
        let b = std::rc::Rc::new(task!("b", |a| { (&*a).await }));
        let c = task!("c", |b| { (&*b).await });
        sleep(ms(1)).await;
        c.cancel();
        say!("{} {} {}", outcome(c).await, a.cancelled(), b.cancelled());
        Ok(())
    }

    a_task_that_awaits_a_cancelled_task_is_cancelled_without_a_request {
        let inner = std::rc::Rc::new(spawn(closing("inner", &[])));
        let outer = task!("outer", |inner| { (&*inner).await });
        sleep(ms(1)).await;
        inner.cancel();
        say!("{} {} {}", outcome(&outer).await, outer.cancelled(), outer.cancelling());
        Ok(())
    }

    two_tasks_that_await_a_cancelled_task_are_both_cancelled {
        let inner = std::rc::Rc::new(spawn(closing("inner", &[5])));
        let [a, b] = ["a", "b"].map(|name| spawn(scope(
            inner.clone(),
            async |inner: &std::rc::Rc<coroscope::Task<()>>| (&**inner).await,
            async move |_| {
                say!("{name}");
                Ok(())
            },
        )));
        sleep(ms(1)).await;
        a.cancel();
        say!("{} {} {}", outcome(&a).await, outcome(&b).await, inner.cancelling());
        Ok(())
    }

    the_timer_of_a_cancelled_sleep_is_removed {
        let task = task!("child", || {
            sleep(ms(1000)).await;
            Ok(())
        });
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }

    a_cancelled_main_ends_the_run {
        spawn(closing("file", &[5]));
        sleep(ms(1)).await;
        cancel_current("");
        say!("continues");
        sleep(ms(1)).await;
        say!("never");
        Ok(())
    }

    a_cancelled_task_ends_one_pass_after_the_request {
        let task = spawn(scope(
            (),
            async |_: &()| {
                sleep(ms(60_000)).await;
                Ok(())
            },
            async |_: ()| {
                say!("closed");
                Ok(())
            },
        ));
        sleep(ms(1)).await;
        let counter = spawn(count(4));
        task.cancel();
        wait([task]).await;
        say!("main");
        counter.await
    }

    a_request_to_a_ready_task_takes_effect_in_its_next_step {
        let task = task!("child", || {
            yield_now().await;
            say!("never");
            Ok(())
        });
        yield_now().await;
        let counter = spawn(count(3));
        task.cancel();
        say!("{}", outcome(task).await);
        counter.await
    }

    the_error_has_the_message_of_the_request {
        let task = task!("child", || {
            sleep(ms(60_000)).await;
            Ok(())
        });
        sleep(ms(1)).await;
        task.cancel_because("no longer needed");
        say!("{}", task.await.unwrap_err());
        Ok(())
    }

    a_task_cancelled_in_the_same_pass_does_not_run {
        use std::{cell::RefCell, rc::Rc};
        let other: Rc<RefCell<Option<coroscope::Task<()>>>> = Rc::default();
        let first = task!("first", |other| {
            say!("first");
            other.borrow().as_ref().expect("it was made by now").cancel();
            Ok(())
        });
        other.replace(Some(task!("second", || {
            say!("never");
            Ok(())
        })));
        first.await?;
        let second = other.take().expect("it was made");
        let (second, _) = wait([second]).await;
        say!("{}", second[0].cancelled());
        Ok(())
    }
}
