//! Task groups: the failure of one cancels the others, and the group waits for their cleanups.

use super::common::{check_picture, check_steps, model, printed, run};
use coroscope::Runtime;
use coroscope::time::{Instant, ms};
use coroscope::trace::Outcome;

/// How the tasks of the group ended, and when.
fn ends(rt: &Runtime) -> Vec<(Outcome, Instant)> {
    let model = model(rt);
    let tasks = model.tasks()[1..].iter();
    tasks
        .map(|task| {
            let (at, outcome) = task.end.unwrap();
            (outcome, at)
        })
        .collect()
}

#[test]
fn the_group_ends_when_the_cancelled_have_cleaned_up() {
    let rt = run("groups", &[]);
    check_picture("groups", &rt);
    let ends = ends(&rt);
    assert_eq!(ends[0].0, Outcome::Done);
    assert!(matches!(ends[1].0, Outcome::Failed(_)));
    // The second asks after 400 ms, hears after 20 ms, and cleans up for 150 ms.
    let failed = Instant::ZERO + ms(400 + 20 + 150);
    assert_eq!(ends[1].1, failed);
    for (outcome, at) in &ends[2..] {
        assert_eq!(*outcome, Outcome::Cancelled);
        assert_eq!(*at, failed + ms(150));
    }
    assert_eq!(
        printed(&rt)[6..],
        [
            "errors of the group: 1",
            "docs/missing.txt could not be fetched: 404 Not Found",
            "the group ended after 720 ms"
        ]
    );
}

#[test]
fn a_failed_cleanup_is_reported_with_the_first_failure() {
    let rt = run("groups", &[("variant", "closing")]);
    check_picture("groups_cleanup_fails", &rt);
    let lines = printed(&rt);
    let errors = lines.iter().position(|line| line.starts_with("errors"));
    assert_eq!(
        lines[errors.unwrap()..],
        [
            "errors of the group: 2",
            "docs/missing.txt could not be fetched: 404 Not Found",
            "docs/nobody.txt could not be fetched: 404 Not Found",
            "the group ended after 740 ms"
        ]
    );
}

#[test]
fn all_are_done_when_nothing_goes_wrong() {
    let rt = run("groups", &[("variant", "none")]);
    assert!(
        ends(&rt)
            .iter()
            .all(|(outcome, _)| *outcome == Outcome::Done)
    );
    assert_eq!(rt.time().elapsed(), ms(1000 + 20 + 150));
    assert!(printed(&rt).contains(&"all tasks are done".to_owned()));
}

#[test]
fn no_tasks_one_and_many_work() {
    for variant in ["one", "closing", "none"] {
        for tasks in ["0", "1", "1000"] {
            let rt = run("groups", &[("variant", variant), ("tasks", tasks)]);
            let model = model(&rt);
            assert_eq!(model.tasks()[0].end.unwrap().1, Outcome::Done);
            assert_eq!((model.tasks().len() - 1).to_string(), tasks);
            // Whether it was fetched or not, each was closed, but the one whose cleanup failed.
            let lines = printed(&rt);
            let closed = lines.iter().filter(|line| line.ends_with(" is closed"));
            let failed = usize::from(variant == "closing" && tasks == "1000");
            assert_eq!(closed.count() + failed, model.tasks().len() - 1);
        }
    }
}

#[test]
fn it_is_narrated_in_plain_sentences() {
    check_steps("groups_narrated", &run("groups", &[("tasks", "3")]));
}
