//! Locks, semaphores, events and conditions.

use crate::common::printed;
use coroscope::{Condition, Event, Lock, Result, Semaphore, Task, gather, print, spawn, yield_now};

/// Acquires the lock, prints that, and holds it while it yields once.
fn locker(lock: &Lock, name: &'static str) -> Task<()> {
    let lock = lock.clone();
    spawn(async move {
        let _held = lock.acquire().await;
        print("has it");
        yield_now().await;
        Ok(())
    })
    .named(name)
}

/// Waits until it is notified, and prints that.
fn waiter(condition: &Condition, name: &'static str) -> Task<()> {
    let condition = condition.clone();
    spawn(async move {
        let held = condition.acquire().await;
        let _held = condition.wait(held).await;
        print("notified");
        Ok(())
    })
    .named(name)
}

async fn turns(n: usize) {
    for _ in 0..n {
        yield_now().await;
    }
}

async fn join(tasks: impl IntoIterator<Item = Task<()>>) -> Result<()> {
    gather(tasks).await.map(drop)
}

scores! {
    // 17
    a_lock_is_acquired_first_in_first_out_without_barging(printed) {
        let lock = Lock::new();
        let held = lock.acquire().await;
        let waiters = ["a", "b"].map(|name| locker(&lock, name));
        yield_now().await;
        drop(held);
        // The lock is free, but a was notified.
        assert!(!lock.locked());
        let _held = lock.acquire().await;
        print("has it again");
        drop(_held);
        join(waiters).await
    } => ["a: has it", "b: has it", "main: has it again"]

    // 17
    a_waiter_cancelled_after_its_wake_wakes_the_next_waiter(printed) {
        let lock = Lock::new();
        let held = lock.acquire().await;
        let [a, b] = ["a", "b"].map(|name| locker(&lock, name));
        yield_now().await;
        drop(held);
        a.cancel();
        b.await?;
        print(a.await.unwrap_err().to_string());
        Ok(())
    } => ["b: has it", "main: cancelled"]

    // 18
    release_grants_the_permit_to_the_waiter_so_locked_stays_true(printed) {
        let semaphore = Semaphore::new(1);
        let permit = semaphore.acquire().await;
        let other = semaphore.clone();
        let waiter = spawn(async move {
            let _permit = other.acquire().await;
            print("has a permit");
            Ok(())
        })
        .named("waiter");
        yield_now().await;
        drop(permit);
        print(format!("locked: {}", semaphore.locked()));
        waiter.await?;
        print(format!("locked: {}", semaphore.locked()));
        Ok(())
    } => ["main: locked: true", "waiter: has a permit", "main: locked: false"]

    // 18
    a_permit_is_neither_lost_nor_duplicated_when_its_waiter_is_cancelled(printed) {
        for cancelled in 0..3 {
            let semaphore = Semaphore::new(1);
            let permit = semaphore.acquire().await;
            let waiters = ["a", "b", "c"].map(|name| {
                let semaphore = semaphore.clone();
                spawn(async move {
                    let _permit = semaphore.acquire().await;
                    print("has it");
                    Ok(())
                })
                .named(name)
            });
            yield_now().await;
            drop(permit);
            waiters[cancelled].cancel();
            gather(waiters).return_exceptions().await;
            print(format!("{} left", semaphore.statistics().permits));
        }
        Ok(())
    } => [
        "b: has it", "c: has it", "main: 1 left",
        "a: has it", "c: has it", "main: 1 left",
        "a: has it", "b: has it", "main: 1 left",
    ]

    // 19
    set_wakes_all_waiters_even_if_clear_follows_immediately(printed) {
        let event = Event::new();
        let waiters = ["a", "b"].map(|name| {
            let event = event.clone();
            spawn(async move {
                event.wait().await;
                print("continued");
                Ok(())
            })
            .named(name)
        });
        yield_now().await;
        event.set();
        event.clear();
        join(waiters).await?;
        print(format!("set: {}", event.is_set()));
        Ok(())
    } => ["a: continued", "b: continued", "main: set: false"]

    // 20
    a_cancelled_waiter_of_a_condition_acquires_the_lock_again(printed) {
        let condition = Condition::new();
        let task = waiter(&condition, "task");
        yield_now().await;
        let held = condition.acquire().await;
        task.cancel();
        turns(3).await;
        print(format!("done: {}", task.done()));
        drop(held);
        print(task.await.unwrap_err().to_string());
        Ok(())
    } => ["main: done: false", "main: cancelled"]

    // 20
    a_cancelled_waiter_of_a_condition_passes_its_notification_on(printed) {
        let condition = Condition::new();
        let [a, b] = ["a", "b"].map(|name| waiter(&condition, name));
        turns(2).await;
        let held = condition.acquire().await;
        condition.notify(1)?;
        drop(held);
        a.cancel();
        b.await?;
        print(a.await.unwrap_err().to_string());
        Ok(())
    } => ["b: notified", "main: cancelled"]
}
