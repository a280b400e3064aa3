//! Intended differences from asyncio, with reasons. Both sides are tested, so that the list stays correct.

use super::vocabulary::{failure, outcome};
use coroscope::runtime::Handle;
use coroscope::time::{Instant, ms};
use coroscope::{
    Condition, PriorityQueue, Result, Task, gather, scope, sleep, spawn, spawn_with_cancellation,
    task_group, wait, wait_for, yield_now,
};
use std::cmp::Ordering;
use std::rc::Rc;

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

#[derive(Debug)]
struct Job(u32, &'static str);

impl Ord for Job {
    fn cmp(&self, other: &Job) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Job {
    fn partial_cmp(&self, other: &Job) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Job) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Job {}

differences! {
    /// CPython's heap compares only the times. A predictable order is more useful on a timeline than the
    /// same accidental order.
    timers_with_equal_deadlines_fire_in_the_order_of_creation {
        for n in 0..6 {
            Handle::current().call_at(Instant::ZERO + ms(10), move || say!("{n}"));
        }
        sleep(ms(20)).await;
        Ok(())
    }
    here ["10 0", "10 1", "10 2", "10 3", "10 4", "10 5"]
    there ["10 0", "10 2", "10 5", "10 1", "10 3", "10 4"]

    /// For the same reason.
    items_of_equal_priority_are_returned_in_the_order_of_put {
        let queue = PriorityQueue::new(0);
        for name in ["a", "b", "c", "d", "e", "f"] {
            queue.put(Job(1, name)).await?;
        }
        let mut names = Vec::new();
        while let Ok(Job(_, name)) = queue.get_nowait() {
            names.push(name);
        }
        say!("{names:?}");
        Ok(())
    }
    here [r#"0 ["a", "b", "c", "d", "e", "f"]"#]
    there [r#"0 ["a", "c", "f", "e", "b", "d"]"#]

    /// A coroutine is cancelled once, by dropping it, and its cleanups run separately. asyncio raises the exception
    /// in the cleanup, too, which can leave resources open.
    a_cleanup_is_not_interrupted_by_a_second_request {
        let task = spawn(closing("file", 10));
        sleep(ms(1)).await;
        task.cancel();
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }
    here ["11 file closed", "11 cancelled"]
    there ["2 cancelled"]

    /// The awaiting coroutine was dropped, so it cannot continue with the value.
    a_cancelled_task_is_cancelled_even_if_the_task_that_it_awaits_refuses {
        let inner = Rc::new(spawn_with_cancellation(|cancellation| async move {
            cancellation.run_until_cancelled(sleep(ms(60_000))).await.ok();
            sleep(ms(5)).await;
            Ok("refused")
        }));
        let outer = task!("outer", |inner| { (&*inner).await });
        sleep(ms(1)).await;
        outer.cancel();
        say!("{}", outcome(outer).await);
        say!("{:?}", (&*inner).await?);
        Ok(())
    }
    here ["6 cancelled", r#"6 "refused""#]
    there [r#"6 "refused""#, "6 refused"]

    /// asyncio cancels the innermost task at once, through the futures that the others await. Here each task is
    /// dropped when it would run next, and then cancels the task that it awaits. Only the number of passes differs.
    a_cancellation_takes_one_more_pass_for_each_task_in_a_chain {
        let awaits = |task: Task<()>| spawn(async { task.await });
        let close = async |_: ()| {
            say!("innermost");
            Ok(())
        };
        let task = awaits(awaits(spawn(scope((), a_minute, close))));
        sleep(ms(1)).await;
        task.cancel();
        for n in 0..7 {
            say!("pass {n} {}", task.done());
            yield_now().await;
        }
        Ok(())
    }
    here [
        "1 pass 0 false",
        "1 pass 1 false",
        "1 pass 2 false",
        "1 innermost",
        "1 pass 3 false",
        "1 pass 4 false",
        "1 pass 5 true",
        "1 pass 6 true",
    ]
    there [
        "1 pass 0 false",
        "1 innermost",
        "1 pass 1 false",
        "1 pass 2 false",
        "1 pass 3 true",
        "1 pass 4 true",
        "1 pass 5 true",
        "1 pass 6 true",
    ]

    /// asyncio's gather ends with the first child that ends; the others clean up in the background. Here all
    /// cleanups are done when the cancelled task ends.
    a_cancelled_gather_awaits_all_cleanups {
        let task = spawn(async { gather([closing("a", 10), closing("b", 30)]).await });
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        sleep(ms(40)).await;
        Ok(())
    }
    here ["11 a closed", "31 b closed", "31 cancelled"]
    there ["11 a closed", "11 cancelled", "31 b closed"]

    /// A cancellation survives (point 14 in `tests/runtime/asyncio_points`). It should not depend on which cleanup fails first
    /// whether it becomes a failure.
    a_cancelled_gather_is_cancelled_even_if_a_cleanup_fails {
        let task = spawn(async { gather([failing_to_close("a", 10)]).await });
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }
    here ["11 cancelled"]
    there ["11 a"]

    /// As above. CPython raises the group, and since 3.13 again the cancellation at the next await. That needs a
    /// coroutine that continues, and here it was dropped.
    a_cancelled_group_is_cancelled_even_if_a_cleanup_fails {
        let task = spawn(task_group(async |group| {
            group.create_task(failing_to_close("a", 10))?;
            Ok(())
        }));
        sleep(ms(1)).await;
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }
    here ["11 cancelled"]
    there ["11 group[a]"]

    /// Since 3.13 CPython wakes another waiter whenever one is cancelled, as a precaution. Here, as in 3.11, it is known
    /// whether there was a notification to pass on.
    a_cancelled_waiter_wakes_another_only_if_it_was_notified {
        let condition = Condition::new();
        let tasks = ["a", "b"].map(|name| task!(name, |condition| {
            let held = condition.acquire().await;
            let _held = condition.wait(held).await;
            say!("{name}");
            Ok(())
        }));
        yield_now().await;
        tasks[0].cancel();
        sleep(ms(1)).await;
        say!("notify");
        let held = condition.acquire().await;
        condition.notify(1)?;
        drop(held);
        wait(tasks).await;
        Ok(())
    }
    here ["1 notify", "1 b"]
    there ["0 b", "1 notify"]

    /// `wait_for` is `timeout` around an await, for every limit, and `timeout(0)` starts the body on both sides. In
    /// CPython `wait_for` with a limit of zero never starts the coroutine.
    wait_for_with_a_limit_of_zero_starts_the_coroutine {
        let body = async {
            say!("begun");
            sleep(ms(1)).await;
            Ok(())
        };
        say!("{}", outcome(wait_for(body, ms(0))).await);
        Ok(())
    }
    here ["0 begun", "0 timed out"]
    there ["0 timed out"]

    /// An empty list is not an error, so callers need not check for it.
    wait_without_tasks_returns_immediately {
        let nothing: [Task<()>; 0] = [];
        say!("{:?}", wait(nothing).await);
        Ok(())
    }
    here ["0 ([], [])"]
    there ["0 ValueError"]

    /// Awaiting by value moves the result out, which is needed for values that cannot be cloned. Awaiting by
    /// reference clones it, as in asyncio.
    a_result_that_was_moved_out_cannot_be_retrieved_again {
        let task = spawn(async { Ok(42) }).named("child");
        let again = gather([&task]);
        say!("{}", outcome(task).await);
        say!("{}", outcome(again).await);
        Ok(())
    }
    here ["0 42", "0 the result of child was already taken by another await"]
    there ["0 42", "0 [42]"]

    /// CPython's loop closes after the tasks that it has cancelled are done, and drops tasks that they spawned. Here a
    /// run ends when no task is left.
    tasks_spawned_by_a_cleanup_at_the_end_run_to_their_end {
        let close = async |_: ()| {
            task!("late", || {
                sleep(ms(5)).await;
                say!("late");
                Ok(())
            });
            say!("closed");
            Ok(())
        };
        spawn(scope((), a_minute, close));
        sleep(ms(1)).await;
        Ok(())
    }
    here ["1 closed", "6 late"]
    there ["1 closed"]
}
