//! Runs in which almost everything goes wrong: together, they have a finding of every kind.

use super::damaged::troubled;
use super::{all, all_of, run};
use crate::common::tape::{Tape, task};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, EventKind, WaitReason, Warning};
use coroscope::{
    Error, Event, Queue, Runtime, Semaphore, gather, sleep, spawn, spawn_with_cancellation,
    wait_for,
};
use std::rc::Rc;

/// A run with tasks that cancel, time out, and do not release what they take.
pub(super) fn with_others() -> Runtime {
    run(|clock| async move {
        let deaf = spawn_with_cancellation(|cancellation| async move {
            for _ in 0..4 {
                drop(cancellation.run_until_cancelled(sleep(ms(100))).await);
            }
            Ok(())
        });
        sleep(ms(50)).await;
        deaf.cancel();
        deaf.await?;

        let fails = spawn(async {
            sleep(ms(10)).await;
            Err(Error::msg("no pong"))
        });
        let goes_on = spawn(async {
            sleep(ms(60)).await;
            Ok(())
        });
        drop(gather([fails, goes_on]).await);

        let load = Rc::new(spawn(async {
            sleep(ms(80)).await;
            Ok(())
        }));
        let awaits = |limit| {
            let load = load.clone();
            spawn(async move { wait_for(&*load, ms(limit)).await })
        };
        let (hasty, patient) = (awaits(10), awaits(500));
        drop((hasty.await, patient.await));

        let frames = Queue::new(0);
        frames.put_nowait(1).unwrap();
        let receives = spawn(async move {
            frames.get().await?;
            sleep(ms(50)).await;
            Ok(())
        });
        sleep(ms(20)).await;
        receives.cancel();
        drop(receives.await);

        let never = Event::new();
        drop(
            wait_for(
                async {
                    never.wait().await;
                    Ok(())
                },
                ms(500),
            )
            .await,
        );

        let jobs = Queue::new(0);
        for took in [500, 5, 5, 5] {
            jobs.put_nowait(took).unwrap();
        }
        let worker = spawn(async move {
            while let Ok(took) = jobs.get_nowait() {
                sleep(ms(took)).await;
            }
            Ok(())
        });
        worker.await?;

        let limit = Semaphore::new(2);
        let permit = limit.acquire().await;
        let fetches = (0..6).map(|_| {
            spawn(async {
                sleep(ms(5)).await;
                Ok(())
            })
        });
        gather(fetches.collect::<Vec<_>>()).await?;
        drop(permit);

        let permits = Semaphore::new(3);
        let takes = (0..3).map(|n| {
            let permits = permits.clone();
            spawn(async move {
                permits.acquire().await.keep();
                if n > 0 {
                    permits.release();
                }
                Ok(())
            })
        });
        gather(takes.collect::<Vec<_>>()).await?;

        let parse = (0..30).map(|_| {
            let clock = clock.clone();
            spawn(async move {
                clock.advance(ms(4));
                Ok(())
            })
        });
        let parse = parse.collect::<Vec<_>>();
        let waits = spawn(async { Ok(()) });
        gather(parse).await?;
        waits.await
    })
}

/// The log of a script with warnings of the engine and a callback that blocks the loop.
pub(super) fn script() -> Tape {
    let mut tape = Tape::python();
    let (place, name) = (tape.here(), tape.log.intern("save"));
    tape.pass(1, 0)
        .spawn(1, 0, "main")
        .poll(1)
        .spawn(2, 1, "ready")
        .awaits(1, 2);
    for &warning in Warning::ALL {
        tape.push(EventKind::Warned {
            warning,
            task: Some(task(1)),
            subject: name,
            place: Some(place),
        });
    }
    tape.wait(1, WaitReason::Timer(Delay::of(ms(20))));
    tape.at(90_000).push(EventKind::CallbackRan {
        took: Delay::of(ms(80)),
        name,
        place,
    });
    tape.poll(2)
        .done(2)
        .pass_ended(0, 1)
        .pass(1, 0)
        .wake(1, Cause::Timer)
        .pass_ended(1, 0);
    tape.pass(1, 0).poll(1).done(1).pass_ended(0, 0);
    tape
}

#[test]
fn together_they_have_a_finding_of_every_kind() {
    let runs = [troubled(true), troubled(false), with_others()];
    let found = runs.iter().flat_map(all).chain(all_of(&script()));
    let mut kinds: Vec<FindingKind> = found.map(|one| one.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut every: Vec<FindingKind> = FindingKind::all().collect();
    every.sort_unstable();
    assert_eq!(kinds, every);
}

#[test]
fn each_has_only_its_expected_findings() {
    let kinds = |found: Vec<coroscope::lint::Finding>| -> Vec<FindingKind> {
        let mut kinds: Vec<FindingKind> = found.iter().map(|one| one.kind).collect();
        kinds.sort_unstable();
        kinds
    };
    let mut others = [
        FindingKind::REFUSED_CANCEL,
        FindingKind::LEFT_RUNNING,
        FindingKind::CANCELLED_INDIRECTLY,
        FindingKind::ITEM_LOST,
        FindingKind::STUCK_UNTIL_TIMEOUT,
        FindingKind::HEAD_OF_LINE,
        FindingKind::LIMITER_AROUND_GATHER,
        FindingKind::NEVER_RELEASED,
        FindingKind::SHORT_TURNS,
    ];
    others.sort_unstable();
    assert_eq!(kinds(all(&with_others())), others);
    let mut reported = [
        FindingKind::NEVER_AWAITED,
        FindingKind::ENDLESS_TURN,
        FindingKind::RAN_ON_LOOP_THREAD,
        FindingKind::GENERATOR_LEFT_OPEN,
        FindingKind::DESTROYED_PENDING,
        FindingKind::BLOCKING_CALLBACK,
    ];
    reported.sort_unstable();
    assert_eq!(kinds(all_of(&script())), reported);
}
