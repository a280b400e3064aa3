//! Tasks and futures: states, results, errors and their order.

use super::vocabulary::{failure, outcome, shown};
use coroscope::runtime::{FutureHandle, Handle};
use coroscope::time::{Duration, ms};
use coroscope::{
    Error, Result, Task, all_tasks, current_task, gather, scope, sleep, spawn, yield_now,
};

/// Waits for a minute. Closing takes some time.
fn closing(name: &'static str, delay: Duration) -> Task<()> {
    spawn(scope(
        name,
        async |_: &&str| {
            sleep(ms(60_000)).await;
            Ok(())
        },
        async move |name: &str| {
            sleep(delay).await;
            say!("{name} closed");
            Ok(())
        },
    ))
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = all_tasks()
        .iter()
        .map(|task| task.name().to_string())
        .collect();
    names.sort();
    names
}

fn report_the_lost() {
    Handle::current().set_exception_handler(|lost| say!("lost: {}", lost.error));
}

scenarios! {
    a_task_has_a_state {
        let task = task!("child", || {
            sleep(ms(10)).await;
            Ok(42)
        });
        say!("{} {} {}", task.name(), task.done(), task.cancelled());
        say!("{} {} {}", (&task).await?, task.done(), task.cancelled());
        task.set_name("renamed");
        say!("{} {}", task.name(), shown(task.result().expect("it is done")));
        Ok(())
    }

    every_awaiting_task_gets_the_error_of_a_failed_task {
        let task = std::rc::Rc::new(spawn(async { failure::<()>("no luck") }));
        gather(["a", "b"].map(|name| {
            let task = task.clone();
            async move {
                say!("{name} gets {}", outcome(&*task).await);
                Ok(())
            }
        }))
        .await?;
        say!("{}", outcome(&*task).await);
        Ok(())
    }

    tasks_that_await_a_task_continue_in_order {
        let task = std::rc::Rc::new(spawn(async {
            sleep(ms(10)).await;
            Ok(())
        }));
        gather(["a", "b", "c"].map(|name| {
            let task = task.clone();
            async move {
                (&*task).await?;
                say!("{name}");
                Ok(())
            }
        }))
        .await?;
        Ok(())
    }

    current_task_and_all_tasks_return_the_tasks {
        current_task().set_name("main");
        let [b, a] = ["b", "a"].map(|name| task!(name, || {
            say!("{}", current_task().name());
            sleep(ms(10)).await;
            Ok(())
        }));
        say!("{:?}", names());
        b.await?;
        say!("{:?}", names());
        a.await?;
        say!("{:?}", names());
        Ok(())
    }

    a_task_without_a_handle_keeps_running {
        task!("child", || {
            sleep(ms(10)).await;
            say!("child");
            Ok(())
        });
        sleep(ms(20)).await;
        say!("main");
        Ok(())
    }

    a_failure_that_is_never_retrieved_is_reported {
        report_the_lost();
        drop(spawn(async { failure::<()>("no luck") }));
        spawn(async {
            sleep(ms(1)).await;
            Ok(())
        })
        .cancel();
        sleep(ms(5)).await;
        say!("main");
        Ok(())
    }

    a_failure_that_was_retrieved_is_not_reported {
        report_the_lost();
        let task = spawn(async { failure::<()>("no luck") });
        sleep(ms(5)).await;
        let error = task.result().and_then(Result::err);
        say!("seen: {}", error.expect("it has failed"));
        drop(task);
        sleep(ms(5)).await;
        Ok(())
    }

    the_end_of_main_cancels_the_other_tasks_and_awaits_their_cleanups {
        closing("a", ms(20));
        closing("b", ms(10));
        sleep(ms(1)).await;
        say!("end of main");
        Ok(())
    }

    a_task_that_never_ran_does_not_start_at_the_end_of_main {
        task!("child", || {
            say!("child begins");
            yield_now().await;
            say!("never");
            Ok(())
        });
        say!("end of main");
        Ok(())
    }

    tasks_that_are_ready_when_main_ends_run_once_more {
        for name in ["a", "b"] {
            task!(name, || {
                for n in 0..10 {
                    say!("{name} {n}");
                    yield_now().await;
                }
                Ok(())
            });
        }
        yield_now().await;
        say!("end of main");
        Ok(())
    }

    a_cleanup_at_the_end_can_spawn {
        spawn(scope(
            (),
            async |_: &()| {
                sleep(ms(60_000)).await;
                Ok(())
            },
            async |_: ()| {
                spawn(async {
                    sleep(ms(5)).await;
                    say!("late is done");
                    Ok(())
                })
                .await?;
                say!("closed");
                Ok(())
            },
        ));
        sleep(ms(1)).await;
        Ok(())
    }

    the_error_of_main_is_reported_after_all_cleanups {
        spawn(scope(
            (),
            async |_: &()| {
                sleep(ms(60_000)).await;
                Ok(())
            },
            async |_: ()| {
                sleep(ms(5)).await;
                say!("closed");
                Ok(())
            },
        ));
        sleep(ms(1)).await;
        failure("no luck")
    }

    no_ready_task_and_no_timer_is_a_stall {
        say!("main");
        (&Handle::current().create_future()).await
    }

    a_future_is_set_once {
        let future = Handle::current().create_future();
        say!("{}", future.done());
        future.set_result(1)?;
        say!("{} {} {}", future.done(), future.cancelled(), shown(future.result().expect("set")));
        say!("{}", shown(future.set_result(2)));
        say!("{}", shown(future.set_exception(Error::msg("late"))));
        say!("{}", future.cancel());
        say!("{}", (&future).await?);
        Ok(())
    }

    a_future_wakes_all_awaiting_tasks_in_order {
        let future: FutureHandle<()> = Handle::current().create_future();
        let waiters = ["a", "b", "c"].map(|name| task!(name, |future| {
            say!("{name} {}", outcome(&future).await);
            Ok(())
        }));
        Handle::current().call_later(ms(10), move || {
            future.set_exception(Error::msg("no luck")).expect("it is not set");
        });
        gather(waiters).await?;
        Ok(())
    }

    a_cancelled_future_cancels_the_task_that_awaits_it {
        let future: FutureHandle<()> = Handle::current().create_future();
        let task = task!("task", |future| { (&future).await });
        sleep(ms(1)).await;
        say!("{} {} {}", future.cancel(), future.cancel(), future.cancelled());
        say!("{} {} {}", outcome(&task).await, task.cancelled(), task.cancelling());
        Ok(())
    }

    cancelling_a_task_cancels_the_future_that_it_awaits {
        let future: FutureHandle<()> = Handle::current().create_future();
        let task = task!("task", |future| { (&future).await });
        sleep(ms(1)).await;
        task.cancel();
        say!("{} {}", outcome(&task).await, future.cancelled());
        Ok(())
    }

    cancelling_one_of_two_tasks_that_await_a_future_cancels_both {
        let future: FutureHandle<()> = Handle::current().create_future();
        let [a, b] = ["a", "b"].map(|name| task!(name, |future| { (&future).await }));
        sleep(ms(1)).await;
        a.cancel();
        say!("{} {} {}", outcome(&a).await, outcome(&b).await, b.cancelling());
        Ok(())
    }
}
