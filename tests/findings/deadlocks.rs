//! Runs in which nothing can ever go on, and runs that only look so.

use super::timeline_tape::{Tape, resource, task};
use super::{names, only, run, silent};
use coroscope::lint::{Finding, Kind, Options, findings};
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::trace::{Op, Wait, What};
use coroscope::{
    Barrier, Condition, Event, Lock, Queue, Runtime, Semaphore, Task, gather, io, sleep, spawn,
    wait_for,
};
use std::cell::RefCell;
use std::rc::Rc;

#[track_caller]
fn deadlock(rt: &Runtime, title: &str, sentence: &str) -> Finding {
    let one = only(rt, Kind::Deadlock);
    assert_eq!(one.title, format!("Deadlock: {title}"));
    assert_eq!(one.sentence, sentence);
    one
}

#[test]
fn two_locks_taken_in_opposite_order_are_a_circle() {
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
fn awaiting_a_task_that_needs_what_one_holds_is_a_circle() {
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
        "Let go of the lock before you await a task that needs it."
    );
}

#[test]
fn tasks_that_await_each_other_are_a_circle() {
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
fn a_circle_through_gather_is_found() {
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

/// Runs a program up to `steps` steps of the clock and expects silence at each.
#[track_caller]
fn never_while_it_runs(steps: usize, main: impl Future<Output = coroscope::Result<()>> + 'static) {
    let rt = Runtime::virtual_clock();
    drop(rt.start(main));
    let clock = rt.clock().unwrap().clone();
    for _ in 0..steps {
        silent(&rt);
        if !clock.step() {
            break;
        }
    }
    silent(&rt);
}

#[test]
fn a_run_that_can_go_on_is_none() {
    never_while_it_runs(100, async {
        let event = Event::new();
        let sets = event.clone();
        let later = spawn(async move {
            sleep(ms(10)).await;
            sets.set();
            Ok(())
        });
        event.wait().await;
        let limited = wait_for(
            async {
                Event::new().wait().await;
                Ok(())
            },
            ms(10),
        );
        assert!(limited.await.is_err());
        later.await
    });
}

#[test]
fn what_may_be_woken_from_outside_is_none() {
    never_while_it_runs(9, async {
        io("the network", core::future::pending::<()>()).await;
        Ok(())
    });
    never_while_it_runs(9, async {
        let answer = Handle::current().create_future::<()>();
        (&answer).await
    });
    never_while_it_runs(9, async {
        core::future::pending::<()>().await;
        Ok(())
    });
    // One who waits for something from outside may bring what another needs.
    never_while_it_runs(9, async {
        let event = Event::new();
        let sets = event.clone();
        let asks = spawn(async move {
            io("the network", core::future::pending::<()>()).await;
            sets.set();
            Ok(())
        });
        event.wait().await;
        asks.await
    });
}

#[test]
fn a_task_that_waits_for_two_things_at_once_is_judged_by_both() {
    never_while_it_runs(9, async {
        let event = Event::new();
        let mut network = std::pin::pin!(io("the network", core::future::pending::<()>()));
        let mut set = std::pin::pin!(event.wait());
        core::future::poll_fn(|cx| match network.as_mut().poll(cx) {
            core::task::Poll::Pending => set.as_mut().poll(cx),
            ready => ready,
        })
        .await;
        Ok(())
    });
}

#[test]
fn a_log_without_the_end_of_a_pass_is_none() {
    let mut tape = Tape::new();
    let get = Wait::Resource(resource(1), Op::Get);
    tape.queue(1, "jobs", 0).spawn(1, 0, "main");
    tape.push(What::PassBegun {
        ready: 1,
        timers: 0,
    });
    tape.poll(1).wait(1, get);
    let found = |tape: &Tape| findings(&tape.model(), &tape.log, &Options::default());
    assert_eq!(found(&tape), []);
    let ended = |timers| What::PassEnded {
        ready: 0,
        timers,
        timeouts: 0,
    };
    tape.push(ended(1));
    assert_eq!(found(&tape), []);
    tape.push(ended(0));
    let found = found(&tape);
    assert_eq!(found[0].tasks, [task(1)]);
    assert_eq!(
        found[0].sentence,
        "main waits for an item of “jobs”, but it is empty, and no task has put one in."
    );
}
