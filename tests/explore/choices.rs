//! What may vary, and what never does.

use coroscope::explore::{Explorer, Schedule};
use coroscope::time::ms;
use coroscope::{Lock, gather, io, print, sleep, yield_now};
use std::collections::BTreeSet;

fn outcomes<T, F>(explorer: &Explorer, program: impl Fn() -> F) -> BTreeSet<String>
where
    F: Future<Output = coroscope::Result<T>> + 'static,
    T: std::fmt::Debug + 'static,
{
    let exploration = explorer.run(program);
    let printed = exploration.outcomes().iter();
    printed.map(|it| it.outcome.printed.join(" ")).collect()
}

async fn three(takes: [u64; 3], is_answer: bool) -> coroscope::Result<()> {
    gather(takes.map(|n| async move {
        match is_answer {
            true => io("GET", sleep(ms(n))).await,
            false => sleep(ms(n)).await,
        }
        print(n.to_string());
        Ok(())
    }))
    .await?;
    Ok(())
}

#[test]
fn three_answers_arrive_in_all_six_orders() {
    for is_answer in [false, true] {
        let found = outcomes(&Explorer::new(), || three([10, 20, 30], is_answer));
        let all = [
            "10 20 30", "10 30 20", "20 10 30", "20 30 10", "30 10 20", "30 20 10",
        ];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), all);
    }
}

#[test]
fn sleeps_are_never_early() {
    let exploration = Explorer::new().run(|| async {
        let late = gather([30, 10, 20].map(|n| async move {
            let began = coroscope::runtime::Handle::current().time();
            sleep(ms(n)).await;
            Ok(coroscope::runtime::Handle::current().time() - began >= ms(n))
        }));
        Ok(late.await?.iter().all(|is_late| *is_late))
    });
    assert_eq!(exploration.outcomes().len(), 1, "{exploration}");
}

#[test]
fn a_limit_keeps_sleeps_from_being_later() {
    let close = || three([10, 12, 30], false);
    let found = outcomes(&Explorer::new().late(ms(5)), close);
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        ["10 12 30", "12 10 30"]
    );
}

#[test]
fn the_order_of_ready_tasks_and_of_a_lock_never_varies() {
    let exploration = Explorer::new().run(|| async {
        let lock = Lock::new();
        gather((0..4).map(|n| {
            let lock = lock.clone();
            async move {
                let _held = lock.acquire().await;
                print(n.to_string());
                yield_now().await;
                Ok(())
            }
        }))
        .await?;
        Ok(())
    });
    assert_eq!(exploration.tried(), 1, "{exploration}");
    assert!(exploration.is_complete());
    assert_eq!(
        exploration.outcomes()[0].outcome.printed,
        ["0", "1", "2", "3"]
    );
}

#[test]
fn a_schedule_replays_the_same_run_to_the_event() {
    let program = || three([10, 20, 30], false);
    let explorer = Explorer::new();
    let exploration = explorer.run(program);
    for found in exploration.outcomes() {
        let text = found.schedule.to_string();
        let schedule: Schedule = text.parse().unwrap();
        let logs = [0, 1].map(|_| {
            let (outcome, runtime) = explorer.replay(program, &schedule);
            assert_eq!(outcome, found.outcome);
            runtime.with_log(|log| {
                log.iter()
                    .map(|event| format!("{event:?}"))
                    .collect::<Vec<_>>()
            })
        });
        assert_eq!(logs[0], logs[1]);
    }
}

#[test]
fn the_same_seed_makes_the_same_search() {
    let search = |seed| {
        let exploration = Explorer::new()
            .seed(seed)
            .deviations(1)
            .schedules(60)
            .run(|| three([10, 20, 30], true));
        exploration.to_string()
    };
    assert_eq!(search(1), search(1));
}

#[test]
#[should_panic(expected = "COROSCOPE_SEED=")]
fn a_failing_test_prints_the_schedule() {
    coroscope::explore::explore(|| async {
        let order = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
        gather([10, 20].map(|n| {
            let order = order.clone();
            async move {
                sleep(ms(n)).await;
                order.borrow_mut().push(n);
                Ok(())
            }
        }))
        .await?;
        assert_eq!(*order.borrow(), [10, 20]);
        Ok(())
    });
}
