//! Background tasks: what becomes of them when they are awaited, cancelled or forgotten.

use crate::lessons::common::{check_picture, model, outcomes, printed, run, task};
use coroscope::Runtime;
use coroscope::lint::{self, FindingKind};
use coroscope::time::ms;
use coroscope::trace::Outcome::{self, Cancelled, Done};
use coroscope::trace::{Model, RunView};

fn ends(rt: &Runtime) -> Vec<Outcome> {
    outcomes(rt).into_iter().map(Option::unwrap).collect()
}

#[test]
fn main_goes_on_at_once_and_can_await_the_tasks_later() {
    let rt = run("background", &[]);
    check_picture("background", &rt);
    assert_eq!(ends(&rt), [Done; 4]);
    assert_eq!(
        printed(&rt),
        [
            "task 1 is done",
            "main has done its own work",
            "task 2 is done",
            "task 3 is done",
            "main ends",
        ]
    );
    // The longest of 400, 250, 500 and 750 ms, not the sum.
    assert_eq!(rt.time().elapsed(), ms(750));
}

#[test]
fn a_cancelled_task_ends_before_main_does_and_one_that_has_ended_is_not_asked() {
    let rt = run("background", &[("variant", "cancel")]);
    check_picture("background_cancel", &rt);
    assert_eq!(ends(&rt), [Done, Done, Cancelled, Cancelled]);
    assert_eq!(
        printed(&rt)[2..],
        [
            "cancel task 1: false",
            "cancel task 2: true",
            "cancel task 3: true",
            "task 2 was cut short",
            "task 3 was cut short",
            "main ends",
        ]
    );
    let main = task(&rt, "main");
    assert_eq!(task(&rt, "task 2").cancels[0].by, Some(main.id));
    assert_eq!(rt.time().elapsed(), ms(400));
}

#[test]
fn what_main_forgot_is_cancelled_when_main_has_ended() {
    let rt = run("background", &[("variant", "forget")]);
    check_picture("background_forget", &rt);
    assert_eq!(ends(&rt), [Done, Done, Cancelled, Cancelled]);
    assert_eq!(
        printed(&rt)[2..],
        ["main ends", "task 2 was cut short", "task 3 was cut short"]
    );
    let main = task(&rt, "main");
    for name in ["task 2", "task 3"] {
        let forgotten = task(&rt, name);
        assert_eq!(forgotten.cancels[0].by, None);
        assert!(forgotten.end_seq > main.end_seq);
    }
}

#[test]
fn that_tasks_were_forgotten_is_found() {
    let found = |variant| {
        let rt = run("background", &[("variant", variant)]);
        rt.with_log(|log| {
            lint::findings(
                RunView::new(log, &Model::of(log)),
                &lint::Options::default(),
            )
        })
    };
    let forgotten = found("forget");
    assert!(forgotten.iter().all(|it| it.kind == FindingKind::UNAWAITED));
    let tasks: usize = forgotten.iter().map(|it| it.tasks.len()).sum();
    assert_eq!(tasks, 3);
    assert_eq!(found("await"), []);
    assert_eq!(found("cancel"), []);
}

#[test]
fn no_tasks_many_tasks_and_no_time_work() {
    for variant in ["await", "cancel", "forget"] {
        for (tasks, time, own) in [("0", "250", "0"), ("1", "0", "400"), ("1000", "5000", "0")] {
            let settings = [
                ("variant", variant),
                ("tasks", tasks),
                ("time", time),
                ("own", own),
            ];
            let rt = run("background", &settings);
            assert!(model(&rt).all_done());
            assert_eq!(ends(&rt)[0], Done);
            assert_eq!((ends(&rt).len() - 1).to_string(), tasks);
        }
    }
}
