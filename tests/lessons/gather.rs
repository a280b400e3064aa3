//! Gather: together takes as long as the slowest, and what becomes of a failure.

use crate::lessons::common::{check_picture, check_steps, duration, model, printed, run};
use coroscope::time::{Instant, ms};
use coroscope::timeline::svg;
use coroscope::trace::{Model, Outcome, RunView};

#[test]
fn gather_takes_as_long_as_the_slowest_and_one_after_the_other_the_sum() {
    let rt = run("gather", &[]);
    check_picture("gather", &rt);
    // Latencies of 100, 150, 200, 250 and 100 ms, and 20 ms for each answer.
    assert_eq!(duration(&rt, "one after the other"), ms(800 + 5 * 20));
    assert_eq!(rt.time().elapsed(), ms(900 + 250 + 20));
    let lines = printed(&rt);
    assert_eq!(
        lines[5..],
        [
            "together: 270 ms",
            "one after the other: 900 ms, 3.3 × as long"
        ]
    );
}

#[test]
fn the_picture_in_the_readme_is_of_a_run() {
    let rt = run("gather", &[]);
    let options = svg::Options {
        title: "Gather".into(),
        ..svg::Options::default()
    };
    let found = rt.with_log(|log| svg::draw(RunView::new(log, &Model::of(log)), &options));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pictures/gather.svg");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == kept,
        "{path} is not what the lesson draws now (UPDATE_GOLDEN=1 writes it anew)"
    );
}

#[test]
fn gather_of_nothing_works() {
    let rt = run("gather", &[("tasks", "0")]);
    assert_eq!(rt.time(), Instant::ZERO);
    assert!(model(&rt).all_done());
}

#[test]
fn a_url_that_fails_fails_its_task_and_stops_gather() {
    let urls = "docs/lock.txt\ndocs/nothing.txt\ndocs/queue.txt";
    let rt = run("gather", &[("urls", urls), ("order", "together")]);
    check_picture("gather_first_failure", &rt);
    let model = model(&rt);
    let main = &model.tasks()[0];
    assert!(matches!(main.end, Some((_, Outcome::Failed(_)))));
    // The failing one was the second; the slower third was cancelled when main had ended.
    let ends: Vec<Outcome> = model.tasks()[1..]
        .iter()
        .map(|t| t.end.unwrap().1)
        .collect();
    assert_eq!(ends[0], Outcome::Done);
    assert!(matches!(ends[1], Outcome::Failed(_)));
    assert_eq!(ends[2], Outcome::Cancelled);
}

#[test]
fn all_results_and_errors_come_when_that_is_asked_for() {
    let urls = "docs/lock.txt\ndocs/nothing.txt\ndocs/queue.txt";
    let settings = [("urls", urls), ("order", "together"), ("errors", "all")];
    let lines = printed(&run("gather", &settings));
    assert_eq!(lines.len(), 4);
    assert_eq!(
        lines[1],
        "failed: docs/nothing.txt could not be fetched: 404 Not Found"
    );
}

#[test]
fn ten_thousand_tasks_wait_together() {
    let rt = run("gather", &[("tasks", "10000"), ("order", "together")]);
    assert_eq!(rt.time().elapsed(), ms(250 + 20));
    assert_eq!(model(&rt).tasks().len(), 10_001);
}

#[test]
fn it_is_narrated_in_plain_sentences() {
    check_steps("gather_narrated", &run("gather", &[("tasks", "2")]));
}
