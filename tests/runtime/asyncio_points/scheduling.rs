//! Scheduling: passes, timers, first steps of tasks.

use crate::common::printed;
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::{Result, now, print, sleep, sleep_until, spawn, yield_now};
use std::cell::Cell;
use std::rc::Rc;

/// A task that prints its name when it first runs.
fn other(name: &'static str) {
    drop(spawn(async move {
        print(name);
        Ok(())
    }));
}

async fn coroutine() -> Result<u32> {
    print("in the coroutine");
    Ok(1)
}

scores! {
    // 1
    a_pass_runs_a_snapshot_of_the_ready_queue_then_due_timers(printed) {
        let rt = Handle::current();
        rt.call_later(ms(0), || print("timer"));
        let inner = rt.clone();
        rt.call_soon(move || {
            print("first");
            inner.call_soon(|| print("from the first"));
        });
        rt.call_soon(|| print("second"));
        for _ in 0..3 {
            yield_now().await;
        }
        Ok(())
    } => ["first", "second", "timer", "from the first"]

    // 1
    a_loop_of_sleep_zero_still_lets_timers_fire(printed) {
        let fired = Rc::new(Cell::new(false));
        let fire = fired.clone();
        Handle::current().call_at(now(), move || fire.set(true));
        while !fired.get() {
            sleep(ms(0)).await;
        }
        print("fired");
        Ok(())
    } => ["main: fired"]

    // 2
    awaiting_a_coroutine_does_not_yield(printed) {
        other("other");
        coroutine().await?;
        print("main continues");
        yield_now().await;
        Ok(())
    } => ["main: in the coroutine", "main: main continues", "Task-2: other"]

    // 2
    awaiting_a_task_that_is_done_does_not_yield(printed) {
        let task = spawn(async { Ok(1) });
        yield_now().await;
        assert!(task.done());
        other("other");
        print(format!("{} immediately", task.await?));
        yield_now().await;
        Ok(())
    } => ["main: 1 immediately", "Task-3: other"]

    // 3
    timers_with_equal_deadlines_fire_in_the_order_of_creation(printed) {
        let deadline = now() + ms(5);
        for name in ["a", "b", "c", "d"] {
            drop(spawn(async move {
                sleep_until(deadline).await;
                print("woke");
                Ok(())
            })
            .named(name));
        }
        sleep(ms(10)).await;
        Ok(())
    } => ["a: woke", "b: woke", "c: woke", "d: woke"]

    // 4
    create_task_never_starts_the_body_inline(printed) {
        other("the body");
        print("spawned");
        yield_now().await;
        Ok(())
    } => ["main: spawned", "Task-2: the body"]

    // 4
    a_task_cancelled_before_its_first_step_never_runs(printed) {
        let task = spawn(async {
            print("never");
            Ok(())
        });
        task.cancel();
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["main: cancelled"]
}
