//! Wait cycles.

use super::deadlocks::deadlock;
use super::{names, run};
use coroscope::time::ms;
use coroscope::{Lock, Task, gather, sleep, spawn};
use std::cell::RefCell;
use std::rc::Rc;

#[test]
fn two_locks_taken_in_opposite_order_are_a_cycle() {
    let rt = run(|_| async {
        let (left, right) = (
            Lock::new().named("left fork"),
            Lock::new().named("right fork"),
        );
        let eat = |name: &str, first: &Lock, second: &Lock| {
            let (first, second) = (first.clone(), second.clone());
            spawn(async move {
                let one = first.acquire().await;
                sleep(ms(10)).await;
                let other = second.acquire().await;
                drop((one, other));
                Ok(())
            })
            .named(name)
        };
        let both = [eat("Plato", &left, &right), eat("Kant", &right, &left)];
        gather(both).await?;
        Ok(())
    });
    let one = deadlock(
        &rt,
        "2 tasks wait for each other",
        "Plato waits for “right fork”, which Kant holds; Kant waits for “left fork”, which Plato holds.",
    );
    assert_eq!(names(&rt, &one.tasks), ["Plato", "Kant"]);
    assert_eq!(names(&rt, &one.victims), ["main"]);
    assert_eq!((one.at.elapsed(), one.places.len()), (ms(10), 1));
    assert!(one.resource.is_some());
}

#[test]
fn locks_created_in_the_same_line_are_distinguished() {
    let line = line!() + 2;
    let rt = run(|_| async {
        let locks = [1, 2].map(|_| Lock::new());
        let take = |first: usize, second: usize| {
            let (first, second) = (locks[first].clone(), locks[second].clone());
            spawn(async move {
                let one = first.acquire().await;
                sleep(ms(10)).await;
                let other = second.acquire().await;
                drop((one, other));
                Ok(())
            })
        };
        gather([take(0, 1).named("here"), take(1, 0).named("there")]).await?;
        Ok(())
    });
    deadlock(
        &rt,
        "2 tasks wait for each other",
        &format!(
            "here waits for the lock created in line {line}, which there holds; there waits for another lock created in \
             line {line}, which here holds."
        ),
    );
}

#[test]
fn a_lock_is_not_taken_twice_by_the_same_task() {
    let rt = run(|_| async {
        let lock = Lock::new().named("log");
        let held = lock.acquire().await;
        drop(lock.acquire().await);
        drop(held);
        Ok(())
    });
    deadlock(
        &rt,
        "a task waits for itself",
        "main waits for “log”, which it holds itself.",
    );
}

#[test]
fn awaiting_a_task_that_needs_a_held_lock_is_a_cycle() {
    let rt = run(|_| async {
        let lock = Lock::new().named("table");
        let held = lock.acquire().await;
        let waiter = spawn(async move {
            drop(lock.acquire().await);
            Ok(())
        });
        waiter.named("waiter").await?;
        drop(held);
        Ok(())
    });
    let one = deadlock(
        &rt,
        "2 tasks wait for each other",
        "main awaits waiter; waiter waits for “table”, which main holds.",
    );
    assert_eq!(
        one.advice,
        "Release the lock before you await a task that needs it."
    );
}

#[test]
fn tasks_that_await_each_other_are_a_cycle() {
    let rt = run(|_| async {
        let second: Rc<RefCell<Option<Task<()>>>> = Rc::default();
        let hers = second.clone();
        let first = spawn(async move {
            let other = hers.take().unwrap();
            other.await
        });
        let first = first.named("first");
        let own = spawn(async move { first.await }).named("second");
        second.replace(Some(own));
        sleep(ms(1)).await;
        Ok(())
    });
    // The end of main cancels both, and each waits for the other to have ended.
    let one = deadlock(
        &rt,
        "2 tasks wait for each other",
        "first awaits second; second awaits first.",
    );
    assert_eq!(one.victims, []);
}

#[test]
fn a_cycle_through_gather_is_found() {
    let rt = run(|_| async {
        let lock = Lock::new().named("table");
        let held = lock.acquire().await;
        let wants = |n: u32| {
            let lock = lock.clone();
            spawn(async move {
                drop(lock.acquire().await);
                Ok(())
            })
            .named(format!("guest {n}"))
        };
        gather([wants(1), wants(2)]).await?;
        drop(held);
        Ok(())
    });
    let one = deadlock(
        &rt,
        "2 tasks wait for each other",
        "main awaits guest 1; guest 1 waits for “table”, which main holds.",
    );
    assert_eq!(names(&rt, &one.victims), ["guest 2"]);
}
