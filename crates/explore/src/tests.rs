//! Tests of how runs are ordered, and of what the log of a run says about its order.

use crate::{Explorer, Schedule, Strategy};
use coroscope_runtime::{Result, gather, io, print, sleep, spawn};
use coroscope_trace::time::ms;
use coroscope_trace::{EventKind, Model};

/// Three tasks, each with two waits.
async fn program() -> Result<()> {
    let nap = |name: &'static str, n| {
        let napping = async move {
            sleep(ms(n)).await;
            io("GET", sleep(ms(5))).await;
            print(name);
            Ok(())
        };
        spawn(napping).named(name)
    };
    gather([nap("a", 0), nap("b", 10), nap("c", 20)]).await?;
    Ok(())
}

/// The outcomes of a search whose runs are ordered in portions, and the number of runs.
fn search(portion: usize) -> (Vec<String>, usize) {
    let explorer = Explorer::new().schedules(300);
    let (mut search, mut made) = (explorer.search(), 0);
    while !search.is_over() {
        let mut next = || search.next_run();
        let ordered: Vec<Strategy> = (0..portion).map_while(|_| next()).collect();
        made += ordered.len();
        for strategy in ordered {
            search.record(explorer.try_run(program, strategy));
        }
    }
    assert_eq!(search.found().tried(), 300);
    let outcomes = search.found().outcomes().iter();
    let mut printed: Vec<String> = outcomes.map(|it| it.outcome.printed.join("")).collect();
    printed.sort();
    (printed, made)
}

#[test]
fn several_runs_can_be_ordered_before_their_results_are_there() {
    let (outcomes, _) = search(1);
    assert_eq!(outcomes, ["abc", "acb", "bac", "bca", "cab", "cba"]);
    for portion in [2, 7, 64] {
        let (found, made) = search(portion);
        assert_eq!(found, outcomes, "portions of {portion}");
        assert!(made >= 300, "portions of {portion}");
    }
}

#[test]
fn a_search_that_is_stopped_takes_the_results_that_are_still_to_come() {
    let explorer = Explorer::new();
    let mut search = explorer.search();
    let first = search.next_run().expect("the usual run");
    assert_eq!(search.next_run(), None, "all others depend on it");
    search.record(explorer.try_run(program, first));
    let ordered = [search.next_run(), search.next_run()];
    search.stop();
    for strategy in ordered.into_iter().flatten() {
        search.record(explorer.try_run(program, strategy));
    }
    assert_eq!(search.found().tried(), 3);
    assert!(!search.found().is_complete());
    while let Some(strategy) = search.next_run() {
        search.record(explorer.try_run(program, strategy));
    }
    assert!(search.is_over());
}

#[test]
fn a_log_contains_the_schedule_of_its_run() {
    let explorer = Explorer::new();
    for text in ["0", "0:1", "1:2,2:1"] {
        let schedule: Schedule = text.parse().expect("a schedule");
        let (_, runtime) = explorer.replay(program, &schedule);
        runtime.with_log(|log| {
            let choices = Model::of(log).choices;
            let choices = choices
                .iter()
                .map(|it| format!("{}:{}", it.choice, it.alternative));
            let in_log = choices.collect::<Vec<_>>().join(",");
            assert_eq!(if in_log.is_empty() { "0" } else { &in_log }, text);
            let chosen = |kind| matches!(kind, EventKind::Chosen { .. });
            let events = log.iter().filter(|event| chosen(event.kind));
            assert_eq!(events.count(), schedule.deviations().len());
        });
    }
}

#[test]
fn priorities_make_the_same_run_as_the_schedule_that_they_lead_to() {
    let explorer = Explorer::new();
    let mut printed: Vec<String> = (0..40)
        .map(|seed| {
            let strategy = Strategy::Priorities {
                seed,
                changes: (seed % 4) as u32,
                choices: 5,
            };
            let tried = explorer.try_run(program, strategy.clone());
            assert_eq!(explorer.try_run(program, strategy), tried);
            let same = explorer.try_run(program, Strategy::Follow(tried.schedule.clone()));
            assert_eq!(same, tried);
            tried.outcome.printed.join("")
        })
        .collect();
    printed.sort();
    printed.dedup();
    assert_eq!(printed.len(), 6, "{printed:?}");
}

/// 10 ms become at most 30 ms, and 40 ms may become none.
#[test]
fn a_sleep_as_an_answer_has_a_limit() {
    let program = || async {
        let nap = |name: &'static str, n| {
            spawn(async move {
                sleep(ms(n)).await;
                print(name);
                Ok(())
            })
        };
        gather([nap("10", 10), nap("40", 40), nap("100", 100)]).await?;
        Ok(())
    };
    let outcomes = |explorer: Explorer| {
        let found = explorer.run(program);
        let outcomes = found.outcomes().iter();
        let mut printed: Vec<String> = outcomes.map(|it| it.outcome.printed.join(" ")).collect();
        printed.sort();
        printed
    };
    // At once is allowed for each, so all orders are possible; what takes longest is not waited for.
    let found = outcomes(Explorer::new().sleeps_as_answers(3));
    assert_eq!(found.len(), 6, "{found:?}");
    let (mut search, explorer) = (
        Explorer::new().search(),
        Explorer::new().sleeps_as_answers(3),
    );
    while let Some(strategy) = search.next_run() {
        let Strategy::Follow(schedule) = strategy.clone() else {
            search.record(explorer.try_run(program, strategy));
            continue;
        };
        let (_, runtime) = explorer.replay(program, &schedule);
        // The last one may be three times as long.
        assert!(runtime.time().elapsed() <= ms(300), "{schedule}");
        search.record(explorer.try_run(program, strategy));
    }
}
