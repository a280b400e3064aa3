//! Operations on several tasks: gather, wait, as_completed, shield.

use super::vocabulary::{count, failure, outcome};
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::{
    Result, ReturnWhen, Task, as_completed, gather, scope, shield, sleep, spawn, wait,
};
use std::rc::Rc;

type Child = core::pin::Pin<Box<dyn Future<Output = Result<&'static str>>>>;

fn finish(name: &'static str, delay: u64) -> Child {
    Box::pin(async move {
        sleep(ms(delay)).await;
        say!("{name}");
        Ok(name)
    })
}

fn fail(name: &'static str, delay: u64) -> Child {
    Box::pin(async move {
        sleep(ms(delay)).await;
        say!("{name} fails");
        failure(name)
    })
}

fn closing(name: &'static str, delay: u64) -> Child {
    Box::pin(scope(
        (),
        async move |_: &()| {
            sleep(ms(60_000)).await;
            Ok(name)
        },
        async move |_: ()| {
            sleep(ms(delay)).await;
            say!("{name} closed");
            Ok(())
        },
    ))
}

/// Tasks with names. They are shared, so that they can be cancelled while a task waits for them.
fn named<const N: usize>(names: [&str; N], children: [Child; N]) -> [Task<&'static str>; N] {
    let mut children = children.into_iter();
    names.map(|name| spawn(children.next().expect("one child per name")).named(name))
}

fn cancel_after(delay: u64, task: &Task<&'static str>) {
    let id = task.id();
    Handle::current().call_later(ms(delay), move || {
        let mut tasks = coroscope::all_tasks().into_iter();
        tasks
            .find(|task| task.id() == id)
            .expect("it runs")
            .cancel();
    });
}

fn names(tasks: &[Task<&'static str>]) -> Vec<String> {
    let mut names: Vec<String> = tasks.iter().map(|task| task.name().to_string()).collect();
    names.sort();
    names
}

scenarios! {
    gather_returns_results_in_the_order_of_its_arguments {
        let all = [finish("a", 30), finish("b", 10), finish("c", 20)];
        say!("{:?}", gather(all).await?);
        Ok(())
    }

    gather_fails_with_the_first_failure_and_the_other_children_keep_running {
        let all = [fail("a", 30), fail("b", 10), finish("c", 20)];
        say!("{}", outcome(gather(all)).await);
        sleep(ms(40)).await;
        Ok(())
    }

    later_failures_of_a_gather_count_as_retrieved {
        Handle::current().set_exception_handler(|_| say!("lost"));
        say!("{}", outcome(gather([fail("a", 20), fail("b", 10)])).await);
        sleep(ms(40)).await;
        Ok(())
    }

    the_same_task_twice_runs_once {
        let task = spawn(finish("a", 10));
        say!("{:?}", gather([&task, &task]).await?);
        Ok(())
    }

    gather_without_arguments_does_not_yield {
        spawn(finish("other", 0));
        let nothing: [Task<()>; 0] = [];
        say!("{:?}", gather(nothing).await?);
        sleep(ms(1)).await;
        Ok(())
    }

    gather_collects_failures_and_cancellations {
        let tasks = [finish("a", 30), fail("b", 10), closing("c", 5)].map(spawn);
        cancel_after(15, &tasks[2]);
        let results = gather(tasks).return_exceptions().await;
        let results: Vec<String> = results.into_iter().map(super::vocabulary::shown).collect();
        say!("[{}]", results.join(", "));
        Ok(())
    }

    a_cancelled_child_makes_gather_fail_and_cancels_no_other_child {
        let tasks = [finish("a", 30), closing("b", 5)].map(spawn);
        cancel_after(10, &tasks[1]);
        say!("{}", outcome(gather(&tasks)).await);
        say!("{}", (&tasks[0]).await?);
        Ok(())
    }

    a_cancelled_gather_cancels_its_children {
        let task = spawn(async { gather([closing("a", 5), closing("b", 5)]).await });
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }

    a_gather_in_a_gather_returns_nested_lists {
        let row = |row: Vec<Child>| async move { gather(row).await };
        let rows = [vec![finish("10", 10), finish("30", 30)], vec![finish("20", 20)]];
        say!("{:?}", gather(rows.map(row)).await?);
        Ok(())
    }

    gather_continues_two_passes_after_the_last_end {
        let counter = spawn(count(6));
        say!("{:?}", gather([finish("a", 0), finish("b", 0)]).await?);
        counter.await
    }

    gather_of_done_tasks_does_not_yield {
        let (tasks, _) = wait([finish("a", 0), finish("b", 0)].map(spawn)).await;
        let counter = spawn(count(3));
        say!("{:?}", gather(tasks).await?);
        counter.await
    }

    gather_of_done_and_pending_tasks_fails_with_the_failure_of_a_done_task {
        let (mut done, _) = wait([spawn(fail("a", 0))]).await;
        let tasks = [spawn(finish("b", 10)), done.remove(0)];
        say!("{}", outcome(gather(tasks)).await);
        sleep(ms(20)).await;
        Ok(())
    }

    wait_for_all_returns_all_tasks_and_no_error {
        let tasks = named(["a", "b"], [fail("a", 10), finish("b", 20)]);
        let (done, pending) = wait(tasks).await;
        say!("{:?} {:?}", names(&done), names(&pending));
        say!("{}", outcome(&done[0]).await);
        Ok(())
    }

    wait_for_the_first_returns_both_sets {
        let tasks = named(["a", "b", "c"], [finish("a", 20), finish("b", 10), finish("c", 10)]);
        let (done, pending) = wait(tasks).return_when(ReturnWhen::FirstCompleted).await;
        say!("{:?} {:?}", names(&done), names(&pending));
        wait(pending).await;
        Ok(())
    }

    wait_for_the_first_failure_ignores_values_and_cancellations {
        let children = [finish("a", 5), closing("b", 0), fail("c", 20), finish("d", 30)];
        let tasks = named(["a", "b", "c", "d"], children);
        cancel_after(10, &tasks[1]);
        let (done, pending) = wait(tasks).return_when(ReturnWhen::FirstException).await;
        say!("{:?} {:?}", names(&done), names(&pending));
        say!("{}", outcome(&done[2]).await);
        Ok(())
    }

    wait_for_the_first_failure_waits_for_all_if_none_fails {
        let tasks = named(["a", "b"], [finish("a", 10), finish("b", 20)]);
        let (done, pending) = wait(tasks).return_when(ReturnWhen::FirstException).await;
        say!("{:?} {:?}", names(&done), names(&pending));
        Ok(())
    }

    the_timeout_of_wait_is_no_error_and_cancels_no_task {
        let tasks = named(["a", "b"], [finish("a", 10), finish("b", 30)]);
        let (done, pending) = wait(tasks).timeout(ms(20)).await;
        say!("{:?} {:?}", names(&done), names(&pending));
        say!("{}", (&pending[0]).await?);
        Ok(())
    }

    wait_for_done_tasks_takes_two_passes {
        let [task] = named(["a"], [finish("a", 0)]);
        (&task).await?;
        let counter = spawn(count(4));
        let (done, pending) = wait([task]).await;
        say!("{:?} {:?}", names(&done), names(&pending));
        counter.await
    }

    a_wait_with_a_timeout_of_zero_takes_two_passes {
        let tasks = named(["a"], [finish("a", 10)]);
        sleep(ms(1)).await;
        let counter = spawn(count(4));
        let (done, pending) = wait(tasks).timeout(ms(0)).await;
        say!("{:?} {:?}", names(&done), names(&pending));
        counter.await
    }

    a_cancelled_wait_does_not_cancel_the_tasks {
        let task = spawn(finish("a", 10));
        let id = task.id();
        let waiter = spawn(async {
            wait([task]).await;
            Ok(())
        });
        sleep(ms(1)).await;
        waiter.cancel();
        let outcome = outcome(waiter).await;
        let task = coroscope::all_tasks().into_iter().find(|task| task.id() == id);
        say!("{outcome} {}", task.expect("it runs").cancelling());
        sleep(ms(9)).await;
        say!("a");
        Ok(())
    }

    as_completed_returns_results_in_the_order_of_completion {
        let mut results = as_completed([finish("a", 30), finish("b", 10), fail("c", 20)]);
        while let Some(result) = results.next().await {
            say!("got {}", super::vocabulary::shown(result));
        }
        Ok(())
    }

    the_timeout_of_as_completed_ends_it_and_cancels_no_task {
        let tasks = Rc::new([finish("a", 10), finish("b", 30), finish("c", 40)].map(spawn));
        let mut results = as_completed(&*tasks).timeout(ms(20));
        while let Some(result) = results.next().await {
            say!("got {}", super::vocabulary::shown(result));
        }
        (&tasks[2]).await?;
        Ok(())
    }

    as_completed_continues_two_passes_after_an_end {
        let counter = spawn(count(7));
        let mut results = as_completed(["a", "b"].map(|name| spawn(finish(name, 0))));
        while let Some(result) = results.next().await {
            say!("got {}", super::vocabulary::shown(result));
        }
        counter.await
    }

    as_completed_returns_done_tasks_first {
        let tasks = [finish("a", 20), finish("b", 10)].map(spawn);
        (&tasks[1]).await?;
        let mut results = as_completed(&tasks);
        while let Some(result) = results.next().await {
            say!("got {}", super::vocabulary::shown(result));
        }
        Ok(())
    }

    as_completed_can_be_iterated_asynchronously {
        let mut results = as_completed([finish("a", 30), finish("b", 10), finish("c", 20)]);
        while let Some(result) = results.next().await {
            say!("got {}", result?);
        }
        Ok(())
    }

    a_shielded_task_is_not_cancelled {
        let inner = Rc::new(spawn(finish("inner", 10)));
        let outer = task!("outer", |inner| { shield(&*inner).await });
        sleep(ms(1)).await;
        outer.cancel();
        say!("{} {}", outcome(outer).await, inner.cancelling());
        say!("{}", (&*inner).await?);
        Ok(())
    }

    a_cancelled_inner_task_cancels_the_task_that_awaits_its_shield {
        let inner = Rc::new(spawn(closing("inner", 5)));
        let outer = task!("outer", |inner| { shield(&*inner).await });
        sleep(ms(1)).await;
        inner.cancel();
        say!("{} {}", outcome(&outer).await, outer.cancelling());
        Ok(())
    }

    a_shield_fails_with_the_failure_of_the_inner_task {
        say!("{}", outcome(shield(fail("inner", 5))).await);
        Ok(())
    }

    the_end_of_main_cancels_shielded_tasks {
        let outer = spawn(async { shield(closing("inner", 5)).await });
        sleep(ms(1)).await;
        outer.cancel();
        say!("{}", outcome(outer).await);
        Ok(())
    }

    a_shield_continues_two_passes_after_the_end {
        let inner = spawn(finish("inner", 0));
        let counter = spawn(count(6));
        say!("{}", shield(&inner).await?);
        counter.await
    }

    a_shield_of_a_done_task_does_not_yield {
        let inner = spawn(finish("inner", 0));
        (&inner).await?;
        let counter = spawn(count(2));
        say!("{}", shield(&inner).await?);
        counter.await
    }

    a_failure_behind_a_shield_that_is_no_longer_awaited_is_reported {
        Handle::current().set_exception_handler(|lost| say!("lost: {}", lost.error));
        let outer = spawn(async { shield(fail("inner", 10)).await });
        sleep(ms(5)).await;
        outer.cancel();
        say!("{}", outcome(outer).await);
        sleep(ms(10)).await;
        Ok(())
    }
}
