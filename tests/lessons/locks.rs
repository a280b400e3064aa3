//! Locks: what is written from an old value is lost, and a lock lets one through at a time, in order.

use super::common::{check_picture, check_steps, model, printed, run};
use coroscope::time::ms;
use coroscope::trace::Outcome;

/// Who wrote, in order.
fn writers(lines: &[String]) -> Vec<&str> {
    let writes = lines.iter().filter(|line| line.starts_with("adder"));
    writes.filter_map(|line| line.split(':').next()).collect()
}

#[test]
fn without_a_lock_all_write_what_the_first_wrote() {
    let rt = run("locks", &[]);
    check_picture("locks", &rt);
    let lines = printed(&rt);
    assert_eq!(
        lines[lines.len() - 2..],
        [
            "16 additions, the counter says 4: 12 are lost",
            "it took 160 ms"
        ]
    );
    assert_eq!(lines[0], "adder 1: 0 + 1 = 1");
    assert_eq!(lines[3], "adder 4: 0 + 1 = 1");
}

#[test]
fn a_lock_loses_nothing_and_costs_all_of_the_gain() {
    let rt = run("locks", &[("variant", "lock")]);
    check_picture("locks_with_a_lock", &rt);
    let lines = printed(&rt);
    assert_eq!(
        lines[lines.len() - 2..],
        [
            "16 additions, the counter says 16: 0 are lost",
            "it took 640 ms"
        ]
    );
    assert_eq!(rt.time().elapsed(), ms(16 * 40));
}

#[test]
fn a_lock_goes_round_in_the_order_of_asking() {
    let lines = printed(&run("locks", &[("variant", "lock")]));
    let round = ["adder 1", "adder 2", "adder 3", "adder 4"];
    assert_eq!(writers(&lines), round.repeat(4));
}

#[test]
fn even_a_pause_of_nothing_loses_additions() {
    let lines = printed(&run("locks", &[("pause", "0")]));
    let last = &lines[lines.len() - 2];
    assert_eq!(last, "16 additions, the counter says 4: 12 are lost");
}

#[test]
fn one_task_after_the_other_loses_nothing() {
    let lines = printed(&run("locks", &[("gap", "200")]));
    let last = &lines[lines.len() - 2..];
    assert_eq!(
        last,
        [
            "16 additions, the counter says 16: 0 are lost",
            "it took 760 ms"
        ]
    );
}

#[test]
fn no_tasks_one_and_many_work() {
    for variant in ["none", "lock"] {
        for (tasks, times) in [("0", "0"), ("0", "100"), ("1", "100"), ("100", "100")] {
            let settings = [
                ("variant", variant),
                ("tasks", tasks),
                ("times", times),
                ("pause", "1"),
            ];
            let rt = run("locks", &settings);
            assert_eq!(model(&rt).tasks()[0].end.unwrap().1, Outcome::Done);
            let lines = printed(&rt);
            let last = &lines[lines.len() - 2];
            let nothing = variant == "lock" || tasks != "100";
            assert_eq!(last.ends_with(": 0 are lost"), nothing, "{last}");
        }
    }
}

#[test]
fn it_is_narrated_in_plain_sentences() {
    check_steps(
        "locks_narrated",
        &run(
            "locks",
            &[("variant", "lock"), ("tasks", "2"), ("times", "1")],
        ),
    );
}
