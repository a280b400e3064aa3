//! Delays of the loop other than long polls, and warnings of the engine.

use super::{all, all_of, names, only, only_of, run, silent, silent_of};
use crate::common::tape::{Tape, task};
use coroscope::lint::FindingKind;
use coroscope::time::{Duration, ms};
use coroscope::trace::{Cause, Delay, EventKind, WaitReason, Warning};
use coroscope::{Runtime, gather, sleep, spawn};

/// Many tasks that compute at the same time, and a ticker.
fn crowd(tasks: usize, computes: Duration, ticks: bool) -> Runtime {
    run(move |clock| async move {
        let ticker = spawn(async move {
            for _ in 0..if ticks { 10 } else { 0 } {
                sleep(ms(30)).await;
            }
            Ok(())
        })
        .named("ticker");
        let parse = (0..tasks).map(|n| {
            let clock = clock.clone();
            spawn(async move {
                sleep(ms(100)).await;
                clock.advance(computes);
                Ok(())
            })
            .named(format!("parse {n}"))
        });
        gather(parse.collect::<Vec<_>>()).await?;
        ticker.await
    })
}

#[test]
fn many_short_turns_that_make_a_timer_late_are_found() {
    let rt = crowd(60, ms(6), true);
    let one = only(&rt, FindingKind::SHORT_TURNS);
    assert_eq!(names(&rt, &one.victims), ["ticker"]);
    assert_eq!(one.tasks.len(), 57);
    assert_eq!(one.title, "Many short turns delayed other tasks by 340 ms");
    assert_eq!(
        one.sentence,
        "ticker could have run 340 ms earlier, but 57 turns of parse 3, parse 4, parse 5, parse 6 and 53 more came first, \
         the longest of them 6 ms."
    );
}

#[test]
fn a_ready_task_that_waits_behind_many_turns_is_found() {
    let rt = run(|clock| async move {
        let works = (0..20).map(|_| {
            let clock = clock.clone();
            spawn(async move {
                clock.advance(ms(4));
                sleep(ms(1)).await;
                Ok(())
            })
        });
        let works: Vec<_> = works.collect();
        let last = spawn(async { Ok(()) }).named("last");
        gather(works).await?;
        last.await
    });
    let one = only(&rt, FindingKind::SHORT_TURNS);
    assert_eq!(names(&rt, &one.victims), ["last"]);
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(0), ms(80)));
}

#[test]
fn few_turns_empty_turns_and_equal_tasks_are_fine() {
    silent(&crowd(7, ms(6), true));
    silent(&crowd(900, Duration::from_micros(100), true));
    silent(&crowd(60, ms(6), false));
}

#[test]
fn a_long_poll_among_them_is_reported_instead() {
    let kinds = |rt: &Runtime| -> Vec<FindingKind> { all(rt).iter().map(|one| one.kind).collect() };
    assert_eq!(kinds(&crowd(9, ms(60), true)), [FindingKind::BLOCKED]);
}

/// A callback runs for 500 ms while a task's timer comes due and another task is ready.
fn callback(took: u64) -> Tape {
    let mut tape = Tape::python();
    tape.pass(1, 0)
        .spawn(1, 0, "main")
        .poll(1)
        .spawn(2, 1, "ready");
    tape.awaits(1, 2)
        .wait(1, WaitReason::Timer(Delay::of(ms(100))))
        .pass_ended(1, 2);
    let (place, name) = (tape.here(), tape.log.intern("refresh"));
    tape.at(50_000)
        .pass(2, 1)
        .at(50_000 + took * 1000)
        .push(EventKind::CallbackRan {
            took: Delay::of(ms(took)),
            name,
            place,
        });
    tape.poll(2).done(2).pass_ended(0, 1);
    tape.at(50_000 + took * 1000)
        .pass(1, 0)
        .wake(1, Cause::Timer)
        .pass_ended(1, 0);
    tape.pass(1, 0).poll(1).done(1).pass_ended(0, 0);
    tape
}

#[test]
fn a_long_callback_names_the_tasks_that_had_to_wait() {
    let tape = callback(500);
    let one = only_of(&tape, FindingKind::BLOCKING_CALLBACK);
    assert_eq!(one.victims, [task(2), task(1)]);
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(50), ms(550)));
    assert_eq!(one.title, "A callback blocked the loop for 500 ms");
    let line = tape.log.place(one.places[0]).unwrap().line;
    assert_eq!(
        one.sentence,
        format!(
            "The callback refresh in line {line} ran for 500 ms without a pause. Meanwhile ready (500 ms) was ready and \
             could not run, and the timer of main fired 450 ms too late."
        )
    );
    silent_of(&callback(40));
}

#[test]
fn repeated_calls_are_one_finding() {
    let mut tape = Tape::python();
    let (place, name) = (tape.here(), tape.log.intern("refresh"));
    tape.spawn(1, 0, "main")
        .poll(1)
        .wait(1, WaitReason::Timer(Delay::of(ms(900))));
    for (n, took) in [60, 90, 70].into_iter().enumerate() {
        tape.at(200_000 * (n as u64 + 1))
            .push(EventKind::CallbackRan {
                took: Delay::of(ms(took)),
                name,
                place,
            });
    }
    tape.at(900_000).wake(1, Cause::Timer).poll(1).done(1);
    let one = only_of(&tape, FindingKind::BLOCKING_CALLBACK);
    assert_eq!(one.title, "A callback blocked the loop for 90 ms");
    assert!(
        one.sentence
            .ends_with("No task was ready meanwhile. This is the worst of 3 times.")
    );
}

/// The engine reports a mistake in main, at this line, this many times.
pub(super) fn warned(warning: Warning, subject: &str, times: u64) -> Tape {
    let mut tape = Tape::python();
    let place = tape.here();
    let subject = tape.log.intern(subject);
    tape.spawn(1, 0, "main").poll(1);
    for n in 0..times {
        tape.at(n * 10_000).push(EventKind::Warned {
            warning,
            task: Some(task(1)),
            subject,
            place: Some(place),
        });
    }
    tape
}

#[test]
fn each_warning_of_the_engine_is_one_finding_per_line() {
    let cases = [
        (
            Warning::NeverAwaited,
            FindingKind::NEVER_AWAITED,
            "save() was called in line",
            "Write `await`",
        ),
        (
            Warning::GeneratorLeftOpen,
            FindingKind::GENERATOR_LEFT_OPEN,
            "save() was abandoned in line",
            "aclosing",
        ),
        (
            Warning::RanOnLoopThread,
            FindingKind::RAN_ON_LOOP_THREAD,
            "save() in line",
            "plain function",
        ),
        (
            Warning::DestroyedPending,
            FindingKind::DESTROYED_PENDING,
            "save was still waiting in line",
            "reference",
        ),
    ];
    for (warning, kind, begins, advice) in cases {
        let mut tape = warned(warning, "save", 3);
        tape.done(1);
        let one = only_of(&tape, kind);
        assert_eq!(one.tasks, [task(1)]);
        assert_eq!(
            (one.at.elapsed(), one.until.elapsed(), one.places.len()),
            (ms(0), ms(20), 1)
        );
        assert!(one.sentence.starts_with(begins), "{}", one.sentence);
        assert!(
            one.sentence.ends_with("This happened 3 times."),
            "{}",
            one.sentence
        );
        assert!(one.advice.contains(advice), "{}", one.advice);
    }
}

#[test]
fn mistakes_at_different_lines_are_different_findings() {
    let mut tape = warned(Warning::NeverAwaited, "save", 1);
    let (place, subject) = (tape.here(), tape.log.intern("save"));
    tape.push(EventKind::Warned {
        warning: Warning::NeverAwaited,
        task: None,
        subject,
        place: Some(place),
    });
    tape.done(1);
    let found = all_of(&tape);
    assert_eq!(found.len(), 2);
    assert_ne!(found[0].places, found[1].places);
    assert_eq!(found[1].tasks, []);
}

#[test]
fn blocking_in_each_iteration_of_a_loop_is_one_finding() {
    let rt = run(|clock| async move {
        let loads = spawn(async move {
            for _ in 0..2 {
                clock.advance(ms(60));
                sleep(ms(10)).await;
            }
            clock.advance(ms(60));
            Ok(())
        });
        loads.named("loads").await
    });
    let one = only(&rt, FindingKind::BLOCKED);
    assert!(
        one.sentence.ends_with("This is the worst of 3 times."),
        "{}",
        one.sentence
    );
}
