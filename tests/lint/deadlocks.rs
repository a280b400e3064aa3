//! Deadlocks without a cycle: something is missing.

use super::{all, names, only, run};
use coroscope::lint::{Finding, FindingKind};
use coroscope::time::ms;
use coroscope::{
    Barrier, Condition, Event, Lock, Queue, Runtime, Semaphore, Task, gather, sleep, spawn,
};

#[track_caller]
pub(super) fn deadlock(rt: &Runtime, title: &str, sentence: &str) -> Finding {
    let one = only(rt, FindingKind::DEADLOCK);
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
        "task_done() is missing",
        "main waits in join() of “jobs”: every item was taken, but task_done() was not called for each.",
    );
    assert_eq!(names(&rt, &one.tasks), ["main", "worker"]);
}

#[test]
fn join_without_a_remaining_consumer_is_found() {
    let rt = run(|_| async {
        let queue = Queue::new(0).named("jobs");
        queue.put_nowait(1).unwrap();
        queue.join().await;
        Ok(())
    });
    deadlock(
        &rt,
        "the last items are never taken",
        "main waits in join() of “jobs”, which still has one item, and no task is left that could take it.",
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
fn a_full_queue_without_a_consumer_is_named() {
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
        "main waits to put an item into “jobs”, which is full (2 items), and no task is left that could take one.",
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
        "main waits for “door”, but careless, which holds it, ended without releasing it.",
    );
    assert_eq!(names(&rt, &one.tasks), ["main", "careless"]);
}

#[test]
fn a_stuck_task_that_holds_a_lock_is_named() {
    let rt = run(|_| async {
        let (lock, event) = (Lock::new().named("door"), Event::new().named("bell"));
        let own = lock.clone();
        let porter = spawn(async move {
            let held = own.acquire().await;
            event.wait().await;
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
        "the event is never set",
        "porter waits for “bell”, but no task is left that could set it. Meanwhile porter holds “door”, for which \
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
        "main waits for a permit of “slots”, but all are taken (2 at first), and no task is left that could \
         release one.",
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
        "main and Task-2 wait at “start” for 1 more, and no task is left that could arrive.",
    );
    let rt = run(|_| async {
        let news = Condition::new().named("news");
        let held = news.acquire().await;
        drop(news.wait(held).await);
        Ok(())
    });
    deadlock(
        &rt,
        "the condition is never notified",
        "main waits to be notified by “news”, but no task is left that could do it.",
    );
}

#[test]
fn a_resource_without_a_name_is_described_by_its_line() {
    let rt = run(|_| async {
        Event::new().wait().await;
        Ok(())
    });
    let line = line!() - 3;
    deadlock(
        &rt,
        "the event is never set",
        &format!(
            "main waits for the event created in line {line}, but no task is left that could set it."
        ),
    );
}

#[test]
fn a_deadlock_is_the_first_finding_even_if_another_began_earlier() {
    let rt = run(|clock| async move {
        let other = spawn(async {
            sleep(ms(1)).await;
            Ok(())
        })
        .named("other");
        sleep(ms(0)).await;
        clock.advance(ms(500));
        other.await?;
        Event::new().wait().await;
        Ok(())
    });
    let kinds: Vec<FindingKind> = all(&rt).iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [FindingKind::DEADLOCK, FindingKind::BLOCKED]);
}
