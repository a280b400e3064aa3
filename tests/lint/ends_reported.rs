//! Ends and failures of tasks in logs of scripts and of task groups.

use super::{only, run, silent};
use crate::common::tape::{Tape, task};
use core::pin::pin;
use core::task::Poll;
use coroscope::lint::{Finding, FindingKind, Options, findings};
use coroscope::time::ms;
use coroscope::trace::{Delay, EventKind, Model, Place, RunView, WaitReason, Warning};
use coroscope::{Error, Runtime, gather, sleep, spawn, timeout};

fn found(tape: &Tape) -> Vec<Finding> {
    findings(RunView::new(&tape.log, &tape.model()), &Options::default())
}

/// A tape of a script: most of its places are in Python.
fn script() -> Tape {
    let mut tape = Tape::new();
    for line in 1..50 {
        tape.log.intern_place(Place {
            file: "script.py".into(),
            line,
        });
    }
    tape
}

fn retrieve(tape: &mut Tape, of: usize, by: Option<usize>) -> &mut Tape {
    tape.push(EventKind::Retrieved {
        task: task(of),
        by: by.map(task),
    })
}

fn awaits(tape: &mut Tape, by: usize, on: usize) -> &mut Tape {
    tape.push(EventKind::Awaits {
        task: task(by),
        on: task(on),
    })
}

#[test]
fn the_failure_of_main_is_that_of_the_run() {
    let rt = run(|_| async { Err(Error::msg("no such document")) });
    silent(&rt);
    let page = Runtime::virtual_clock();
    let clock = page.clock().unwrap().clone();
    drop(page.spawn(async { Err::<(), _>(Error::msg("no such document")) }));
    while clock.step() {}
    let options = Options {
        is_open: true,
        ..Options::default()
    };
    let found = page.with_log(|log| findings(RunView::new(log, &Model::of(log)), &options));
    assert_eq!(
        found[0].kind,
        FindingKind::UNRETRIEVED,
        "a page has no main task"
    );
}

#[test]
fn a_task_that_its_group_cancelled_is_fine() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "names")
        .spawn(3, 1, "pictures");
    tape.poll(2).fail(2, "not numbers");
    // A callback of the group retrieves the error and cancels the others.
    retrieve(&mut tape, 2, None);
    tape.cancel(3, 0, "cancelled").poll(3).cancelled(3);
    tape.poll(1).done(1);
    assert_eq!(found(&tape), []);
}

#[test]
fn a_task_that_was_asked_to_cancel_and_ended_well_is_fine() {
    for by in [0, 1] {
        let mut tape = Tape::new();
        tape.spawn(1, 0, "main").spawn(2, 1, "deaf");
        tape.cancel(2, by, "cancelled").poll(2).done(2);
        tape.poll(1).done(1);
        assert_eq!(found(&tape), []);
    }
}

#[test]
fn a_task_whose_parent_was_cancelled_may_have_been_awaited_later() {
    let rt = run(|_| async {
        let late = timeout(ms(10)).run(async {
            let expects = spawn(async { Ok(()) });
            sleep(ms(100)).await;
            expects.await
        });
        assert!(late.await.is_err());
        Ok(())
    });
    only(&rt, FindingKind::UNAWAITED);
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").spawn(2, 1, "expects");
    tape.poll(2).done(2);
    // A script's timeout cancels its task.
    tape.cancel(1, 0, "timeout").poll(1).done(1);
    assert_eq!(found(&tape), []);
    let failed = run(|_| async {
        let expects = spawn(async { Ok(()) });
        sleep(ms(1)).await;
        Err::<(), _>(Error::msg("no"))?;
        expects.await
    });
    silent(&failed);
}

#[test]
fn tasks_of_one_name_are_distinguished_by_their_times() {
    let rt = run(|_| async {
        for _ in 0..3 {
            spawn(async { Ok(()) }).named("poller");
            sleep(ms(50)).await;
        }
        Ok(())
    });
    let line = line!() - 5;
    let one = only(&rt, FindingKind::UNAWAITED);
    assert_eq!(
        one.sentence,
        format!(
            "3 tasks named poller were spawned in line {line} at 0 ms, 50 ms and 100 ms. They were never awaited, \
             nor were their results retrieved."
        )
    );
}

#[test]
fn an_error_that_no_task_retrieved_is_lost_even_if_the_task_is_referenced() {
    let mut tape = script();
    tape.spawn(1, 0, "main").spawn(2, 1, "periodic");
    tape.at(200_000).poll(2).fail(2, "ValueError: n/a");
    tape.at(800_000).poll(1);
    assert_eq!(found(&tape), [], "it may still be retrieved");
    tape.done(1);
    let found = found(&tape);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind, FindingKind::UNRETRIEVED);
    assert_eq!(found[0].at.elapsed(), ms(200));
    assert_eq!(
        found[0].sentence,
        "periodic failed with “ValueError: n/a”. The result was never awaited or retrieved, so the error is lost."
    );
}

/// A script whose main awaits two tasks, continues when the first has failed, and may retrieve the second.
fn gathers(looks_again: bool) -> Tape {
    let mut tape = script();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "ping")
        .spawn(3, 1, "push");
    tape.poll(1);
    awaits(&mut tape, 1, 2);
    awaits(&mut tape, 1, 3).wait(1, WaitReason::Tasks(2));
    tape.at(220_000).poll(2).fail(2, "no pong");
    retrieve(&mut tape, 2, None);
    tape.poll(1).wait(1, WaitReason::Timer(Delay::of(ms(500))));
    tape.at(300_000).poll(3).fail(3, "closed");
    retrieve(&mut tape, 3, None);
    tape.at(720_000).poll(1);
    if looks_again {
        retrieve(&mut tape, 3, Some(1));
    }
    tape.done(1);
    tape
}

#[test]
fn an_error_after_gather_has_returned_is_lost() {
    assert_eq!(found(&gathers(true)), []);
    let found = found(&gathers(false));
    let kinds: Vec<FindingKind> = found.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds,
        [FindingKind::LEFT_RUNNING, FindingKind::UNRETRIEVED],
        "{found:#?}"
    );
    let found = &found[1..];
    assert_eq!(found[0].tasks, [task(3)]);
    assert_eq!(
        found[0].sentence,
        "push failed with “closed” when main, which had awaited it, had already continued. The result was never \
         retrieved, so the error is lost."
    );
}

#[test]
fn an_error_that_gather_raises_or_collects_is_fine() {
    let rt = run(|_| async {
        let fail = |after| {
            spawn(async move {
                sleep(ms(after)).await;
                Err::<(), _>(Error::msg("no"))
            })
        };
        assert!(gather([fail(1), fail(2)]).await.is_err());
        sleep(ms(10)).await;
        let all = gather([fail(1), fail(2)]).return_exceptions().await;
        assert!(all.iter().all(Result::is_err));
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_second_retrieval_from_an_unwatched_task_is_recorded() {
    let rt = run(|_| async {
        let fails = spawn(async {
            sleep(ms(20)).await;
            Err::<(), _>(Error::msg("no"))
        });
        {
            let mut waited = pin!((&fails).into_future());
            core::future::poll_fn(|cx| {
                assert!(waited.as_mut().poll(cx).is_pending());
                Poll::Ready(())
            })
            .await;
        }
        sleep(ms(30)).await;
        assert!(fails.result().unwrap().is_err());
        Ok(())
    });
    silent(&rt);
    let model = rt.with_log(Model::of);
    let fails = &model.tasks()[1];
    assert!(!fails.awaited_by.is_empty());
    assert_eq!(fails.retrieved_by, Some(task(1)));
}

/// A script's task that succeeded and was never awaited.
fn ended_well(is_kept: bool) -> Tape {
    let mut tape = script();
    tape.spawn(1, 0, "main").spawn(2, 1, "saves");
    tape.poll(2);
    if !is_kept {
        let subject = tape.log.intern("saves");
        tape.push(EventKind::Warned {
            warning: Warning::TaskNotReferenced,
            task: Some(task(2)),
            subject,
            place: None,
        });
    }
    tape.done(2).poll(1).done(1);
    tape
}

#[test]
fn a_referenced_task_of_a_script_may_end_without_an_await() {
    assert_eq!(found(&ended_well(true)), []);
    let found = found(&ended_well(false));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].sentence,
        "saves was created and ended, but was never awaited, nor its result retrieved."
    );
}
