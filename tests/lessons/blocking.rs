//! Blocking the loop: who computes in one go keeps it, and each cure gives it back.

use super::common::{check_picture, model, printed, run};
use coroscope::Runtime;
use coroscope::time::ms;
use coroscope::trace::{EventKind, Model, TaskId};

const VARIANTS: [&str; 4] = ["block", "slices", "sieve", "worker"];

fn run_with(variant: &str, thousands: &str) -> Runtime {
    run("blocking", &[("variant", variant), ("numbers", thousands)])
}

/// Whose turns there were from the first of the counter to its last.
fn turns(rt: &Runtime) -> Vec<&'static str> {
    let (ticker, counter) = (TaskId::from_index(1), TaskId::from_index(2));
    rt.with_log(|log| {
        let model = Model::of(log);
        assert_eq!(model.task_name(log, ticker), "ticker");
        assert_eq!(model.task_name(log, counter), "counter");
        let polls = log.iter().filter_map(|event| match event.kind {
            EventKind::PollBegun { task } if task == ticker => Some("ticker"),
            EventKind::PollBegun { task } if task == counter => Some("counter"),
            _ => None,
        });
        let polls: Vec<_> = polls.skip_while(|who| *who == "ticker").collect();
        let last = polls.iter().rposition(|who| *who == "counter").unwrap();
        polls[..=last].to_vec()
    })
}

#[test]
fn in_one_go_only_the_counter_has_a_turn() {
    let rt = run_with("block", "20");
    check_picture("blocking", &rt);
    assert_eq!(turns(&rt), ["counter"]);
}

#[test]
fn slices_give_the_loop_back_after_every_thousand_numbers() {
    let rt = run_with("slices", "20");
    check_picture("blocking_in_slices", &rt);
    let own = turns(&rt).into_iter().filter(|who| *who == "counter");
    assert_eq!(own.count(), 20 + 1);
}

#[test]
fn the_ticker_ticks_while_a_worker_computes() {
    let rt = run_with("worker", "20");
    check_picture("blocking_in_a_worker", &rt);
    let turns = turns(&rt);
    // The double takes 100 ms; the fifth tick comes just after that.
    assert_eq!(turns.iter().filter(|who| **who == "ticker").count(), 4);
    assert_eq!(turns.iter().filter(|who| **who == "counter").count(), 2);
}

#[test]
fn every_way_to_count_finds_the_same_primes() {
    let known = [("0", "0"), ("1", "168"), ("10", "1229"), ("100", "9592")];
    for variant in VARIANTS {
        for (thousands, primes) in known {
            let lines = printed(&run_with(variant, thousands));
            let found = lines[0].split(' ').next().unwrap();
            assert_eq!(found, primes, "{variant}, {thousands} thousand");
        }
    }
}

#[test]
fn the_ticker_ticks_on_time_where_work_takes_none() {
    for variant in VARIANTS {
        let rt = run_with(variant, "1");
        let last = "the longest time between two ticks: 20 ms".to_owned();
        assert_eq!(printed(&rt).last(), Some(&last));
        assert!(model(&rt).all_done());
        assert!(rt.time().elapsed() <= ms(300));
    }
}
