//! Polls that are too long, or that are a task's only poll.

use super::{all, lines, names, only, run, silent};
use crate::common::tape::Tape;
use coroscope::lint::{FindingKind, Options, findings};
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, Place, RunView, WaitReason};
use coroscope::{gather, sleep, spawn, wait_for, yield_now};

#[test]
fn a_long_poll_names_the_ready_tasks_the_longest_wait_first() {
    let first = line!() + 3;
    let rt = run(|clock| async move {
        let blocker = spawn(async move {
            yield_now().await;
            let later = spawn(async { Ok(()) }).named("later");
            clock.advance(ms(20));
            let last = spawn(async { Ok(()) }).named("last");
            clock.advance(ms(100));
            sleep(ms(1)).await;
            gather([later, last]).await?;
            Ok(())
        })
        .named("blocker");
        let ready = spawn(async {
            yield_now().await;
            Ok(())
        });
        let timed = spawn(async {
            sleep(ms(30)).await;
            Ok(())
        });
        gather([blocker, ready.named("ready"), timed.named("timed")]).await?;
        Ok(())
    });
    let one = only(&rt, FindingKind::BLOCKED);
    assert_eq!(names(&rt, &one.tasks), ["blocker"]);
    assert_eq!(
        names(&rt, &one.victims),
        ["ready", "later", "last", "timed"]
    );
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(0), ms(120)));
    assert_eq!(one.title, "Blocked the loop for 120 ms");
    assert_eq!(
        one.sentence,
        "blocker ran for 120 ms without a pause. Meanwhile ready (120 ms), later (120 ms) and last (100 ms) \
         were ready and could not run, and the timer of timed fired 90 ms too late."
    );
    assert_eq!(lines(&rt, &one), [first, first + 5]);
}

#[test]
fn many_victims_are_counted() {
    let rt = run(|clock| async move {
        let others = (0..9).map(|n| spawn(async { Ok(()) }).named(format!("other {n}")));
        let others: Vec<_> = others.collect();
        clock.advance(ms(60));
        gather(others).await?;
        Ok(())
    });
    let one = only(&rt, FindingKind::BLOCKED);
    assert_eq!(one.victims.len(), 9);
    assert!(
        one.sentence
            .contains("other 3 (60 ms) and 5 more were ready"),
        "{}",
        one.sentence
    );
}

#[test]
fn a_long_poll_without_ready_tasks_still_blocks_the_page() {
    let rt = run(|clock| async move {
        clock.advance(ms(51));
        Ok(())
    });
    let one = only(&rt, FindingKind::BLOCKED);
    assert_eq!(
        one.sentence,
        "main ran for 51 ms without a pause. No other task was ready, but the page could not respond."
    );
}

#[test]
fn a_task_is_not_its_own_victim() {
    let rt = run(|clock| async move {
        let limited = wait_for(
            async move {
                clock.advance(ms(60));
                sleep(ms(5)).await;
                Ok(())
            },
            ms(30),
        );
        assert!(limited.await.is_err());
        Ok(())
    });
    assert_eq!(only(&rt, FindingKind::BLOCKED).victims, []);
}

#[test]
fn long_polls_at_the_same_lines_are_one_finding_about_the_worst() {
    let rt = run(|clock| async move {
        let block = |n: u64| {
            let clock = clock.clone();
            spawn(async move {
                for k in 1..=n {
                    yield_now().await;
                    clock.advance(ms(51 * k));
                    yield_now().await;
                }
                Ok(())
            })
            .named(format!("blocker {n}"))
        };
        gather([block(1), block(3)]).await?;
        Ok(())
    });
    let found = all(&rt);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(names(&rt, &found[0].tasks), ["blocker 3", "blocker 1"]);
    assert!(
        found[0]
            .sentence
            .ends_with("This is the worst of 4 times, in 2 tasks.")
    );
}

#[test]
fn polls_below_the_limit_are_fine() {
    let rt = run(|clock| async move {
        let other = spawn(async { Ok(()) });
        clock.advance(ms(50));
        yield_now().await;
        other.await
    });
    silent(&rt);
}

#[test]
fn work_in_one_poll_while_others_are_ready_never_yielded() {
    let rt = run(|clock| async move {
        let greedy = spawn(async move {
            clock.advance(ms(30));
            Ok(())
        });
        let other = spawn(async { Ok(()) });
        gather([greedy.named("greedy"), other.named("other")]).await?;
        Ok(())
    });
    let one = only(&rt, FindingKind::NEVER_YIELDED);
    assert_eq!(names(&rt, &one.tasks), ["greedy"]);
    assert_eq!(names(&rt, &one.victims), ["other"]);
    assert_eq!(
        one.sentence,
        "greedy did all its work in one turn of 30 ms and awaited nothing. Meanwhile other (30 ms) was ready \
         and could not run."
    );
}

#[test]
fn work_in_one_poll_is_fine_alone_or_if_it_is_quick() {
    let rt = run(|clock| async move {
        let alone = clock.clone();
        spawn(async move {
            alone.advance(ms(30));
            Ok(())
        })
        .await?;
        let quick = spawn(async move {
            clock.advance(ms(9));
            Ok(())
        });
        gather([quick, spawn(async { Ok(()) })]).await?;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_poll_that_blocked_is_not_reported_twice() {
    let rt = run(|clock| async move {
        let greedy = spawn(async move {
            clock.advance(ms(60));
            Ok(())
        });
        gather([greedy, spawn(async { Ok(()) })]).await?;
        Ok(())
    });
    only(&rt, FindingKind::BLOCKED);
}

#[test]
fn a_run_recorded_from_the_middle_is_judged_by_its_log() {
    let mut tape = Tape::new();
    tape.at(0)
        .poll(1)
        .at(80_000)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(90_000).wake(1, Cause::Timer).poll(1);
    let found = findings(RunView::new(&tape.log, &tape.model()), &Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].title, "Blocked the loop for 80 ms");
}

/// A Python tape with a task that runs for a while; another task waits, or does not exist.
fn script(other_waits: bool) -> Tape {
    let mut tape = Tape::new();
    for line in 1..50 {
        tape.log.intern_place(Place {
            file: "script.py".into(),
            line,
        });
    }
    let due = WaitReason::Timer(Delay::of(ms(100)));
    tape.spawn(1, 0, "main").spawn(2, 1, "heartbeat");
    tape.pass(2, 0).poll(2).wait(2, due);
    tape.poll(1)
        .at(if other_waits { 1_000_000 } else { 90_000 });
    tape.wait(1, due).pass_ended(0, 2);
    tape.pass(2, 2).wake(2, Cause::Timer).poll(2).done(2);
    tape.wake(1, Cause::Timer).poll(1).done(1);
    tape
}

#[test]
fn a_script_that_blocks_gets_advice_for_python_and_blocks_no_page() {
    let find = |tape: &Tape| {
        let mut found = findings(RunView::new(&tape.log, &tape.model()), &Options::default());
        found.retain(|one| one.kind == FindingKind::BLOCKED);
        found
    };
    let found = find(&script(true));
    assert_eq!(
        found[0].sentence,
        "main ran for 1.00 s without a pause. Meanwhile the timer of heartbeat came due and fired 900 ms too late."
    );
    assert!(
        found[0]
            .advice
            .starts_with("Use await asyncio.sleep() instead of time.sleep()")
    );
    assert_eq!(find(&script(false)), [], "it made nobody wait");
}

/// A log on the real clock: timers that fire `late` after they are due, and polls between the same two lines, of
/// which one took `longest`.
fn on_a_machine(late: u64, longest: u64, polls: u64) -> Vec<coroscope::lint::Finding> {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").pass(1, 0).poll(1);
    let mut now = 0;
    for n in 0..=polls {
        tape.at(now)
            .wait(1, WaitReason::Timer(Delay::of(ms(20))))
            .pass_ended(0, 1);
        now += 20_000 + late;
        tape.at(now).pass(1, 1).wake(1, Cause::Timer).poll(1);
        now += if n == polls / 2 { longest } else { 300 };
    }
    tape.at(now).done(1);
    let mut found = findings(RunView::new(&tape.log, &tape.model()), &Options::default());
    found.retain(|one| one.kind == FindingKind::BLOCKED);
    found
}

#[test]
fn a_poll_that_a_busy_machine_lengthened_is_not_a_finding() {
    // One long poll among short ones between the same lines, on the real clock.
    assert_eq!(on_a_machine(900, 94_000, 20), []);
    // Much longer than an interruption, or the only one between its lines.
    assert_eq!(on_a_machine(900, 400_000, 20).len(), 1);
    assert_eq!(on_a_machine(900, 94_000, 2).len(), 1);
    // Nothing else runs on the virtual clock.
    assert_eq!(on_a_machine(0, 94_000, 20).len(), 1);
}

#[test]
fn polls_count_from_the_length_that_timers_are_late() {
    assert_eq!(on_a_machine(60_000, 230_000, 20), []);
    assert_eq!(on_a_machine(60_000, 260_000, 20).len(), 1);
}
