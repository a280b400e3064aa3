//! Timeouts: who goes on when, which of two limits expired, and what a shield keeps.

use crate::lessons::common::{check_picture, check_steps, duration, outcomes, printed, run};
use coroscope::Runtime;
use coroscope::time::ms;
use coroscope::trace::Outcome;

fn all_done(rt: &Runtime) -> bool {
    let done = Some(Outcome::Done);
    outcomes(rt).iter().all(|end| *end == done)
}

#[test]
fn whose_work_timed_out_goes_on_when_the_cleanup_is_over() {
    let rt = run("timeouts", &[]);
    check_picture("timeouts", &rt);
    assert_eq!(duration(&rt, "one limit"), ms(300 + 150));
    assert_eq!(duration(&rt, "two limits"), ms(300 + 150));
    assert_eq!(
        printed(&rt),
        [
            "shielded: timed out after 300 ms",
            "one limit: timed out after 450 ms",
            "two limits: outer expired: true, inner expired: false",
            "two limits: timed out after 450 ms",
            "behind the shield: done after 850 ms",
            "0 of 4 reports are wrong",
        ]
    );
}

#[test]
fn what_is_behind_a_shield_goes_on_to_its_end() {
    let rt = run("timeouts", &[]);
    assert_eq!(duration(&rt, "behind the shield"), ms(700 + 150));
    assert!(all_done(&rt), "{:?}", outcomes(&rt));
}

#[test]
fn work_that_is_quick_enough_is_done_before_its_limit() {
    let rt = run("timeouts", &[("work", "100")]);
    let lines = printed(&rt);
    let done = lines.iter().filter(|l| l.ends_with("done after 250 ms"));
    assert_eq!(done.count(), 4, "{lines:?}");
    assert!(lines.contains(&"two limits: outer expired: false, inner expired: false".into()));
}

#[test]
fn a_limit_in_the_cleanup_makes_a_report_wrong_unless_it_asks_the_work() {
    let of = |report| {
        let settings = [("work", "100"), ("cleanup", "300"), ("report", report)];
        printed(&run("timeouts", &settings))
    };
    let wrong = of("limit");
    assert!(wrong.contains(&"one limit: timed out after 400 ms".to_owned()));
    assert_eq!(wrong.last().unwrap(), "3 of 4 reports are wrong");
    let right = of("work");
    assert!(right.contains(&"one limit: done after 400 ms".to_owned()));
    assert_eq!(right.last().unwrap(), "0 of 4 reports are wrong");
}

#[test]
fn without_a_cleanup_a_timeout_comes_at_the_limit() {
    let rt = run("timeouts", &[("cleanup", "0")]);
    assert_eq!(duration(&rt, "one limit"), ms(300));
}

#[test]
fn any_times_end_all_four_tasks() {
    let times = ["0", "1", "150", "10000"];
    for work in times {
        for limit in times {
            for cleanup in ["0", "150", "5000"] {
                let settings = [("work", work), ("limit", limit), ("cleanup", cleanup)];
                let rt = run("timeouts", &settings);
                assert_eq!(outcomes(&rt).len(), 5);
                assert!(all_done(&rt), "{settings:?}: {:?}", printed(&rt));
            }
        }
    }
}

#[test]
fn it_is_narrated_in_plain_sentences() {
    check_steps("timeouts_narrated", &run("timeouts", &[]));
}
