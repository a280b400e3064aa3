//! Task groups.

use super::vocabulary::{count, failure, outcome, shown};
use coroscope::time::ms;
use coroscope::{Result, TaskGroup, scope, sleep, spawn, task_group, timeout, yield_now};

async fn finish(name: &'static str, delay: u64) -> Result<&'static str> {
    sleep(ms(delay)).await;
    say!("{name}");
    Ok(name)
}

async fn fail(name: &'static str, delay: u64) -> Result<()> {
    sleep(ms(delay)).await;
    say!("{name} fails");
    failure(name)
}

async fn a_minute(_: &()) -> Result<()> {
    sleep(ms(60_000)).await;
    Ok(())
}

async fn closing(name: &'static str, delay: u64) -> Result<()> {
    let close = async move |_: ()| {
        sleep(ms(delay)).await;
        say!("{name} closed");
        Ok(())
    };
    scope((), a_minute, close).await
}

async fn failing_to_close(name: &'static str, delay: u64) -> Result<()> {
    let close = async move |_: ()| {
        sleep(ms(delay)).await;
        failure(name)
    };
    scope((), a_minute, close).await
}

/// Runs a group in a separate task and prints its result.
async fn print_outcome<F>(body: F) -> Result<()>
where
    F: AsyncFnOnce(TaskGroup) -> Result<()> + 'static,
{
    say!("{}", outcome(spawn(task_group(body))).await);
    Ok(())
}

scenarios! {
    a_group_waits_for_all_of_its_tasks {
        let tasks = task_group(async |group| {
            let mut tasks = Vec::new();
            for (name, delay) in [("a", 30), ("b", 10), ("c", 20)] {
                tasks.push(group.create_task(finish(name, delay))?);
            }
            say!("body");
            Ok(tasks)
        })
        .await?;
        let results: Result<Vec<_>> = tasks.iter().filter_map(|task| task.result()).collect();
        say!("{:?}", results?);
        Ok(())
    }

    a_failure_cancels_the_others {
        print_outcome(async |group| {
            group.create_task(closing("a", 5))?;
            group.create_task(fail("b", 10))?;
            group.create_task(finish("never", 20))?;
            Ok(())
        })
        .await
    }

    a_failure_cancels_the_body {
        print_outcome(async |group| {
            group.create_task(fail("a", 10))?;
            closing("body", 5).await?;
            say!("never");
            Ok(())
        })
        .await
    }

    errors_are_in_the_order_of_completion {
        print_outcome(async |group| {
            group.create_task(failing_to_close("a", 20))?;
            group.create_task(failing_to_close("b", 10))?;
            group.create_task(fail("c", 5))?;
            Ok(())
        })
        .await
    }

    both_failures_of_one_pass_are_in_the_group {
        print_outcome(async |group| {
            group.create_task(fail("a", 10))?;
            group.create_task(fail("b", 10))?;
            Ok(())
        })
        .await
    }

    the_failure_of_the_body_is_last {
        print_outcome(async |group| {
            group.create_task(failing_to_close("a", 10))?;
            sleep(ms(1)).await;
            failure("body")
        })
        .await
    }

    a_failure_of_the_body_alone_is_a_group {
        print_outcome(async |group| {
            group.create_task(closing("a", 10))?;
            sleep(ms(1)).await;
            failure("body")
        })
        .await
    }

    a_failing_cleanup_of_the_body_joins_the_errors {
        print_outcome(async |group| {
            group.create_task(fail("a", 10))?;
            failing_to_close("body", 5).await
        })
        .await
    }

    a_cancelled_child_does_not_affect_the_group {
        let child = task_group(async |group| {
            let child = group.create_task(closing("a", 5))?;
            group.create_task(finish("b", 20))?;
            sleep(ms(1)).await;
            child.cancel();
            Ok(child)
        })
        .await?;
        say!("done {}", child.cancelled());
        Ok(())
    }

    after_a_failure_no_task_can_be_created {
        print_outcome(async |group| {
            group.create_task(fail("a", 5))?;
            let close = async move |_: ()| {
                let late = group.create_task(finish("late", 0));
                say!("{}", shown(late));
                Ok(())
            };
            scope((), a_minute, close).await
        })
        .await
    }

    after_the_end_no_task_can_be_created {
        let group = task_group(async |group| Ok(group)).await?;
        say!("{}", shown(group.create_task(finish("late", 0))));
        Ok(())
    }

    a_child_can_create_tasks {
        task_group(async |group| {
            let more = group.clone();
            group.create_task(async move {
                sleep(ms(5)).await;
                more.create_task(finish("grandchild", 10))?;
                say!("child");
                Ok(())
            })?;
            Ok(())
        })
        .await?;
        say!("done");
        Ok(())
    }

    a_failure_in_an_inner_group_propagates_to_the_outer {
        print_outcome(async |group| {
            group.create_task(task_group(async |group| {
                group.create_task(fail("a", 10))?;
                Ok(())
            }))?;
            group.create_task(closing("b", 5))?;
            Ok(())
        })
        .await
    }

    a_group_in_a_body_is_cancelled_by_the_outer_group {
        print_outcome(async |outer| {
            outer.create_task(fail("a", 10))?;
            task_group(async |inner| {
                inner.create_task(closing("b", 5))?;
                Ok(())
            })
            .await
        })
        .await
    }

    a_request_from_outside_cancels_all_and_survives {
        let task = spawn(task_group(async |group| {
            group.create_task(closing("a", 5))?;
            group.create_task(closing("b", 10))?;
            Ok(())
        }));
        sleep(ms(1)).await;
        task.cancel();
        say!("{} {}", outcome(&task).await, task.cancelled());
        Ok(())
    }

    a_request_from_outside_while_the_body_runs_cancels_all {
        let task = spawn(task_group(async |group| {
            group.create_task(closing("a", 5))?;
            closing("body", 10).await
        }));
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }

    a_group_continues_two_passes_after_the_last_end {
        let counter = spawn(count(6));
        task_group(async |group| {
            group.create_task(finish("a", 0))?;
            Ok(())
        })
        .await?;
        say!("done");
        counter.await
    }

    a_group_without_tasks_does_not_yield {
        let counter = spawn(count(2));
        task_group(async |_| Ok(())).await?;
        say!("done");
        counter.await
    }

    the_others_have_one_more_step_after_a_failure {
        print_outcome(async |group| {
            group.create_task(fail("a", 0))?;
            group.create_task(async {
                for n in 0..10 {
                    say!("step {n}");
                    yield_now().await;
                }
                Ok(())
            })?;
            Ok(())
        })
        .await
    }

    a_timeout_around_a_group_cancels_it {
        let group = task_group(async |group| {
            group.create_task(closing("a", 5))?;
            Ok(())
        });
        say!("{}", outcome(timeout(ms(10)).run(group)).await);
        Ok(())
    }

    a_timeout_in_a_group_is_a_failure {
        print_outcome(async |group| {
            group.create_task(async { timeout(ms(10)).run(closing("a", 5)).await })?;
            group.create_task(closing("b", 5))?;
            Ok(())
        })
        .await
    }
}
