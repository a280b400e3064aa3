//! Describes the lanes beside the loop: functions in threads and in other processes, and programs.

use coroscope_trace::time::human;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Outcome, RunView, TaskId};
use coroscope_wording::{Wording, tr};

/// What a lane is.
pub(super) fn title(wording: Wording<'_>, track: &TaskTrack) -> String {
    let task = wording.task(track.id);
    match track.is_process {
        false => tr!("{task}: a thread", task),
        true => tr!("{task}: a process", task),
    }
}

/// How long it ran, and how it ended.
pub(super) fn sentence(wording: Wording<'_>, track: &TaskTrack) -> String {
    let name = wording.task(track.id);
    let took = human(track.until(wording.run.model.now()) - track.spawned);
    let error = |why| wording.run.log.text(why);
    match (track.end, track.is_process) {
        (None, false) => tr!(
            "thread: {name}, running in parallel for {took} so far",
            name,
            took
        ),
        (None, true) => tr!(
            "process: {name}, running in parallel for {took} so far",
            name,
            took
        ),
        (Some((_, Outcome::Failed(why))), false) => tr!(
            "thread: {name}, ran in parallel for {took} and failed with {error}",
            name,
            took,
            error = error(why)
        ),
        (Some((_, Outcome::Failed(why))), true) => tr!(
            "process: {name}, ran in parallel for {took} and failed with {error}",
            name,
            took,
            error = error(why)
        ),
        (Some(_), false) => tr!("thread: {name}, ran in parallel for {took}", name, took),
        (Some(_), true) => tr!("process: {name}, ran in parallel for {took}", name, took),
    }
}

/// That it begins.
pub(super) fn started(name: &str, is_process: bool) -> String {
    match is_process {
        false => tr!("{name} starts in a thread", name),
        true => tr!("{name} starts in another process", name),
    }
}

/// That it ends. `task` is its name.
pub(super) fn ended(run: RunView<'_>, thread: TaskId, task: String, end: Outcome) -> String {
    let is_process = run.model.task(thread).is_some_and(|it| it.is_process);
    match (end, is_process) {
        (Outcome::Failed(error), false) => {
            let error = run.log.text(error);
            tr!("the thread of {task} fails: {error}", task, error)
        }
        (Outcome::Failed(error), true) => {
            let error = run.log.text(error);
            tr!("the process of {task} fails: {error}", task, error)
        }
        (Outcome::Done | Outcome::Cancelled, false) => tr!("the thread of {task} is done", task),
        (Outcome::Done | Outcome::Cancelled, true) => tr!("the process of {task} is done", task),
    }
}
