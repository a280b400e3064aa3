//! What the tests of all lessons share: a run on the virtual clock, and what its log says.

use coroscope::lessons::exhibit::Points;
use coroscope::lessons::{self, Values, doubles};
use coroscope::timeline::ascii;
use coroscope::timeline::steps::{Steps, narrate};
use coroscope::trace::track::TaskTrack;
use coroscope::trace::{Model, Outcome, RunView};
use coroscope::world::World;
use coroscope::{Runtime, print};
use std::path::PathBuf;

const WIDTH: usize = 100;

/// Runs a lesson with these settings.
#[track_caller]
pub(crate) fn run(lesson: &str, settings: &[(&str, &str)]) -> Runtime {
    run_in(doubles::world(), lesson, settings)
}

/// Runs a lesson in a world of the test's own.
#[track_caller]
pub(crate) fn run_in(world: World, lesson: &str, settings: &[(&str, &str)]) -> Runtime {
    run_on(Runtime::virtual_clock(), world, lesson, settings)
}

/// Runs a lesson on a runtime of the test's own.
#[track_caller]
pub(crate) fn run_on(
    rt: Runtime,
    world: World,
    lesson: &str,
    settings: &[(&str, &str)],
) -> Runtime {
    let lesson = lessons::find(lesson).unwrap();
    let mut values = Values::defaults(lesson.settings);
    for (id, value) in settings {
        values.set(lesson.settings, id, value).unwrap();
    }
    drop(
        rt.start((lesson.program.start)(&values, world))
            .named("main"),
    );
    let clock = rt.clock().unwrap().clone();
    while clock.step() {}
    rt
}

pub(crate) fn model(rt: &Runtime) -> Model {
    rt.with_log(Model::of)
}

pub(crate) fn printed(rt: &Runtime) -> Vec<String> {
    rt.with_log(|log| {
        let model = Model::of(log);
        let lines = model.printed.iter();
        lines.map(|line| log.text(line.text).to_owned()).collect()
    })
}

/// The points that a lesson's run has recorded.
pub(crate) fn points(lesson: &str, rt: &Runtime) -> Points {
    rt.with_log(|log| Points::of(lesson, RunView::new(log, &Model::of(log)), u64::MAX))
}

/// A run that only prints these lines: what a recording of version 2 has of a run that records points.
pub(crate) fn run_that_prints(lines: Vec<String>) -> Runtime {
    let rt = Runtime::virtual_clock();
    let ended = rt.block_on(async move {
        lines.iter().for_each(print);
        Ok(())
    });
    ended.unwrap();
    rt
}

/// Compares a picture of the run with `tests/golden/NAME.txt`.
#[track_caller]
pub(crate) fn check_picture(name: &str, rt: &Runtime) {
    let picture = rt.with_log(|log| ascii::draw(RunView::new(log, &Model::of(log)), WIDTH));
    let printed = printed(rt).join("\n");
    check_golden(name, &format!("{picture}\n{printed}\n"));
}

/// Compares the run narrated step by step with `tests/golden/NAME.txt`.
#[track_caller]
pub(crate) fn check_steps(name: &str, rt: &Runtime) {
    let narrated = rt.with_log(|log| {
        let model = Model::of(log);
        let run = RunView::new(log, &model);
        let mut steps = Steps::default();
        steps.update(log);
        let narrated = (0..steps.len()).map(|n| format!("{}\n", narrate(run, &steps, n).sentence));
        narrated.collect::<String>()
    });
    check_golden(name, &narrated);
}

/// Compares with `tests/golden/NAME.txt`; `UPDATE_GOLDEN=1` writes it anew.
#[track_caller]
fn check_golden(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{} differs (UPDATE_GOLDEN=1 writes it anew); found:\n{found}\nexpected:\n{expected}",
        path.display()
    );
}

/// The task with this name.
#[track_caller]
pub(crate) fn task(rt: &Runtime, name: &str) -> TaskTrack {
    rt.with_log(|log| {
        let model = Model::of(log);
        let mut tasks = model.tasks().iter();
        let task = tasks.find(|task| model.task_name(log, task.id) == name);
        task.unwrap_or_else(|| panic!("no task {name}")).clone()
    })
}

/// How long the task with this name took.
#[track_caller]
pub(crate) fn duration(rt: &Runtime, name: &str) -> core::time::Duration {
    let task = task(rt, name);
    task.until(model(rt).now()) - task.spawned
}

/// How each task ended, in the order of spawning.
pub(crate) fn outcomes(rt: &Runtime) -> Vec<Option<Outcome>> {
    let model = model(rt);
    let ends = model.tasks().iter().map(|task| task.end);
    ends.map(|end| end.map(|(_, outcome)| outcome)).collect()
}
