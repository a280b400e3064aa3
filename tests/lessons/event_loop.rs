//! The event loop: the order of calls, tasks and timers, and many short turns.

use crate::lessons::common::{check_picture, model, printed, run, run_on, task};
use coroscope::Runtime;
use coroscope::lessons::doubles;
use coroscope::runtime::Options;
use coroscope::time::{Duration, ms};
use coroscope::trace::TaskState;

#[test]
fn what_is_ready_goes_first_in_first_out_and_timers_by_their_time() {
    let rt = run("loop", &[]);
    check_picture("loop", &rt);
    assert_eq!(
        printed(&rt),
        [
            "main continues",
            "call_soon",
            "the task's first turn",
            "main again",
            "call_later after 200 ms",
            "call_later after 400 ms",
            "call_later after 600 ms",
            "17984 primes below 200000",
        ]
    );
    let model = model(&rt);
    let times = model.printed[4..7].iter().map(|line| line.at.elapsed());
    assert_eq!(times.collect::<Vec<_>>(), [ms(200), ms(400), ms(600)]);
}

#[test]
fn the_queue_of_what_is_ready_and_the_timers_are_in_the_log() {
    let rt = run("loop", &[]);
    let passes = model(&rt).passes;
    // Main alone; then the call, the task and main again, while three timers wait.
    assert_eq!((passes[0].ready, passes[0].timers), (1, 0));
    assert_eq!((passes[1].ready, passes[1].timers), (3, 3));
    // Main's own sleep is a timer, too.
    assert_eq!(passes[2].timers, 4);
}

#[test]
fn each_turn_of_the_task_is_a_turn_of_the_loop() {
    for turns in [0, 1, 40, 120] {
        let rt = run("loop", &[("turns", &turns.to_string())]);
        let spans = task(&rt, "primes").spans;
        let polls = spans.iter().filter(|span| span.state == TaskState::Running);
        assert_eq!(polls.count(), turns + 1);
        let model = model(&rt);
        assert!(model.passes.len() > turns, "{turns} turns");
        assert!(model.all_done());
    }
}

#[test]
fn without_turns_or_delay_the_order_of_asking_is_left() {
    let lines = printed(&run("loop", &[("turns", "0"), ("delay", "0")]));
    assert_eq!(lines.len(), 8);
    assert_eq!(lines.last().unwrap(), "0 primes below 0");
    let rest: Vec<&String> = lines.iter().filter(|l| !l.contains("later")).collect();
    assert_eq!(
        rest[..4],
        [
            "main continues",
            "call_soon",
            "the task's first turn",
            "main again"
        ]
    );
}

#[test]
fn a_loop_that_is_busy_for_longer_than_its_budget_lets_the_page_paint_between_turns() {
    let busy = Runtime::virtual_clock_with(Options {
        budget: Duration::ZERO,
        ..Options::default()
    });
    let busy = run_on(busy, doubles::world(), "loop", &[]);
    let idle = run("loop", &[]);
    assert!(model(&idle).hops.is_empty());
    assert!(model(&busy).hops.len() > 40);
    assert_eq!(printed(&busy), printed(&idle));
}
