//! Synchronous and asynchronous: the sum of the waits, and the longest of them.

use crate::lessons::common::{check_picture, duration, model, outcomes, printed, run};
use coroscope::time::{Instant, ms};
use coroscope::trace::Outcome;

#[test]
fn together_takes_one_wait_and_one_after_the_other_takes_all() {
    let rt = run("sync", &[]);
    check_picture("sync", &rt);
    assert_eq!(duration(&rt, "together"), ms(250));
    assert_eq!(duration(&rt, "one after the other"), ms(3 * 250));
    assert_eq!(
        printed(&rt),
        [
            "together: 250 ms",
            "one after the other: 750 ms",
            "one after the other took 3.0 times as long"
        ]
    );
}

#[test]
fn both_sides_begin_at_the_same_moment() {
    let rt = run("sync", &[]);
    let model = model(&rt);
    let side = |n: usize| model.tasks()[n].spawned;
    assert_eq!((side(1), side(2)), (Instant::ZERO, Instant::ZERO));
}

#[test]
fn the_factor_is_the_number_of_waits() {
    for waits in ["1", "7", "1000"] {
        let lines = printed(&run("sync", &[("waits", waits)]));
        assert_eq!(
            lines[2],
            format!("one after the other took {waits}.0 times as long")
        );
    }
}

#[test]
fn no_waits_and_waits_of_no_time_work() {
    for settings in [("waits", "0"), ("wait", "0")] {
        let rt = run("sync", &[settings]);
        assert_eq!(rt.time(), Instant::ZERO);
        assert_eq!(printed(&rt).len(), 2);
        let done = outcomes(&rt).iter().all(|end| *end == Some(Outcome::Done));
        assert!(done, "{:?}", outcomes(&rt));
    }
}
