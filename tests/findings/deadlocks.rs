//! Runs in which nothing can ever go on, because something is missing.

use super::{names, only, run};
use coroscope::lint::{Finding, Kind};
use coroscope::time::ms;
use coroscope::{
    Barrier, Condition, Event, Lock, Queue, Runtime, Semaphore, Task, gather, sleep, spawn,
};

#[track_caller]
pub(super) fn deadlock(rt: &Runtime, title: &str, sentence: &str) -> Finding {
    let one = only(rt, Kind::Deadlock);
    assert_eq!(one.title, format!("Deadlock: {title}"));
    assert_eq!(one.sentence, sentence);
    one
}

#[test]
fn join_without_task_done_names_what_is_missing() {
    let rt = run(|_| async {
        let queue = Queue::new(0).named("jobs");
        let from = queue.clone();
        let worker = spawn(async move {
            loop {
                let job: u32 = from.get().await?;
                sleep(ms(job.into())).await;
            }
        });
        let worker: Task<()> = worker.named("worker");
        queue.put(1).await?;
        queue.put(2).await?;
        queue.join().await;
        worker.cancel();
        Ok(())
    });
    let one = deadlock(
        &rt,
        "task_done is missing",
        "main waits in join() of “jobs”: every item was taken, but task_done() was not called for each.",
    );
    assert_eq!(names(&rt, &one.tasks), ["main", "worker"]);
}

#[test]
fn join_while_nobody_is_left_to_take_says_so() {
    let rt = run(|_| async {
        let queue = Queue::new(0).named("jobs");
        queue.put_nowait(1).unwrap();
        queue.join().await;
        Ok(())
    });
    deadlock(
        &rt,
        "nobody takes the last items",
        "main waits in join() of “jobs”, which still has one item, and nobody is left who could take it.",
    );
}

#[test]
fn consumers_without_a_sentinel_are_named() {
    let rt = run(|_| async {
        let queue = Queue::new(0).named("jobs");
        let to = queue.clone();
        let producer = spawn(async move {
            for n in 0..3 {
                to.put(n).await?;
                sleep(ms(1)).await;
            }
            Ok(())
        });
        let consume = |n: u32| {
            let from = queue.clone();
            spawn(async move {
                loop {
                    let _: u32 = from.get().await?;
                }
            })
            .named(format!("consumer {n}"))
        };
        gather([producer.named("producer"), consume(1), consume(2)]).await?;
        Ok(())
    });
    let one = deadlock(
        &rt,
        "a sentinel is missing",
        "consumer 1 and consumer 2 wait for an item of “jobs”, but it is empty, and producer, which put items \
         in, has ended.",
    );
    assert_eq!(
        names(&rt, &one.tasks),
        ["consumer 1", "consumer 2", "producer"]
    );
    assert_eq!(names(&rt, &one.victims), ["main"]);
}

#[test]
fn a_full_queue_that_nobody_empties_is_named() {
    let rt = run(|_| async {
        let queue = Queue::new(2).named("jobs");
        for n in 0..3 {
            queue.put(n).await?;
        }
        Ok(())
    });
    deadlock(
        &rt,
        "a queue is full",
        "main waits to put an item into “jobs”, which is full (2 items), and nobody is left who could take one.",
    );
}

#[test]
fn a_lock_whose_holder_ended_is_named() {
    let rt = run(|_| async {
        let lock = Lock::new().named("door");
        let taken = lock.clone();
        let careless = spawn(async move {
            taken.acquire().await.keep();
            Ok(())
        });
        careless.named("careless").await?;
        drop(lock.acquire().await);
        Ok(())
    });
    let one = deadlock(
        &rt,
        "a release is missing",
        "main waits for “door”, but careless, which has it, ended without a release.",
    );
    assert_eq!(names(&rt, &one.tasks), ["main", "careless"]);
}

#[test]
fn whoever_holds_a_lock_while_it_waits_in_vain_is_named() {
    let rt = run(|_| async {
        let (lock, bell) = (Lock::new().named("door"), Event::new().named("bell"));
        let own = lock.clone();
        let porter = spawn(async move {
            let held = own.acquire().await;
            bell.wait().await;
            drop(held);
            Ok(())
        });
        let guest = spawn(async move {
            drop(lock.acquire().await);
            Ok(())
        });
        gather([porter.named("porter"), guest.named("guest")]).await?;
        Ok(())
    });
    let one = deadlock(
        &rt,
        "nobody sets the event",
        "porter waits for “bell”, but nobody is left who could set it. Meanwhile porter holds “door”, for which \
         guest waits.",
    );
    assert_eq!(names(&rt, &one.victims), ["main", "guest"]);
}

#[test]
fn permits_parties_and_notifications_can_be_missing() {
    let rt = run(|_| async {
        let permits = Semaphore::new(2).named("slots");
        for _ in 0..3 {
            permits.acquire().await.keep();
        }
        Ok(())
    });
    deadlock(
        &rt,
        "a permit is missing",
        "main waits for a permit of “slots”, but all are taken (2 at first), and nobody is left who could give \
         one back.",
    );
    let rt = run(|_| async {
        let barrier = Barrier::new(3).named("start");
        let other = barrier.clone();
        let runner = spawn(async move {
            let _ = other.wait().await;
            Ok(())
        });
        let _ = barrier.wait().await;
        runner.named("runner").await
    });
    deadlock(
        &rt,
        "one task too few at a barrier",
        "main and Task-2 wait at “start” for 1 more to come, and nobody is left who could.",
    );
    let rt = run(|_| async {
        let news = Condition::new().named("news");
        let held = news.acquire().await;
        drop(news.wait(held).await);
        Ok(())
    });
    deadlock(
        &rt,
        "nobody notifies",
        "main waits to be notified by “news”, but nobody is left who could.",
    );
}

#[test]
fn a_shared_thing_without_a_name_is_told_by_its_line() {
    let rt = run(|_| async {
        Event::new().wait().await;
        Ok(())
    });
    let line = line!() - 3;
    deadlock(
        &rt,
        "nobody sets the event",
        &format!(
            "main waits for the event made in line {line}, but nobody is left who could set it."
        ),
    );
}
