//! Every lesson's run on the virtual clock, drawn as text, and what its words claim.
#![cfg(not(target_family = "wasm"))]

mod files;
mod pipeline;
mod python;

use coroscope::Runtime;
use coroscope::lessons::{self, Values, World, doubles};
use coroscope::time::{Instant, ms};
use coroscope::timeline::{ascii, svg};
use coroscope::trace::model::State;
use coroscope::trace::track::Outcome;
use coroscope::trace::{Model, Wait};
use std::path::PathBuf;

const WIDTH: usize = 100;

/// Runs a lesson with some knobs turned.
#[track_caller]
fn run(lesson: &str, knobs: &[(&str, &str)]) -> Runtime {
    run_in(doubles::world(), lesson, knobs)
}

/// Runs a lesson in a world of the test's own.
#[track_caller]
fn run_in(world: World, lesson: &str, knobs: &[(&str, &str)]) -> Runtime {
    let lesson = lessons::find(lesson).unwrap();
    let mut values = Values::defaults(lesson);
    for (id, value) in knobs {
        values.set(lesson, id, value).unwrap();
    }
    let rt = Runtime::virtual_clock();
    drop(
        rt.start((lesson.program.start)(&values, world))
            .named("main"),
    );
    let clock = rt.clock().unwrap().clone();
    while clock.step() {}
    rt
}

fn model(rt: &Runtime) -> Model {
    rt.with_log(Model::of)
}

fn printed(rt: &Runtime) -> Vec<String> {
    rt.with_log(|log| {
        let model = Model::of(log);
        let lines = model.printed.iter();
        lines.map(|line| log.text(line.text).to_owned()).collect()
    })
}

/// Compares with `tests/golden/NAME.txt`; `UPDATE_GOLDEN=1` writes it anew.
#[track_caller]
fn check_picture(name: &str, rt: &Runtime) {
    let picture = rt.with_log(|log| ascii::draw(&Model::of(log), log, WIDTH));
    let printed = printed(rt).join("\n");
    let found = format!("{picture}\n{printed}\n");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{} differs (UPDATE_GOLDEN=1 writes it anew); found:\n{found}\nexpected:\n{expected}",
        path.display()
    );
}

/// How long the task with this name took.
#[track_caller]
fn duration(rt: &Runtime, name: &str) -> core::time::Duration {
    rt.with_log(|log| {
        let model = Model::of(log);
        let mut tasks = model.tasks().iter();
        let task = tasks.find(|task| model.task_name(log, task.id) == name);
        let task = task.unwrap();
        task.until(model.now()) - task.spawned
    })
}

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
    let found = rt.with_log(|log| svg::draw(&Model::of(log), log, &options));
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
    assert!(model(&rt).is_over());
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
    let knobs = [("urls", urls), ("order", "together"), ("errors", "all")];
    let lines = printed(&run("gather", &knobs));
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
fn a_full_queue_holds_the_producers_back() {
    let rt = run("queue", &[]);
    check_picture("queue", &rt);
    let model = model(&rt);
    let queue = &model.resources()[0];
    assert_eq!(queue.highest(), queue.capacity);
    let putters = model.tasks()[1..=2].iter().flat_map(|task| &task.spans);
    assert!(
        putters
            .filter(|span| span.state == State::Waiting)
            .any(|span| matches!(span.waited.map(|w| w.on), Some(Wait::Resource(..)))),
        "no producer ever waited for room"
    );
}

#[test]
fn every_document_is_counted_once_whoever_consumes_it() {
    let one = printed(&run("queue", &[("consumers", "1"), ("producers", "1")]));
    let many = printed(&run(
        "queue",
        &[("consumers", "7"), ("producers", "3"), ("capacity", "0")],
    ));
    assert_eq!(one.last(), many.last());
    assert!(one.last().unwrap().ends_with("words in all"));
}

#[test]
fn no_producers_and_no_documents_work() {
    let none = ["0 words in all".to_owned()];
    assert_eq!(
        printed(&run("queue", &[("producers", "0")])).last(),
        none.last()
    );
    assert_eq!(
        printed(&run("queue", &[("documents", "0")])).last(),
        none.last()
    );
}

#[test]
fn a_failing_document_ends_the_run_and_nobody_is_left() {
    let rt = run("queue", &[("urls", "docs/lock.txt\nnowhere")]);
    let model = model(&rt);
    assert!(model.is_over());
    assert!(matches!(
        model.tasks()[0].end,
        Some((_, Outcome::Failed(_)))
    ));
}

#[test]
fn the_files_of_lessons_are_named_as_the_log_names_them() {
    let rt = run("gather", &[]);
    rt.with_log(|log| {
        let model = Model::of(log);
        let place = model.tasks()[1].place.and_then(|place| log.place(place));
        let file = place.unwrap().file.replace('\\', "/");
        assert_eq!(file, lessons::find("gather").unwrap().program.file);
    });
}
