//! Scheduling: passes, timers, first steps.

use crate::common::said;
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::{Result, now, print, sleep, sleep_until, spawn, yield_now};
use std::cell::Cell;
use std::rc::Rc;

/// A task that says its name when it has its first turn.
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
    a_pass_runs_a_snapshot_of_what_is_ready_then_due_timers(said) {
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
    a_loop_of_sleep_zero_still_lets_timers_fire(said) {
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
    awaiting_a_coroutine_does_not_yield(said) {
        other("other");
        coroutine().await?;
        print("main goes on");
        yield_now().await;
        Ok(())
    } => ["main: in the coroutine", "main: main goes on", "Task-2: other"]

    // 2
    awaiting_a_task_that_is_done_does_not_yield(said) {
        let task = spawn(async { Ok(1) });
        yield_now().await;
        assert!(task.done());
        other("other");
        print(format!("{} at once", task.await?));
        yield_now().await;
        Ok(())
    } => ["main: 1 at once", "Task-3: other"]

    // 3
    equal_deadlines_fire_in_the_order_made(said) {
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
    create_task_never_starts_the_body_inline(said) {
        other("the body");
        print("spawned");
        yield_now().await;
        Ok(())
    } => ["main: spawned", "Task-2: the body"]

    // 4
    a_task_that_is_cancelled_before_its_first_step_never_runs_its_body(said) {
        let task = spawn(async {
            print("never");
            Ok(())
        });
        task.cancel();
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["main: cancelled"]
}
