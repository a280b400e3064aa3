//! Deadlocks name the tasks that hold what is missing, or should have taken or put an item.

use super::deadlocks::deadlock;
use super::{names, run};
use coroscope::time::ms;
use coroscope::{Error, Queue, Semaphore, Task, sleep, spawn};

#[test]
fn consumers_that_wait_for_space_in_their_own_queue_are_named_before_join() {
    let rt = run(|_| async {
        let queue = Queue::new(2).named("links");
        let crawl = || {
            let queue = queue.clone();
            spawn(async move {
                loop {
                    let n: u32 = queue.get().await?;
                    sleep(ms(1)).await;
                    queue.put(2 * n).await?;
                    queue.put(2 * n + 1).await?;
                    queue.task_done()?;
                }
            })
        };
        queue.put(1).await?;
        let _crawlers: [Task<()>; 2] = [crawl().named("crawler 1"), crawl().named("crawler 2")];
        queue.join().await;
        Ok(())
    });
    let one = deadlock(
        &rt,
        "a queue is full",
        "crawler 1 and crawler 2 wait to put an item into “links”, which is full (2 items), and no other task takes \
         items out of it.",
    );
    assert!(one.advice.contains("make it unbounded"), "{}", one.advice);
    assert_eq!(names(&rt, &one.victims), ["main"]);
}

#[test]
fn a_failed_consumer_is_named_if_the_queue_is_full() {
    let rt = run(|_| async {
        let queue = Queue::new(1).named("jobs");
        let from = queue.clone();
        let _worker = spawn(async move {
            let n: u32 = from.get().await?;
            Err::<(), _>(Error::msg(format!("can't do {n}")))
        })
        .named("worker");
        for n in 0..4 {
            queue.put(n).await?;
        }
        Ok(())
    });
    deadlock(
        &rt,
        "a queue is full",
        "main waits to put an item into “jobs”, which is full (one item), and no task is left that could take one; \
         worker, which took items, has failed with “can't do 0”.",
    );
}

#[test]
fn a_failed_producer_is_named_if_a_sentinel_is_missing() {
    let rt = run(|_| async {
        let queue = Queue::new(0).named("jobs");
        let to = queue.clone();
        let _producer: Task<()> = spawn(async move {
            to.put(1).await?;
            Err(Error::msg("disk full"))
        })
        .named("producer");
        loop {
            let _: u32 = queue.get().await?;
        }
    });
    deadlock(
        &rt,
        "a sentinel is missing",
        "main waits for an item of “jobs”, but it is empty, and producer, which put items in, has failed with “disk \
         full”.",
    );
}

#[test]
fn holders_of_permits_that_wait_or_have_ended_are_named() {
    let rt = run(|_| async {
        let permits = Semaphore::new(1).named("slots");
        let held = permits.acquire().await;
        let child = spawn(async move {
            permits.acquire().await.keep();
            Ok(())
        });
        child.named("child").await?;
        drop(held);
        Ok(())
    });
    let one = deadlock(
        &rt,
        "a permit is missing",
        "child waits for a permit of “slots”, but all are taken (1 at first), and main, which holds them, waits, too.",
    );
    assert!(
        one.advice.contains("a task that needs one"),
        "{}",
        one.advice
    );
    let rt = run(|_| async {
        let permits = Semaphore::new(1).named("slots");
        let own = permits.clone();
        let child = spawn(async move {
            own.acquire().await.keep();
            Ok(())
        });
        child.named("child").await?;
        permits.acquire().await.keep();
        Ok(())
    });
    let one = deadlock(
        &rt,
        "a permit is missing",
        "main waits for a permit of “slots”, but all are taken (1 at first), and child, which took one, ended \
         without releasing it.",
    );
    assert_eq!(names(&rt, &one.tasks), ["main", "child"]);
}

#[test]
fn an_item_missing_from_a_pool_is_not_a_missing_sentinel() {
    let rt = run(|_| async {
        let pool = Queue::new(0).named("connections");
        pool.put(1).await?;
        for is_put_back in [true, false, true] {
            let pool = pool.clone();
            let query = spawn(async move {
                let connection: u32 = pool.get().await?;
                sleep(ms(1)).await;
                if is_put_back {
                    pool.put(connection).await?;
                }
                Ok(())
            });
            query.await?;
        }
        Ok(())
    });
    deadlock(
        &rt,
        "nothing is put back",
        "Task-4 waits for an item of “connections”, but it is empty: Task-3 took one and ended without putting it \
         back, as others did.",
    );
}
