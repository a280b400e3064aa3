//! Locks and events.

use super::vocabulary::{outcome, shown};
use coroscope::time::ms;
use coroscope::{Event, Lock, gather, sleep, wait, yield_now};

scenarios! {
    a_lock_is_first_in_first_out {
        let lock = Lock::new();
        let users = ["a", "b", "c"].map(|name| task!(name, |lock| {
            let _held = lock.acquire().await;
            say!("{name} holds");
            sleep(ms(10)).await;
            Ok(())
        }));
        gather(users).await?;
        Ok(())
    }

    a_free_lock_is_acquired_without_yielding {
        let lock = Lock::new();
        task!("other", || {
            say!("other");
            Ok(())
        });
        let held = lock.acquire().await;
        say!("held");
        drop(held);
        say!("released");
        yield_now().await;
        Ok(())
    }

    no_task_acquires_the_lock_between_release_and_wake {
        let lock = Lock::new();
        let first = task!("first", |lock| {
            let held = lock.acquire().await;
            sleep(ms(10)).await;
            drop(held);
            say!("first released, locked: {}", lock.locked());
            let _held = lock.acquire().await;
            say!("first again");
            Ok(())
        });
        let second = task!("second", |lock| {
            let _held = lock.acquire().await;
            say!("second");
            Ok(())
        });
        gather([first, second]).await?;
        Ok(())
    }

    a_cancelled_waiter_stops_waiting {
        let lock = Lock::new();
        let tasks = ["a", "b", "c"].map(|name| task!(name, |lock| {
            let _held = lock.acquire().await;
            say!("{name}");
            sleep(ms(10)).await;
            Ok(())
        }));
        sleep(ms(5)).await;
        tasks[1].cancel();
        say!("{}", outcome(&tasks[1]).await);
        wait(tasks).await;
        Ok(())
    }

    a_waiter_cancelled_after_its_wake_wakes_the_next {
        let lock = Lock::new();
        lock.acquire().await.keep();
        let tasks = ["a", "b"].map(|name| task!(name, |lock| {
            let _held = lock.acquire().await;
            say!("{name}");
            Ok(())
        }));
        yield_now().await;
        lock.release()?;
        tasks[0].cancel();
        let (tasks, _) = wait(tasks).await;
        say!("{} {} {}", tasks[0].cancelled(), tasks[1].cancelled(), lock.locked());
        Ok(())
    }

    the_last_waiter_cancelled_after_its_wake_leaves_the_lock_free {
        let lock = Lock::new();
        lock.acquire().await.keep();
        let task = task!("task", |lock| {
            let _held = lock.acquire().await;
            say!("never");
            Ok(())
        });
        yield_now().await;
        lock.release()?;
        task.cancel();
        wait([task]).await;
        let _held = lock.acquire().await;
        say!("free");
        Ok(())
    }

    a_lock_held_twice_by_one_task_stalls {
        let lock = Lock::new();
        let _held = lock.acquire().await;
        let _again = lock.acquire().await;
        say!("never");
        Ok(())
    }

    a_holder_that_is_cancelled_releases {
        let lock = Lock::new();
        let holder = task!("holder", |lock| {
            let _held = lock.acquire().await;
            sleep(ms(60_000)).await;
            Ok(())
        });
        sleep(ms(1)).await;
        holder.cancel();
        let _held = lock.acquire().await;
        say!("main holds, the holder is done: {}", holder.done());
        Ok(())
    }

    releasing_a_free_lock_is_an_error {
        say!("{}", shown(Lock::new().release()));
        Ok(())
    }

    an_event_wakes_its_waiters_in_order {
        let event = Event::new();
        let tasks = ["a", "b", "c"].map(|name| task!(name, |event| {
            event.wait().await;
            say!("{name}");
            Ok(())
        }));
        yield_now().await;
        event.set();
        say!("set: {}", event.is_set());
        wait(tasks).await;
        Ok(())
    }

    a_set_event_does_not_yield {
        let event = Event::new();
        event.set();
        task!("other", || {
            say!("other");
            Ok(())
        });
        event.wait().await;
        say!("waited");
        yield_now().await;
        Ok(())
    }

    set_wakes_all_waiters_even_if_clear_follows {
        let event = Event::new();
        let waiter = |name: &'static str| task!(name, |event| {
            event.wait().await;
            say!("{name} woken while set: {}", event.is_set());
            Ok(())
        });
        let tasks = ["a", "b"].map(&waiter);
        yield_now().await;
        event.set();
        event.clear();
        let late = waiter("late");
        wait(tasks).await;
        sleep(ms(10)).await;
        say!("late is done: {}", late.done());
        event.set();
        late.await
    }

    a_waiter_cancelled_after_set_is_cancelled {
        let event = Event::new();
        let task = task!("task", |event| {
            event.wait().await;
            say!("never");
            Ok(())
        });
        yield_now().await;
        event.set();
        task.cancel();
        say!("{}", outcome(task).await);
        Ok(())
    }
}
