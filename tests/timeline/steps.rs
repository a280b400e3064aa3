//! A run narrated step by step: which events are one step, and its sentence.

use crate::common::run;
use coroscope::time::ms;
use coroscope::timeline::steps::{Steps, narrate};
use coroscope::trace::{EventKind, Log, Model, RunView};
use coroscope::{
    Error, Lock, Queue, Runtime, Semaphore, gather, print, record_value, sleep, spawn, timeout,
    yield_now,
};

/// The sentences of a whole run.
fn narrated(rt: &Runtime) -> Vec<String> {
    rt.with_log(|log| {
        let model = Model::of(log);
        let mut steps = Steps::default();
        steps.update(log);
        let view = RunView::new(log, &model);
        let all = 0..steps.len();
        all.map(|n| narrate(view, &steps, n).sentence).collect()
    })
}

#[track_caller]
fn check(rt: &Runtime, expected: &[&str]) {
    let narrated = narrated(rt);
    assert!(
        narrated == expected,
        "narrated:\n    {}",
        narrated.join("\n    ")
    );
}

#[test]
fn a_semaphore_says_how_many_permits_are_left() {
    let rt = run(async {
        let permits = Semaphore::new(2).named("permits");
        drop(permits.acquire().await);
        Ok(())
    });
    check(
        &rt,
        &[
            "The run begins. main is ready and waits for its turn.",
            "main begins. It creates the semaphore “permits”.",
            "main takes a permit of the semaphore “permits”, of which 1 is left.",
            "main returns a permit of the semaphore “permits”, of which 2 are left.",
            "main is done. The run is over.",
        ],
    );
}

/// Two tasks, one of which fails.
fn troubled() -> Runtime {
    run(async {
        let good = spawn(async {
            sleep(ms(5)).await;
            Ok(())
        });
        let bad = spawn(async { Err::<(), _>(Error::msg("no such file")) });
        gather([good.named("good"), bad.named("a bad one")])
            .return_exceptions()
            .await;
        Ok(())
    })
}

#[test]
fn spawning_waiting_and_ending_are_sentences() {
    check(
        &troubled(),
        &[
            "The run begins. main is ready and waits for its turn.",
            "main begins. It starts “good” and “a bad one”, which are ready and wait for their turns.",
            "main waits for 2 tasks to end.",
            "“good” begins. It sleeps for 5 ms.",
            "“a bad one” begins. It fails: no such file.",
            "At 5 ms, the sleep of “good” is over. It is ready and waits for its turn.",
            "“good” continues. It is done.",
            "All tasks that main waited for have ended. main is ready and waits for its turn.",
            "main continues. It is done. The run is over.",
        ],
    );
}

#[test]
fn every_event_belongs_to_one_step() {
    troubled().with_log(|log| {
        let mut steps = Steps::default();
        steps.update(log);
        let mut next = log.dropped();
        for step in 0..steps.len() {
            let (first, last) = steps.events(step).unwrap();
            assert_eq!(first, next);
            for seq in first..=last {
                assert_eq!(steps.of_event(seq), step);
            }
            next = last + 1;
        }
        assert_eq!(next, log.next_seq());
    });
}

#[test]
fn a_log_that_grows_has_the_same_steps_as_the_whole() {
    troubled().with_log(|log| {
        let mut whole = Steps::default();
        whole.update(log);
        let (mut part, mut steps) = (Log::new(1 << 20), Steps::default());
        for event in log.iter() {
            part.push(event);
            steps.update(&part);
        }
        assert_eq!(steps.len(), whole.len());
        for step in 0..steps.len() {
            assert_eq!(steps.events(step), whole.events(step));
        }
    });
}

#[test]
fn a_task_that_yields_stays_ready() {
    let rt = run(async {
        yield_now().await;
        print("again");
        Ok(())
    });
    check(
        &rt,
        &[
            "The run begins. main is ready and waits for its turn.",
            "main begins. It lets the others have a turn, and stays ready.",
            "main continues. It prints “again”.",
            "main is done. The run is over.",
        ],
    );
}

#[test]
fn a_queue_says_what_it_holds() {
    let rt = run(async {
        let jobs = Queue::new(1).named("jobs");
        let worker = jobs.clone();
        let worker = spawn(async move {
            worker.get().await?;
            worker.get().await?;
            Ok(())
        });
        let worker = worker.named("worker");
        jobs.put(1).await?;
        jobs.put(2).await?;
        worker.await
    });
    check(
        &rt,
        &[
            "The run begins. main is ready and waits for its turn.",
            "main begins. It creates the queue “jobs”.",
            "main starts “worker”, which is ready and waits for its turn.",
            "main puts an item into the queue “jobs”, which now holds 1.",
            "main waits to put an item into the queue “jobs”, which is full.",
            "“worker” begins. It takes an item from the queue “jobs”, which is now empty. main waited for that and is ready now.",
            "“worker” waits to get an item from the queue “jobs”, which is empty.",
            "main continues. It puts an item into the queue “jobs”, which now holds 1. “worker” waited for that and is ready now.",
            "main waits for “worker” to end.",
            "“worker” continues. It takes an item from the queue “jobs”, which is now empty.",
            "“worker” is done. main waited for that and is ready now.",
            "main continues. It is done. The run is over.",
        ],
    );
}

#[test]
fn a_lock_names_its_holder() {
    let rt = run(async {
        let till = Lock::new().named("till");
        let held = till.acquire().await;
        let other = till.clone();
        let other = spawn(async move {
            let _held = other.acquire().await;
            Ok(())
        });
        let other = other.named("other");
        sleep(ms(5)).await;
        drop(held);
        other.await
    });
    check(
        &rt,
        &[
            "The run begins. main is ready and waits for its turn.",
            "main begins. It creates the lock “till”.",
            "main acquires the lock “till”.",
            "main starts “other”, which is ready and waits for its turn.",
            "main sleeps for 5 ms.",
            "“other” begins. It waits to acquire the lock “till”, which main holds.",
            "At 5 ms, the sleep of main is over. It is ready and waits for its turn.",
            "main continues. It releases the lock “till”. “other” waited for that and is ready now.",
            "main waits for “other” to end.",
            "“other” continues. It acquires the lock “till”.",
            "“other” releases the lock “till”.",
            "“other” is done. main waited for that and is ready now.",
            "main continues. It is done. The run is over.",
        ],
    );
}

#[test]
fn a_timeout_is_not_the_end_of_a_sleep() {
    let rt = run(async {
        let ended = timeout(ms(5)).run(async {
            sleep(ms(50)).await;
            Ok(())
        });
        drop(ended.await);
        Ok(())
    });
    check(
        &rt,
        &[
            "The run begins. main is ready and waits for its turn.",
            "main begins. It sleeps for 50 ms, with a time limit of 5 ms.",
            "At 5 ms, the time limit of main expires. It is ready and waits for its turn.",
            "main continues. It is done. The run is over.",
        ],
    );
}

#[test]
fn a_deadlock_is_the_last_step() {
    let rt = run(async {
        let empty: Queue<u32> = Queue::new(1);
        empty.get().await?;
        Ok(())
    });
    rt.record_deadlock();
    let narrated = narrated(&rt);
    let last = narrated.last().map(String::as_str);
    assert_eq!(
        last,
        Some("Nothing can continue: no task is ready, and no timer is pending.")
    );
    rt.with_log(|log| {
        let is_deadlock = |kind| matches!(kind, EventKind::Deadlocked);
        assert!(log.last().is_some_and(|event| is_deadlock(event.kind)));
    });
}

#[test]
fn a_value_that_is_set_to_what_it_was_is_narrated() {
    let rt = run(async {
        record_value("counter", 0);
        record_value("counter", 1);
        record_value("counter", 1);
        Ok(())
    });
    let narrated = narrated(&rt).join(" ");
    assert!(
        narrated.contains("sets the value “counter” to 1, which it is already"),
        "{narrated}"
    );
}

#[test]
fn a_sleep_that_the_blocked_loop_ends_too_late_says_how_late() {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    rt.block_on(async move {
        let sleeping = [20, 50].map(|time| {
            spawn(async move {
                sleep(ms(time)).await;
                Ok(())
            })
            .named(format!("{time} ms"))
        });
        sleep(ms(10)).await;
        clock.advance(ms(70));
        gather(sleeping).await?;
        sleep(ms(5)).await;
        Ok(())
    })
    .unwrap();
    let narrated = narrated(&rt);
    let late = "At 80 ms, the sleeps of “20 ms” and “50 ms” are over. That is up to 60 ms late. \
                Both are ready and wait for their turns.";
    assert!(narrated.iter().any(|it| it == late), "{narrated:#?}");
    let in_time = narrated.iter().filter(|it| it.contains("the sleep of"));
    assert!(in_time.clone().count() == 2, "{narrated:#?}");
    assert!(
        in_time.clone().all(|it| !it.contains("late")),
        "{narrated:#?}"
    );
}

#[test]
fn a_single_late_sleep_says_how_late_it_is() {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    rt.block_on(async move {
        let ticker = spawn(async {
            sleep(ms(20)).await;
            Ok(())
        });
        let ticker = ticker.named("ticker");
        sleep(ms(10)).await;
        clock.advance(ms(90));
        ticker.await
    })
    .unwrap();
    let late = "At 100 ms, the sleep of “ticker” is over. That is 80 ms late. It is ready and waits for its turn.";
    let narrated = narrated(&rt);
    assert!(narrated.iter().any(|it| it == late), "{narrated:#?}");
}
