//! The rules never panic, whatever the log says.

use super::random_logs::log;
use super::troubled::{script, with_others};
use super::{all, run};
use coroscope::lint::{FindingKind, Options, findings};
use coroscope::runtime::VirtualClock;
use coroscope::time::{Duration, ms};
use coroscope::trace::{Log, Model, RunView};
use coroscope::{Error, Lock, Queue, Result, Runtime, gather, io, sleep, spawn, yield_now};
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// Options with low thresholds, which report almost anything.
fn touchy() -> Options {
    Options {
        blocked: Duration::from_micros(2),
        never_yielded: Duration::from_micros(1),
        in_turn: 1,
        in_turn_loss: Duration::ZERO,
        spins: 1,
        queued: 1,
        held: Duration::ZERO,
        max_per_kind: 5,
        ..Options::default()
    }
}

/// The kinds of findings that a Rust program can have on the virtual clock.
const TROUBLES: [FindingKind; 9] = [
    FindingKind::DEADLOCK,
    FindingKind::UNRETRIEVED,
    FindingKind::UNAWAITED,
    FindingKind::BLOCKED,
    FindingKind::NEVER_YIELDED,
    FindingKind::SPINNING,
    FindingKind::IN_TURN,
    FindingKind::GROWING_QUEUE,
    FindingKind::HELD_LOCK,
];

/// A run in which almost everything goes wrong. It ends normally, or in a deadlock.
pub(super) fn troubled(ends: bool) -> Runtime {
    run(move |clock| trouble(clock, ends))
}

async fn trouble(clock: Rc<VirtualClock>, ends: bool) -> Result<()> {
    let lock = Lock::new().named("lock");
    let queue = Queue::new(0).named("queue");
    let (to, from) = (queue.clone(), queue.clone());
    let produces = spawn(async move {
        for n in 0..300_u32 {
            sleep(ms(1)).await;
            to.put(n).await?;
        }
        Ok(())
    });
    let consumes = spawn(async move {
        for _ in 0..if ends { 300 } else { 301 } {
            from.get().await?;
            sleep(ms(2)).await;
        }
        Ok(())
    });
    let holds = |_| {
        let lock = lock.clone();
        spawn(async move {
            let held = lock.acquire().await;
            io("disk", sleep(ms(70))).await;
            drop(held);
            Ok(())
        })
    };
    spawn(async { Ok(()) });
    spawn(async { Err::<(), _>(Error::msg("lost")) });
    let held = gather([1, 2, 3].map(holds));
    for page in ["a", "b", "c"] {
        io(page, sleep(ms(50))).await;
    }
    held.await?;
    let is_set = Rc::new(Cell::new(false));
    let set = is_set.clone();
    let sets = spawn(async move {
        for _ in 0..120 {
            yield_now().await;
        }
        set.set(true);
        Ok(())
    });
    while !is_set.get() {
        yield_now().await;
    }
    sets.await?;
    let blocks = |millis: u64| {
        let clock = clock.clone();
        spawn(async move {
            clock.advance(ms(millis));
            Ok(())
        })
    };
    gather([blocks(30), blocks(60)]).await?;
    gather([produces, consumes]).await?;
    Ok(())
}

#[test]
fn a_troubled_run_has_a_finding_of_each_kind_that_it_can_have() {
    let mut kinds: Vec<FindingKind> = [true, false]
        .into_iter()
        .flat_map(|ends| all(&troubled(ends)))
        .map(|one| one.kind)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut expected = TROUBLES;
    expected.sort_unstable();
    assert_eq!(kinds, expected);
}

#[test]
fn findings_of_a_live_run_are_also_found_at_its_end() {
    for ends in [true, false] {
        let found = all(&troubled(ends));
        let rt = Runtime::virtual_clock();
        let clock = rt.clock().unwrap().clone();
        drop(rt.start(trouble(clock.clone(), ends)).named("main"));
        let mut step = 0;
        while clock.step() {
            step += 1;
            let now = if step % 25 == 0 { all(&rt) } else { Vec::new() };
            for one in now {
                let stays = found.iter().any(|last| last.is_same(&one));
                assert!(stays, "after {step} steps: {one:#?}");
            }
        }
    }
}

/// A log with lost, duplicated or delayed events, and with lost texts and places.
fn damage(log: &Log, dice: &[u8]) -> Log {
    let mut damaged = Log::default();
    let mut late = None;
    for (event, dice) in log.iter().zip(dice.iter().cycle()) {
        match dice {
            0 => {}
            1 => {
                damaged.push(event);
                damaged.push(event);
            }
            2 => late = Some(event),
            _ => damaged.push(event),
        }
        if dice % 8 == 3
            && let Some(late) = late.take()
        {
            damaged.push(late);
        }
    }
    damaged
}

fn survives(run: RunView<'_>) -> core::result::Result<(), TestCaseError> {
    for options in [Options::default(), touchy()] {
        for one in findings(run, &options) {
            let has_words = !one.title.is_empty() && !one.sentence.is_empty();
            let has_culprit =
                !one.tasks.is_empty() || one.resource.is_some() || !one.places.is_empty();
            prop_assert!(has_words && has_culprit && one.at <= one.until);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_log_makes_it_panic(log in log(), other in log()) {
        let model = Model::of(&log);
        survives(RunView::new(&log, &model))?;
        // The model of one run with the log of another.
        survives(RunView::new(&other, &model))?;
    }

    #[test]
    fn no_damage_to_a_log_makes_it_panic(dice in proptest::collection::vec(any::<u8>(), 1..400), which in 0..4_usize) {
        thread_local! {
            static RUNS: [Runtime; 3] = [troubled(false), troubled(true), with_others()];
        }
        let survives = |log: &Log| {
            let damaged = damage(log, &dice);
            survives(RunView::new(&damaged, &Model::of(&damaged)))
        };
        RUNS.with(|runs| match runs.get(which) {
            Some(rt) => rt.with_log(survives),
            None => survives(&script().log),
        })?;
    }
}
