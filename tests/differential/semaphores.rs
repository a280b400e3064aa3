//! Semaphores and conditions.

use super::vocabulary::{outcome, shown};
use coroscope::time::ms;
use coroscope::{
    BoundedSemaphore, Condition, Lock, Semaphore, Task, gather, scope, sleep, spawn, wait,
    yield_now,
};
use std::cell::Cell;
use std::rc::Rc;

/// Prints its name when it has a permit, and holds it for some time.
fn user(name: &'static str, semaphore: &Semaphore, delay: u64) -> Task<()> {
    task!(name, |semaphore| {
        let _permit = semaphore.acquire().await;
        say!("{name}");
        if delay > 0 {
            sleep(ms(delay)).await;
        }
        Ok(())
    })
}

/// Prints its name when it has a permit, and never releases it.
fn keeper(name: &'static str, semaphore: &Semaphore) -> Task<()> {
    task!(name, |semaphore| {
        semaphore.acquire().await.keep();
        say!("{name}");
        Ok(())
    })
}

/// Prints its name when it was notified.
fn waiter(name: &'static str, condition: &Condition) -> Task<()> {
    task!(name, |condition| {
        let held = condition.acquire().await;
        let _held = condition.wait(held).await;
        say!("{name}");
        Ok(())
    })
}

fn done(tasks: &[Task<()>]) -> Vec<bool> {
    tasks.iter().map(Task::done).collect()
}

fn cancelled(tasks: &[Task<()>]) -> Vec<bool> {
    tasks.iter().map(Task::cancelled).collect()
}

scenarios! {
    a_semaphore_grants_permits_in_order {
        let semaphore = Semaphore::new(2);
        gather(["a", "b", "c", "d", "e"].map(|name| user(name, &semaphore, 10))).await?;
        Ok(())
    }

    an_available_permit_is_acquired_without_yielding {
        let semaphore = Semaphore::new(1);
        task!("other", || {
            say!("other");
            Ok(())
        });
        let permit = semaphore.acquire().await;
        say!("held, locked: {}", semaphore.locked());
        drop(permit);
        say!("locked: {}", semaphore.locked());
        yield_now().await;
        Ok(())
    }

    release_grants_the_permit_to_the_waiter {
        let semaphore = Semaphore::new(1);
        semaphore.acquire().await.keep();
        let task = user("used", &semaphore, 0);
        yield_now().await;
        semaphore.release();
        say!("locked: {}", semaphore.locked());
        task.await?;
        say!("locked: {}", semaphore.locked());
        Ok(())
    }

    no_task_acquires_a_permit_before_the_waiter {
        let semaphore = Semaphore::new(1);
        let first = task!("first", |semaphore| {
            let permit = semaphore.acquire().await;
            sleep(ms(10)).await;
            drop(permit);
            let _permit = semaphore.acquire().await;
            say!("first again");
            Ok(())
        });
        gather([first, user("second", &semaphore, 0)]).await?;
        Ok(())
    }

    a_cancelled_waiter_stops_waiting {
        let semaphore = Semaphore::new(1);
        let tasks = ["a", "b", "c"].map(|name| user(name, &semaphore, 10));
        sleep(ms(5)).await;
        tasks[1].cancel();
        wait(tasks).await;
        say!("locked: {}", semaphore.locked());
        Ok(())
    }

    a_permit_granted_to_a_cancelled_waiter_goes_to_the_next {
        let semaphore = Semaphore::new(1);
        semaphore.acquire().await.keep();
        let tasks = ["a", "b"].map(|name| user(name, &semaphore, 0));
        yield_now().await;
        semaphore.release();
        tasks[0].cancel();
        wait(tasks).await;
        say!("locked: {}", semaphore.locked());
        Ok(())
    }

    a_permit_granted_to_a_cancelled_last_waiter_is_available_again {
        let semaphore = Semaphore::new(1);
        semaphore.acquire().await.keep();
        let task = user("never", &semaphore, 0);
        yield_now().await;
        semaphore.release();
        task.cancel();
        wait([task]).await;
        say!("locked: {}", semaphore.locked());
        let _permit = semaphore.acquire().await;
        say!("had");
        Ok(())
    }

    several_releases_wake_several {
        let semaphore = Semaphore::new(0);
        let tasks = ["a", "b", "c"].map(|name| keeper(name, &semaphore));
        yield_now().await;
        semaphore.release();
        semaphore.release();
        sleep(ms(10)).await;
        say!("locked: {}", semaphore.locked());
        semaphore.release();
        wait(tasks).await;
        Ok(())
    }

    several_releases_and_a_cancelled_waiter_lose_no_permit {
        let semaphore = Semaphore::new(0);
        let tasks = ["a", "b", "c"].map(|name| keeper(name, &semaphore));
        yield_now().await;
        semaphore.release();
        semaphore.release();
        tasks[0].cancel();
        sleep(ms(10)).await;
        say!("{:?} {}", done(&tasks), semaphore.locked());
        Ok(())
    }

    a_semaphore_grows_by_releases {
        let semaphore = Semaphore::new(0);
        semaphore.release();
        semaphore.release();
        semaphore.acquire().await.keep();
        semaphore.acquire().await.keep();
        say!("locked: {}", semaphore.locked());
        Ok(())
    }

    a_bounded_semaphore_does_not_grow {
        let semaphore = BoundedSemaphore::new(1);
        semaphore.acquire().await.keep();
        semaphore.release()?;
        say!("{}", shown(semaphore.release()));
        Ok(())
    }

    a_semaphore_without_permits_stalls {
        Semaphore::new(0).acquire().await.keep();
        Ok(())
    }

    notify_wakes_the_first_waiters {
        let condition = Condition::new();
        let tasks = ["a", "b", "c"].map(|name| waiter(name, &condition));
        yield_now().await;
        let held = condition.acquire().await;
        condition.notify(2)?;
        say!("notified");
        drop(held);
        sleep(ms(10)).await;
        say!("{:?}", done(&tasks));
        let held = condition.acquire().await;
        condition.notify(1)?;
        drop(held);
        wait(tasks).await;
        Ok(())
    }

    notify_all_wakes_all_waiters_which_acquire_the_lock_in_order {
        let condition = Condition::new();
        let tasks = ["a", "b", "c"].map(|name| task!(name, |condition| {
            let held = condition.acquire().await;
            let _held = condition.wait(held).await;
            say!("{name} in");
            sleep(ms(10)).await;
            say!("{name} out");
            Ok(())
        }));
        yield_now().await;
        let held = condition.acquire().await;
        condition.notify_all()?;
        drop(held);
        wait(tasks).await;
        Ok(())
    }

    a_notified_waiter_continues_after_the_notifier_releases_the_lock {
        let condition = Condition::new();
        let task = waiter("waiter", &condition);
        yield_now().await;
        let held = condition.acquire().await;
        condition.notify(1)?;
        sleep(ms(10)).await;
        say!("notifier");
        drop(held);
        task.await
    }

    wait_for_calls_its_predicate_after_each_notification {
        let (condition, stock) = (Condition::new(), Rc::new(Cell::new(0)));
        let buyer = |name: &'static str, wanted: i32| task!(name, |condition, stock| {
            let held = condition.acquire().await;
            let _held = condition.wait_for(held, || stock.get() >= wanted).await;
            stock.set(stock.get() - wanted);
            say!("{name} bought {wanted}");
            Ok(())
        });
        let tasks = [buyer("a", 3), buyer("b", 1)];
        for _ in 0..4 {
            sleep(ms(10)).await;
            let _held = condition.acquire().await;
            stock.set(stock.get() + 1);
            condition.notify_all()?;
        }
        wait(tasks).await;
        Ok(())
    }

    wait_for_does_not_wait_if_its_predicate_is_true {
        let condition = Condition::new();
        let held = condition.acquire().await;
        let _held = condition.wait_for(held, || true).await;
        say!("at once");
        Ok(())
    }

    a_notification_without_the_lock_is_an_error {
        say!("{}", shown(Condition::new().notify(1)));
        Ok(())
    }

    a_notification_without_waiters_is_lost {
        let condition = Condition::new();
        let held = condition.acquire().await;
        condition.notify(1)?;
        drop(held);
        let held = condition.acquire().await;
        drop(condition.wait(held).await);
        Ok(())
    }

    a_cancelled_waiter_acquires_the_lock_again_before_it_ends {
        let condition = Condition::new();
        let task = spawn(scope(
            condition.clone(),
            async |condition: &Condition| {
                let held = condition.acquire().await;
                drop(condition.wait(held).await);
                Ok(())
            },
            async |_| Ok(()),
        ));
        yield_now().await;
        let held = condition.acquire().await;
        task.cancel();
        sleep(ms(10)).await;
        say!("done: {}", task.done());
        drop(held);
        say!("{} {}", outcome(task).await, condition.lock().locked());
        Ok(())
    }

    a_waiter_cancelled_after_its_notification_wakes_the_next {
        let condition = Condition::new();
        let tasks = ["a", "b"].map(|name| waiter(name, &condition));
        yield_now().await;
        let held = condition.acquire().await;
        condition.notify(1)?;
        tasks[0].cancel();
        drop(held);
        sleep(ms(10)).await;
        say!("{:?} {}", cancelled(&tasks), tasks[1].done());
        Ok(())
    }

    two_conditions_share_a_lock {
        let lock = Lock::new();
        let full = Condition::with_lock(lock.clone());
        let empty = Condition::with_lock(lock.clone());
        let tasks = [waiter("full", &full), waiter("empty", &empty)];
        yield_now().await;
        let held = lock.acquire().await;
        empty.notify_all()?;
        drop(held);
        sleep(ms(10)).await;
        let held = lock.acquire().await;
        full.notify_all()?;
        drop(held);
        wait(tasks).await;
        Ok(())
    }
}
