//! Deadlocks are found at the moment at which they happen, whatever the run does afterwards.

use super::{all, names, only, run, silent};
use crate::common::tape::{Tape, resource, task};
use coroscope::lint::{Finding, FindingKind, Options, findings};
use coroscope::time::ms;
use coroscope::trace::{Cause, EventKind, Model, Op, RunView, WaitReason};
use coroscope::{Error, Event, Lock, Queue, Runtime, Task, gather, scope, sleep, spawn};

fn found(tape: &Tape) -> Vec<Finding> {
    findings(RunView::new(&tape.log, &tape.model()), &Options::default())
}

/// A pass that leaves nothing to do.
fn stall(tape: &mut Tape) -> &mut Tape {
    tape.pass(1, 0).pass_ended(0, 0)
}

/// Asks tasks to cancel, as at the end of a run, and ends them.
fn cancel(tape: &mut Tape, tasks: &[usize]) {
    for number in tasks {
        tape.cancel(*number, 0, "the end");
    }
    for number in tasks {
        tape.wake(*number, Cause::Outside)
            .poll(*number)
            .cancelled(*number);
    }
    stall(tape);
}

#[test]
fn a_deadlock_remains_when_the_reader_has_stopped_the_run() {
    let rt = run(|_| async {
        let queue: Queue<u32> = Queue::new(0).named("jobs");
        let consumer = spawn(async move {
            sleep(ms(5)).await;
            queue.get().await?;
            Ok(())
        });
        consumer.named("consumer").await
    });
    let before = only(&rt, FindingKind::DEADLOCK);
    rt.stop("the reader pressed Stop");
    while rt.clock().unwrap().step() {}
    assert_eq!(rt.pending(), 0);
    let after = only(&rt, FindingKind::DEADLOCK);
    assert_eq!(after, before);
    assert_eq!((after.at.elapsed(), after.until.elapsed()), (ms(5), ms(5)));
}

#[test]
fn a_lock_taken_twice_remains_when_the_engine_has_ended_the_run() {
    let rt = Runtime::virtual_clock();
    let ended = rt.block_on(async {
        let lock = Lock::new().named("log");
        let held = lock.acquire().await;
        drop(lock.acquire().await);
        drop(held);
        Ok(())
    });
    assert!(ended.is_err());
    rt.stop("nothing is ready");
    while rt.clock().unwrap().step() {}
    let one = only(&rt, FindingKind::DEADLOCK);
    assert_eq!(one.title, "Deadlock: a task waits for itself");
}

#[test]
fn tasks_that_hang_again_while_the_run_ends_are_one_deadlock() {
    let rt = run(|_| async {
        let (event, gong) = (Event::new().named("bell"), Event::new().named("gong"));
        scope(
            (),
            async move |_| {
                event.wait().await;
                Ok(())
            },
            async move |_| {
                gong.wait().await;
                Ok(())
            },
        )
        .await
    });
    rt.stop("the reader pressed Stop");
    while rt.clock().unwrap().step() {}
    let one = only(&rt, FindingKind::DEADLOCK);
    assert!(one.sentence.contains("“bell”"), "{}", one.sentence);
}

#[test]
fn a_reported_deadlock_counts_waits_for_futures() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "call")
        .spawn(3, 1, "other call");
    tape.poll(1);
    let mut awaits = |on| {
        tape.push(EventKind::Awaits {
            task: task(1),
            on: task(on),
        });
    };
    awaits(2);
    awaits(3);
    tape.wait(1, WaitReason::Tasks(2));
    for number in [2, 3] {
        tape.poll(number).wait(number, WaitReason::Future);
    }
    stall(&mut tape);
    assert_eq!(found(&tape), [], "an answer may come from outside");
    tape.push(EventKind::Deadlocked);
    cancel(&mut tape, &[1, 2, 3]);
    let found = found(&tape);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].title, "Deadlock: the future is never set");
    let about = "call and other call wait for futures in line";
    assert!(
        found[0].sentence.starts_with(about),
        "{}",
        found[0].sentence
    );
    assert_eq!(found[0].tasks, [task(2), task(3)]);
    assert_eq!(found[0].victims, [task(1)]);
}

#[test]
fn a_cycle_through_an_unnamed_gathering_future_is_found() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "first")
        .spawn(3, 1, "second");
    for (number, on) in [(1, 2), (2, 3), (3, 2)] {
        tape.poll(number);
        tape.push(EventKind::Awaits {
            task: task(number),
            on: task(on),
        });
        tape.wait(number, WaitReason::Future);
    }
    stall(&mut tape).push(EventKind::Deadlocked);
    let found = found(&tape);
    assert_eq!(
        found[0].sentence,
        "first awaits second; second awaits first."
    );
}

#[test]
fn each_program_of_a_script_can_hang() {
    let mut tape = Tape::new();
    for (main, queue) in [(1, "jobs"), (2, "news")] {
        tape.queue(main, queue, 0).spawn(main, 0, "main");
        let get = WaitReason::Resource(resource(main), Op::Get);
        tape.poll(main).wait(main, get);
        stall(&mut tape).push(EventKind::Deadlocked);
        cancel(&mut tape, &[main]);
    }
    let found = found(&tape);
    let about: Vec<_> = found.iter().map(|one| one.resource).collect();
    assert_eq!(about, [Some(resource(1)), Some(resource(2))]);
}

#[test]
fn workers_that_wait_for_more_when_main_has_ended_are_fine() {
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 0)
        .spawn(1, 0, "main")
        .spawn(2, 1, "worker");
    let get = WaitReason::Resource(resource(1), Op::Get);
    tape.poll(2).wait(2, get);
    tape.poll(1).done(1);
    // The loop stops in the pass after main's end.
    stall(&mut tape);
    cancel(&mut tape, &[2]);
    assert_eq!(found(&tape), []);
}

#[test]
fn an_engine_that_numbers_calls_reports_each_deadlock_itself() {
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 0).spawn(1, 0, "serves");
    tape.poll(1).push(EventKind::Called {
        task: task(1),
        call: 1,
    });
    tape.wait(1, WaitReason::Resource(resource(1), Op::Get));
    // loop.stop() leaves this loop, and the script cancels the remaining tasks.
    stall(&mut tape);
    cancel(&mut tape, &[1]);
    assert_eq!(found(&tape), []);
}

#[test]
fn a_page_may_end_a_wait_but_not_a_cycle() {
    let open = Options {
        is_open: true,
        ..Options::default()
    };
    let in_a_page =
        |rt: &Runtime| rt.with_log(|log| findings(RunView::new(log, &Model::of(log)), &open));
    let waits = run(|_| async {
        Event::new().wait().await;
        Ok(())
    });
    only(&waits, FindingKind::DEADLOCK);
    assert_eq!(in_a_page(&waits), []);
    let circle = run(|_| async {
        let lock = Lock::new();
        let held = lock.acquire().await;
        drop((lock.acquire().await, held));
        Ok(())
    });
    assert_eq!(in_a_page(&circle), all(&circle));
}

#[test]
fn a_failed_worker_is_named_if_join_waits_for_its_items() {
    let rt = run(|_| async {
        let queue = Queue::new(0).named("jobs");
        let from = queue.clone();
        let worker: Task<()> = spawn(async move {
            let job: u32 = from.get().await?;
            sleep(ms(job.into())).await;
            Err(Error::msg("disk full"))
        });
        let worker = worker.named("worker");
        queue.put_nowait(1).unwrap();
        queue.put_nowait(2).unwrap();
        queue.join().await;
        worker.await
    });
    let one = only(&rt, FindingKind::DEADLOCK);
    assert_eq!(
        one.sentence,
        "main waits in join() of “jobs”, which still has one item, and no task is left that could take it; worker, \
         which took items, has failed with “disk full”."
    );
    assert_eq!(names(&rt, &one.tasks), ["main", "worker"]);
}

#[test]
fn a_run_stopped_while_a_timer_is_pending_is_not_deadlocked() {
    let rt = Runtime::virtual_clock();
    drop(rt.start(async {
        let event = Event::new();
        let sets = event.clone();
        let later = spawn(async move {
            sleep(ms(100)).await;
            sets.set();
            Ok(())
        });
        event.wait().await;
        gather([later]).await?;
        Ok(())
    }));
    rt.clock().unwrap().step();
    rt.stop("the reader pressed Stop");
    while rt.clock().unwrap().step() {}
    silent(&rt);
}

/// Two tasks that take two locks in opposite order, while a heartbeat runs; the first may have a timeout.
async fn two_locks(limit: Option<u64>) -> coroscope::Result<()> {
    let (left, right) = (Lock::new().named("left"), Lock::new().named("right"));
    let takes = |first: &Lock, second: &Lock| {
        let (first, second) = (first.clone(), second.clone());
        async move {
            let one = first.acquire().await;
            sleep(ms(10)).await;
            drop((second.acquire().await, one));
            Ok(())
        }
    };
    let both = [takes(&left, &right), takes(&right, &left)];
    let [a, b] = both.map(spawn);
    let (a, b) = (a.named("a"), b.named("b"));
    let heartbeat: Task<()> = spawn(async {
        loop {
            sleep(ms(20)).await;
        }
    });
    if let Some(limit) = limit {
        sleep(ms(limit)).await;
        a.cancel();
    }
    gather([a, b]).return_exceptions().await;
    heartbeat.cancel();
    Ok(())
}

#[test]
fn a_cycle_is_found_while_other_tasks_continue() {
    let rt = Runtime::virtual_clock();
    drop(rt.start(two_locks(None)));
    for _ in 0..50 {
        rt.clock().unwrap().step();
    }
    let about = "a waits for “right”, which b holds; b waits for “left”, which a holds.";
    let one = only(&rt, FindingKind::DEADLOCK);
    assert_eq!(one.sentence, about);
    assert_eq!(one.at.elapsed(), ms(10));
    rt.stop("the reader pressed Stop");
    while rt.clock().unwrap().step() {}
    assert_eq!(only(&rt, FindingKind::DEADLOCK).sentence, about);
}

#[test]
fn a_cycle_that_a_cancellation_has_broken_is_found() {
    let rt = run(|_| two_locks(Some(200)));
    let one = only(&rt, FindingKind::DEADLOCK);
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(10), ms(200)));
    silent(&run(|_| async {
        let lock = Lock::new();
        let held = lock.acquire().await;
        let waits = spawn(async move {
            drop(lock.acquire().await);
            Ok(())
        });
        sleep(ms(10)).await;
        waits.cancel();
        drop(held);
        Ok(())
    }));
}
