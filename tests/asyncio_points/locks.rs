//! Locks, semaphores, events and conditions.

use crate::common::said;
use coroscope::{Condition, Event, Lock, Result, Semaphore, Task, gather, print, spawn, yield_now};

/// Acquires the lock, says so, and holds it for a turn.
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

/// Waits until it is notified, and says so.
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
    a_lock_is_first_in_first_out_and_nobody_barges_in(said) {
        let lock = Lock::new();
        let held = lock.acquire().await;
        let waiters = ["a", "b"].map(|name| locker(&lock, name));
        yield_now().await;
        drop(held);
        // The lock is free, but a is called.
        assert!(!lock.locked());
        let _held = lock.acquire().await;
        print("has it again");
        drop(_held);
        join(waiters).await
    } => ["a: has it", "b: has it", "main: has it again"]

    // 17
    a_waiter_that_is_cancelled_after_being_woken_passes_the_wake_on(said) {
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
    release_hands_the_permit_to_the_waiter_so_locked_is_true_right_after(said) {
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
    a_permit_is_neither_lost_nor_doubled_when_its_waiter_is_cancelled(said) {
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
    set_and_clear_still_wakes_every_waiter_of_that_moment(said) {
        let event = Event::new();
        let waiters = ["a", "b"].map(|name| {
            let event = event.clone();
            spawn(async move {
                event.wait().await;
                print("went on");
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
    } => ["a: went on", "b: went on", "main: set: false"]

    // 20
    a_condition_acquires_its_lock_again_even_when_cancelled(said) {
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
    a_condition_passes_its_notification_on_when_the_waiter_is_cancelled(said) {
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
