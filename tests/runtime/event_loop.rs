//! The order in which the loop runs tasks, natively and in a browser.

use crate::common::{printed, score};
use coroscope::time::ms;
use coroscope::{Error, print, sleep, spawn, spawn_local, yield_now};

scores! {
    spawning_never_runs_the_body_inline(score) {
        let a = spawn(async {
            print("runs");
            Ok(())
        })
        .named("a");
        print("spawned");
        a.await
    } => [
        "spawn main",
        "poll main",
        "spawn a",
        "main: spawned",
        "poll a",
        "a: runs",
        "a done",
        "wake main by a",
        "poll main",
        "main done",
    ]

    a_task_woken_during_a_pass_runs_in_the_next(score) {
        let b = spawn(async { Ok(()) }).named("b");
        let a = spawn(async {
            yield_now().await;
            Ok(())
        })
        .named("a");
        b.await?;
        a.await
    } => [
        "spawn main",
        "poll main",
        "spawn b",
        "spawn a",
        "poll b",
        "b done",
        "wake main by b",
        "poll a",
        "wake a by a",
        // Main was woken before a woke itself, so it runs first.
        "poll main",
        "poll a",
        "a done",
        "wake main by a",
        "poll main",
        "main done",
    ]

    tasks_that_yield_take_turns(printed) {
        let tasks: Vec<_> = ["a", "b"]
            .map(|name| {
                spawn(async {
                    for turn in 1..=3 {
                        print(turn.to_string());
                        yield_now().await;
                    }
                    Ok(())
                })
                .named(name)
            })
            .into();
        for task in tasks {
            task.await?;
        }
        Ok(())
    } => ["a: 1", "b: 1", "a: 2", "b: 2", "a: 3", "b: 3"]

    awaiting_a_task_that_is_done_does_not_yield(printed) {
        let done = spawn(async { Ok(7) });
        yield_now().await;
        drop(spawn_local(async { print("other") }).named("other"));
        let seven = done.await?;
        print(format!("got {seven}"));
        yield_now().await;
        Ok(())
    } => ["main: got 7", "other: other"]

    awaiting_a_coroutine_does_not_yield(printed) {
        async fn inner() -> u32 {
            print("inner");
            3
        }
        drop(spawn_local(async { print("other") }).named("other"));
        print(format!("got {}", inner().await));
        yield_now().await;
        Ok(())
    } => ["main: inner", "main: got 3", "other: other"]

    timers_fire_in_the_order_of_their_deadlines(printed) {
        let tasks = [("late", 60), ("soon", 20), ("between", 40)].map(|(name, after)| {
            spawn(async move {
                sleep(ms(after)).await;
                print("woke");
                Ok(())
            })
            .named(name)
        });
        for task in tasks {
            task.await?;
        }
        Ok(())
    } => ["soon: woke", "between: woke", "late: woke"]

    timers_with_equal_deadlines_fire_in_the_order_of_creation(printed) {
        let at = coroscope::now() + ms(10);
        let tasks = ["a", "b", "c", "d"].map(|name| {
            spawn(async move {
                coroscope::sleep_until(at).await;
                print("woke");
                Ok(())
            })
            .named(name)
        });
        for task in tasks {
            task.await?;
        }
        Ok(())
    } => ["a: woke", "b: woke", "c: woke", "d: woke"]

    the_awaiting_task_gets_the_error(score) {
        let a = spawn(async { Err::<(), _>(Error::msg("no luck")) }).named("a");
        match a.await {
            Ok(()) => print("luck"),
            Err(error) => print(format!("caught: {error}")),
        }
        Ok(())
    } => [
        "spawn main",
        "poll main",
        "spawn a",
        "poll a",
        "a failed: no luck",
        "wake main by a",
        "poll main",
        "main: caught: no luck",
        "main done",
    ]

    a_dropped_handle_detaches_the_task(printed) {
        drop(spawn_local(async {
            yield_now().await;
            print("still here");
        })
        .named("a"));
        sleep(ms(5)).await;
        print("end");
        Ok(())
    } => ["a: still here", "main: end"]

    when_main_ends_the_other_tasks_are_cancelled(score) {
        drop(spawn_local(async {
            sleep(ms(60_000)).await;
            print("never");
        })
        .named("a"));
        yield_now().await;
        Ok(())
    } => [
        "spawn main",
        "poll main",
        "spawn a",
        "wake main by main",
        "poll a",
        "poll main",
        "main done",
        "cancel a",
        "wake a by main",
        "poll a",
        "a cancelled",
    ]

    a_result_can_be_retrieved_several_times(printed) {
        let task = spawn(async { Ok(5) });
        let (one, two) = ((&task).await?, (&task).await?);
        print(format!("{one} {two} {:?}", task.result()));
        Ok(())
    } => ["main: 5 5 Some(Ok(5))"]
}

#[cfg(not(target_family = "wasm"))]
mod on_the_virtual_clock {
    use super::*;
    use coroscope::Runtime;
    use coroscope::runtime::Options;
    use coroscope::time::Duration;
    use coroscope::trace::EventKind;
    use std::pin::pin;
    use std::task::{Context, Waker};

    #[test]
    fn a_loop_of_yields_lets_timers_fire() {
        let rt = Runtime::virtual_clock();
        let clock = rt.clock().unwrap().clone();
        let result = rt.block_on(async move {
            let timer = spawn(async {
                sleep(ms(10)).await;
                Ok(())
            });
            let mut turns = 0;
            while !timer.done() {
                // Every turn takes a millisecond of the virtual clock.
                clock.advance(ms(1));
                yield_now().await;
                turns += 1;
            }
            Ok(turns)
        });
        // 10 until the timer, one in which it wakes the task, one in which the task ends, one to notice that.
        assert_eq!(result.unwrap(), 13);
    }

    #[test]
    fn a_pass_over_budget_continues_in_a_macrotask_in_the_same_order() {
        let rt = Runtime::virtual_clock();
        let clock = rt.clock().unwrap().clone();
        rt.block_on(async move {
            let tasks = ["a", "b", "c"].map(|name| {
                let clock = clock.clone();
                spawn(async move {
                    clock.advance(ms(3));
                    print(name);
                    Ok(())
                })
            });
            coroscope::gather(tasks).await?;
            Ok(())
        })
        .unwrap();
        rt.with_log(|log| {
            assert_eq!(printed(log), ["Task-2: a", "Task-3: b", "Task-4: c"]);
            let hops = log.iter().filter(|e| e.kind == EventKind::Hopped).count();
            // After b, 6 ms have passed, which exceeds the budget of 4; after c, 3 more.
            assert_eq!(hops, 1);
            let passes = log
                .iter()
                .filter(|e| matches!(e.kind, EventKind::PassBegun { .. }))
                .count();
            // Main; the tasks; gather's done callbacks; main; main's done callback.
            assert_eq!(passes, 5, "a hop does not begin a pass");
        });
    }

    /// The page draws a run as ended then. An event that is logged later would move its timeline.
    #[test]
    fn nothing_is_logged_after_all_is_done() {
        let rt = Runtime::virtual_clock_with(Options {
            budget: Duration::ZERO,
            ..Options::default()
        });
        let clock = rt.clock().unwrap().clone();
        drop(rt.start(async {
            sleep(ms(1)).await;
            Ok(())
        }));
        let mut done = pin!(rt.wait_all_done());
        let events = || rt.with_log(|log| log.iter().count());
        let mut cx = Context::from_waker(Waker::noop());
        while done.as_mut().poll(&mut cx).is_pending() {
            assert!(clock.step(), "the run does not end");
        }
        let known = events();
        while clock.step() {}
        assert_eq!(events(), known);
    }

    #[test]
    fn a_deadlock_is_an_error_with_the_names_of_the_tasks() {
        let rt = Runtime::virtual_clock();
        let error = rt
            .block_on(async {
                let stuck = spawn(core::future::pending::<coroscope::Result<()>>()).named("stuck");
                stuck.await
            })
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "nothing is ready and no timer is pending, but Task-1, stuck still wait"
        );
    }

    #[test]
    fn recording_can_be_turned_off() {
        let options = Options {
            log_limit: None,
            ..Options::default()
        };
        let rt = Runtime::virtual_clock_with(options);
        let sum = rt.block_on(async {
            print("not recorded");
            Ok(coroscope::gather((1..=3).map(|n| async move { Ok(n) }))
                .await?
                .iter()
                .sum::<i32>())
        });
        assert_eq!(sum.unwrap(), 6);
        rt.with_log(|log| assert!(log.is_empty()));
    }

    #[test]
    fn a_waker_can_be_woken_from_another_thread_several_times_and_after_the_end() {
        let rt = Runtime::virtual_clock();
        let waker = std::rc::Rc::new(std::cell::RefCell::new(None::<std::task::Waker>));
        let stored = waker.clone();
        let task = rt.spawn(async move {
            let mut polls = 0;
            core::future::poll_fn(|cx| {
                polls += 1;
                stored.replace(Some(cx.waker().clone()));
                if polls == 2 {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            })
            .await;
            Ok(polls)
        });
        let clock = rt.clock().unwrap().clone();
        while clock.step() {}
        let from_outside = waker.borrow().clone().unwrap();
        let again = from_outside.clone();
        std::thread::spawn(move || {
            from_outside.wake_by_ref();
            from_outside.wake();
        })
        .join()
        .unwrap();
        while clock.step() {}
        assert_eq!(task.result().unwrap().unwrap(), 2);
        again.wake_by_ref();
        assert!(!clock.step() || rt.pending() == 0);
        drop(rt);
        again.wake();
    }

    #[test]
    fn dropping_the_runtime_drops_its_tasks() {
        let witness = std::rc::Rc::new(());
        let rt = Runtime::virtual_clock();
        let held = witness.clone();
        let task = rt.spawn(async move {
            let _held = held;
            sleep(ms(10)).await;
            Ok(())
        });
        rt.clock().unwrap().step();
        assert_eq!(std::rc::Rc::strong_count(&witness), 2);
        drop(rt);
        assert_eq!(std::rc::Rc::strong_count(&witness), 1);
        drop(task);
    }

    #[test]
    fn a_runtime_can_run_inside_of_another() {
        let outer = Runtime::virtual_clock();
        outer
            .block_on(async {
                let inner = Runtime::virtual_clock();
                inner.block_on(async {
                    sleep(ms(5)).await;
                    print("inner");
                    Ok(())
                })?;
                print("outer");
                inner.with_log(|log| assert_eq!(printed(log), ["Task-1: inner"]));
                Ok(())
            })
            .unwrap();
        outer.with_log(|log| assert_eq!(printed(log), ["Task-1: outer"]));
        assert_eq!(outer.time(), coroscope::time::Instant::ZERO);
    }

    #[test]
    fn a_sleep_of_centuries_does_not_fire_early() {
        let rt = Runtime::virtual_clock();
        let centuries = ms(u64::from(u32::MAX) * 1000);
        rt.block_on(async move {
            sleep(centuries).await;
            Ok(())
        })
        .unwrap();
        assert_eq!(rt.time().elapsed(), centuries);
    }
}
