//! Tasks that yield repeatedly and do nothing.

use super::{names, only, run, silent};
use crate::common::tape::{Tape, task};
use coroscope::lint::{FindingKind, Options, findings};
use coroscope::time::{Duration, ms};
use coroscope::trace::{Cause, EventKind, RunView, WaitReason};
use coroscope::{Event, Runtime, gather, print, sleep, spawn, yield_now};
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn polling_a_condition_is_found() {
    let rt = run(|_| async {
        let ready = Event::new();
        let (looked_for, sets) = (ready.clone(), ready);
        let looks = spawn(async move {
            while !looked_for.is_set() {
                yield_now().await;
            }
            Ok(())
        });
        let works = spawn(async move {
            for _ in 0..150 {
                print("a step");
                yield_now().await;
            }
            sets.set();
            Ok(())
        });
        gather([looks.named("looks"), works.named("works")]).await?;
        Ok(())
    });
    let one = only(&rt, FindingKind::SPINNING);
    assert_eq!(names(&rt, &one.tasks), ["looks"]);
    assert_eq!(one.title, "Woke itself 151 times in a row");
    assert_eq!(
        one.sentence,
        "looks was polled 151 times in a row, within 0 ms, and each time only asked for its next turn."
    );
    assert_eq!(one.places.len(), 1);
}

/// A task that yields, while another prints at each of its turns.
fn turns(takes: u64, others: u64, ends_with_the_other: bool) -> Runtime {
    run(move |_| async move {
        let turns = Rc::new(Cell::new(0));
        let counted = turns.clone();
        let slices = spawn(async move {
            for _ in 0..takes {
                yield_now().await;
            }
            while ends_with_the_other && counted.get() < others {
                yield_now().await;
            }
            Ok(())
        });
        let works = spawn(async move {
            for _ in 0..others {
                print("a step");
                turns.set(turns.get() + 1);
                yield_now().await;
            }
            sleep(ms(1)).await;
            Ok(())
        });
        gather([slices.named("slices"), works.named("works")]).await?;
        Ok(())
    })
}

#[test]
fn slices_of_work_on_the_virtual_clock_are_fine() {
    only(&turns(0, 200, true), FindingKind::SPINNING);
    // It continues long after the other, and stops by itself.
    silent(&turns(1500, 200, false));
    silent(&turns(1500, 0, false));
    // Tasks that share the work stop together.
    let rt = run(|_| async {
        let slices = (0..3).map(|_| async {
            for _ in 0..500 {
                yield_now().await;
            }
            Ok(())
        });
        gather(slices.collect::<Vec<_>>()).await?;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn endless_polling_is_found_if_time_shows_that_it_computes_nothing() {
    let spin = |micros: u64, polls: u64| {
        let mut tape = Tape::new();
        tape.spawn(1, 0, "looks");
        for n in 0..polls {
            tape.at(n * micros).poll(1).waits_also(1, WaitReason::Turn);
            tape.wake(1, Cause::Task(task(1)));
            tape.at(n * micros + 2)
                .push(EventKind::PollEnded { task: task(1) });
        }
        findings(RunView::new(&tape.log, &tape.model()), &Options::default())
    };
    assert_eq!(spin(20, 20_000)[0].kind, FindingKind::SPINNING);
    assert_eq!(spin(20, 2_000), []);
    assert_eq!(spin(2, 20_000), []);
}

#[test]
fn turns_between_parts_of_work_are_fine() {
    let rt = run(|clock| async move {
        for _ in 0..200 {
            clock.advance(Duration::from_micros(200));
            yield_now().await;
        }
        for _ in 0..99 {
            yield_now().await;
        }
        sleep(ms(1)).await;
        for _ in 0..99 {
            yield_now().await;
        }
        Ok(())
    });
    silent(&rt);
}
