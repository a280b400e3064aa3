//! Passes of the loop, timers, callbacks.

use super::vocabulary::count;
use coroscope::runtime::{CallHandle, Handle};
use coroscope::time::{Instant, ms};
use coroscope::{Event, Result, Task, gather, now, sleep, sleep_until, spawn, wait, yield_now};
use std::cell::RefCell;
use std::rc::Rc;

/// A callback that prints a text.
fn saying(words: &'static str) -> impl FnOnce() {
    move || say!("{words}")
}

scenarios! {
    passes_are_snapshots_of_the_ready_queue {
        gather(["a", "b", "c"].map(|name| async move {
            for n in 0..3 {
                say!("{name} {n}");
                yield_now().await;
            }
            Ok(())
        }))
        .await?;
        Ok(())
    }

    a_loop_of_yields_lets_due_timers_fire {
        Handle::current().call_later(ms(0), saying("timer"));
        for n in 0..4 {
            say!("yield {n}");
            yield_now().await;
        }
        Ok(())
    }

    awaiting_a_coroutine_does_not_yield {
        task!("other", || {
            say!("other");
            Ok(())
        });
        async { say!("inner") }.await;
        say!("main");
        yield_now().await;
        Ok(())
    }

    awaiting_a_task_that_is_done_does_not_yield {
        let quick = spawn(async { Ok(1) });
        yield_now().await;
        task!("other", || {
            say!("other");
            Ok(())
        });
        say!("{}", quick.await?);
        yield_now().await;
        Ok(())
    }

    create_task_never_runs_inline {
        let child = task!("child", || {
            say!("child");
            Ok(())
        });
        say!("main, the child is done: {}", child.done());
        (&child).await?;
        say!("main, the child is done: {}", child.done());
        Ok(())
    }

    the_shortest_sleep_ends_first {
        gather([30, 10, 20].map(|delay| async move {
            sleep(ms(delay)).await;
            say!("slept {delay}");
            Ok(())
        }))
        .await?;
        Ok(())
    }

    an_awaiting_task_continues_one_pass_after_the_end {
        let child = task!("child", || {
            say!("child");
            Ok(())
        });
        let counter = spawn(count(4));
        child.await?;
        say!("main");
        counter.await
    }

    a_chain_of_awaits_takes_a_pass_for_each_link {
        let link = |before: Option<Task<()>>| spawn(async {
            if let Some(before) = before {
                before.await?;
            }
            say!("link");
            Ok(())
        });
        let task = link(Some(link(Some(link(None)))));
        let counter = spawn(count(6));
        task.await?;
        counter.await
    }

    a_sleeping_task_continues_one_pass_after_its_timer {
        let task = task!("sleeper", || {
            sleep(ms(10)).await;
            say!("slept");
            yield_now().await;
            say!("a pass later");
            Ok(())
        });
        yield_now().await;
        let handle = Handle::current();
        handle.call_later(ms(10), saying("called"));
        handle.call_later(ms(10), || {
            Handle::current().call_soon(saying("called soon"));
        });
        task.await
    }

    callbacks_and_tasks_share_one_queue {
        let handle = Handle::current();
        let task = |name| task!(name, || {
            say!("task {name}");
            Ok(())
        });
        handle.call_soon(saying("callback 1"));
        task("a");
        handle.call_soon(saying("callback 2"));
        task("b");
        say!("main");
        yield_now().await;
        say!("main again");
        Ok(())
    }

    a_callback_of_a_callback_runs_in_the_next_pass {
        let handle = Handle::current();
        handle.call_soon(|| {
            say!("outer");
            Handle::current().call_soon(saying("inner"));
        });
        handle.call_soon(saying("second"));
        yield_now().await;
        say!("main");
        yield_now().await;
        Ok(())
    }

    a_cancelled_callback_is_not_called {
        let handle = Handle::current();
        let soon = handle.call_soon(saying("never"));
        let later = handle.call_later(ms(10), saying("never"));
        let pending = handle.call_later(ms(10), saying("pending"));
        soon.cancel();
        later.cancel();
        say!("{} {} {}", soon.cancelled(), later.cancelled(), pending.cancelled());
        sleep(ms(20)).await;
        pending.cancel();
        Ok(())
    }

    a_callback_can_cancel_a_callback_of_the_same_pass {
        let handle = Handle::current();
        let second = Rc::new(RefCell::new(None));
        let cancelled = second.clone();
        handle.call_soon(move || {
            let second: &RefCell<Option<CallHandle>> = &cancelled;
            second.borrow().as_ref().expect("it was made by now").cancel();
        });
        second.replace(Some(handle.call_soon(saying("never"))));
        handle.call_soon(saying("third"));
        yield_now().await;
        say!("{}", second.take().is_some_and(|second| second.cancelled()));
        Ok(())
    }

    callbacks_are_called_in_the_order_of_their_times {
        let handle = Handle::current();
        for delay in [30, 10, 20] {
            handle.call_later(ms(delay), move || say!("after {delay}"));
        }
        handle.call_at(now() + ms(15), saying("at 15"));
        sleep(ms(40)).await;
        Ok(())
    }

    a_time_in_the_past_is_due_in_the_next_pass {
        let handle = Handle::current();
        sleep(ms(10)).await;
        handle.call_at(Instant::ZERO + ms(5), saying("past"));
        handle.call_soon(saying("soon"));
        yield_now().await;
        say!("main");
        Ok(())
    }

    a_sleep_of_zero_takes_one_pass {
        task!("other", || {
            for n in 0..3 {
                say!("other {n}");
                yield_now().await;
            }
            Ok(())
        });
        sleep(ms(0)).await;
        say!("main");
        sleep_until(Instant::ZERO).await;
        say!("main");
        Ok(())
    }

    tasks_continue_in_the_order_of_their_wakes {
        let events = [(); 3].map(|()| Event::new());
        let waiter = |n: usize| {
            let event = events[n].clone();
            spawn(async move {
                event.wait().await;
                say!("waiter {n}");
                Ok(())
            })
        };
        let tasks = [0, 1, 2].map(waiter);
        yield_now().await;
        for n in [2, 0, 1] {
            events[n].set();
        }
        wait(tasks).await;
        Ok(())
    }

    tasks_that_yield_and_woken_tasks_share_one_queue {
        let event = Event::new();
        let waiter = task!("waiter", |event| {
            event.wait().await;
            say!("waiter");
            Ok(())
        });
        let yielder = task!("yielder", |event| {
            say!("yielder sets");
            event.set();
            yield_now().await;
            say!("yielder");
            Ok(())
        });
        let both: Result<Vec<()>> = gather([waiter, yielder]).await;
        both.map(drop)
    }
}
