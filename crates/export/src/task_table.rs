//! Exports a table of the tasks as CSV.

use core::fmt::Write;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Outcome, RunView, TaskState, WaitKind};
use coroscope_wording::wait_kind_name;

const HEADER: &str = "task,name,parent,state,spawned (microseconds),ended (microseconds),polls,\
    running (microseconds),ready (microseconds),waiting (microseconds)";

/// One line per task: when it began and ended and how, how often it was polled, how long it ran, was ready and waited (in
/// total, and for each kind of wait), its longest poll, and its error.
///
/// Quoted according to RFC 4180. Spreadsheets treat a cell that begins with `=`, `+`, `-` or `@` as a formula, so such names
/// and errors are preceded by an apostrophe.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}, export::totals_csv};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let csv = rt.with_log(|log| totals_csv(RunView::new(log, &Model::of(log))));
/// assert!(csv.lines().nth(1).unwrap().starts_with("1,Task-1,,done,0,5000,2,0,0,5000,5000,0,"));
/// ```
pub fn totals_csv(run: RunView<'_>) -> String {
    let mut csv = String::from(HEADER);
    for kind in WaitKind::ALL {
        let _ = write!(csv, ",waiting: {} (microseconds)", wait_column(*kind));
    }
    csv.push_str(",longest poll (microseconds),error\r\n");
    for task in run.model.tasks() {
        line(&mut csv, run, task);
    }
    csv
}

fn line(csv: &mut String, run: RunView<'_>, task: &TaskTrack) {
    let now = run.model.now();
    let parent = task.parent.map(|parent| run.task_name(parent));
    let _ = write!(csv, "{},", task.id.number());
    cell(csv, &run.task_name(task.id));
    csv.push(',');
    cell(csv, parent.as_deref().unwrap_or(""));
    let _ = write!(csv, ",{},{},", state(task), task.spawned.as_micros());
    if let Some((at, _)) = task.end {
        let _ = write!(csv, "{}", at.as_micros());
    }
    let polls = task
        .spans
        .iter()
        .filter(|span| span.state == TaskState::Running);
    let longest = polls.clone().map(|poll| poll.duration(now)).max();
    let _ = write!(csv, ",{}", polls.count());
    let times = task.times(now);
    let columns = [
        times[TaskState::Running],
        times[TaskState::Ready],
        times.waiting(),
    ];
    for time in columns.iter().chain(times.waits()) {
        let _ = write!(csv, ",{}", time.as_micros());
    }
    let _ = write!(csv, ",{},", longest.unwrap_or_default().as_micros());
    if let Some((_, Outcome::Failed(why))) = task.end {
        cell(csv, run.log.text(why));
    }
    csv.push_str("\r\n");
}

fn state(task: &TaskTrack) -> &'static str {
    match (task.end, task.spans.last().map(|span| span.state)) {
        (Some((_, outcome)), _) => outcome.kind().name(),
        (None, Some(TaskState::Running)) => "running",
        (None, Some(TaskState::Ready)) => "ready",
        (None, Some(TaskState::Waiting(_))) => "waiting",
        (None, None) => "unknown",
    }
}

/// The name of the column for a kind of wait.
fn wait_column(kind: WaitKind) -> &'static str {
    match kind {
        WaitKind::Turn => "turn",
        kind => wait_kind_name(kind),
    }
}

/// Writes a text as a cell: never a formula, and quoted if necessary.
fn cell(csv: &mut String, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = text.contains(['"', ',', '\r', '\n']);
    if quoted {
        csv.push('"');
    }
    if formula {
        csv.push('\'');
    }
    match quoted {
        true => csv.push_str(&text.replace('"', "\"\"")),
        false => csv.push_str(text),
    }
    if quoted {
        csv.push('"');
    }
}
