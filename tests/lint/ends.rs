//! Tasks that were never awaited, and errors that were never retrieved.

use super::{all, names, only, run, silent};
use crate::common::tape::{Tape, timer};
use core::pin::pin;
use core::task::Poll;
use coroscope::lint::{Finding, FindingKind, Options, findings};
use coroscope::runtime::Handle;
use coroscope::time::ms;
use coroscope::trace::{Cause, Model, RunView};
use coroscope::{Error, Runtime, gather, scope, sleep, spawn, task_group, wait};

#[test]
fn a_task_cancelled_by_the_end_of_main_was_never_awaited() {
    let rt = run(|_| async {
        spawn(async {
            sleep(ms(100)).await;
            Ok(())
        })
        .named("saves");
        sleep(ms(10)).await;
        Ok(())
    });
    let one = only(&rt, FindingKind::UNAWAITED);
    assert_eq!(names(&rt, &one.tasks), ["saves"]);
    assert_eq!(
        one.sentence,
        "saves was never awaited, and so cancelled halfway when the main task ended."
    );
    assert_eq!(one.places.len(), 1);
}

#[test]
fn unawaited_tasks_of_one_line_are_one_finding() {
    let rt = run(|_| async {
        for n in 1..=7 {
            spawn(async { Ok(()) }).named(format!("note {n}"));
        }
        sleep(ms(10)).await;
        Ok(())
    });
    let one = only(&rt, FindingKind::UNAWAITED);
    assert_eq!(one.title, "7 tasks were never awaited");
    assert_eq!(
        one.sentence,
        "note 1, note 2, note 3, note 4 and 3 more were spawned and ended, but were never awaited, nor their \
         results retrieved."
    );
}

#[test]
fn a_task_that_was_awaited_or_retrieved_is_fine() {
    let rt = run(|_| async {
        let task = || spawn(async { Ok(()) });
        let (first, second, third) = (task(), task(), task());
        first.await?;
        sleep(ms(1)).await;
        second.result().unwrap()?;
        wait([third]).await;
        gather([task(), task()]).await?;
        task_group(async |group| {
            group.create_task(async { Ok(()) })?;
            Ok(())
        })
        .await
    });
    silent(&rt);
}

#[test]
fn a_task_that_was_cancelled_on_purpose_is_fine() {
    let rt = run(|_| async {
        let ticker = spawn(async {
            sleep(ms(1000)).await;
            Ok(())
        });
        sleep(ms(10)).await;
        ticker.cancel();
        Ok(())
    });
    silent(&rt);
}

#[test]
fn in_a_live_run_a_task_may_still_be_awaited() {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    drop(rt.start(async {
        spawn(async { Ok(()) });
        sleep(ms(10)).await;
        Ok(())
    }));
    while rt.pending() != 1 || rt.time().elapsed() < ms(10) {
        silent(&rt);
        assert!(clock.step());
    }
    while clock.step() {}
    only(&rt, FindingKind::UNAWAITED);
}

#[test]
fn a_run_stopped_from_outside_has_no_findings() {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    drop(rt.start(async {
        let child = spawn(async {
            sleep(ms(100)).await;
            Ok(())
        });
        sleep(ms(10)).await;
        child.await
    }));
    clock.step();
    rt.stop("the reader has seen enough");
    while clock.step() {}
    silent(&rt);
}

#[test]
fn tasks_of_the_page_and_cleanups_of_the_runtime_are_fine() {
    let rt = run(|_| async {
        drop(
            Handle::current()
                .spawn(async { Ok(()) })
                .named("first child"),
        );
        {
            let mut open = pin!(scope(
                (),
                async |_| {
                    sleep(ms(50)).await;
                    Ok(())
                },
                async |_| {
                    sleep(ms(5)).await;
                    Ok(())
                }
            ));
            core::future::poll_fn(|cx| {
                assert!(open.as_mut().poll(cx).is_pending());
                Poll::Ready(())
            })
            .await;
        }
        sleep(ms(100)).await;
        Ok(())
    });
    let found = all(&rt);
    let about: Vec<_> = found
        .iter()
        .flat_map(|one| names(&rt, &one.tasks))
        .collect();
    assert_eq!(about, ["first child"]);
    let page = Runtime::virtual_clock();
    drop(page.spawn(async { Ok(()) }));
    while page.clock().unwrap().step() {}
    silent(&page);
}

#[test]
fn an_error_that_was_never_retrieved_is_reported_with_its_message() {
    let rt = run(|_| async {
        spawn(async {
            sleep(ms(5)).await;
            Err::<(), _>(Error::msg("disk full"))
        })
        .named("saves");
        sleep(ms(10)).await;
        Ok(())
    });
    let one = only(&rt, FindingKind::UNRETRIEVED);
    assert_eq!(names(&rt, &one.tasks), ["saves"]);
    assert_eq!(
        one.sentence,
        "saves failed with “disk full”. The result was never awaited or retrieved, so the error is lost."
    );
    assert_eq!((one.at.elapsed(), one.places.len()), (ms(5), 2));
}

/// The log of a script in which a callback creates a task that fails; its result may be retrieved.
fn created_by_a_callback(is_seen: bool) -> Vec<Finding> {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1);
    tape.wait(1, timer(20_000));
    tape.at(5000)
        .spawn(2, 0, "reminder")
        .poll(2)
        .fail(2, "gone");
    if is_seen {
        tape.retrieve(2, 0);
    }
    tape.at(20_000).wake(1, Cause::Timer).poll(1).done(1);
    tape.retrieve(1, 0);
    findings(RunView::new(&tape.log, &tape.model()), &Options::default())
}

#[test]
fn the_error_of_a_task_created_by_a_callback_is_reported() {
    let found = created_by_a_callback(false);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind, FindingKind::UNRETRIEVED);
    assert_eq!(
        found[0].sentence,
        "reminder failed with “gone”. The result was never awaited or retrieved, so the error is lost."
    );
    assert_eq!(created_by_a_callback(true), []);
}

#[test]
fn a_retrieved_error_is_fine() {
    let rt = run(|_| async {
        let fail = || spawn(async { Err::<(), _>(Error::msg("no")) });
        assert!(fail().await.is_err());
        let (seen, gathered) = (fail(), fail());
        assert!(gather([gathered]).await.is_err());
        assert!(seen.result().unwrap().is_err());
        Ok(())
    });
    silent(&rt);
}

#[test]
fn the_number_of_findings_of_a_kind_is_limited() {
    let rt = run(|_| async {
        for n in 0..9 {
            spawn(async move { Err::<(), _>(Error::msg(format_args!("{n}"))) });
        }
        sleep(ms(1)).await;
        Ok(())
    });
    assert_eq!(all(&rt).len(), 9);
    let options = Options {
        max_per_kind: 4,
        ..Options::default()
    };
    let found = rt.with_log(|log| findings(RunView::new(log, &Model::of(log)), &options));
    assert_eq!(found.len(), 4);
}
