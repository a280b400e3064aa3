//! Exports a table of the tasks as CSV.

use crate::time::{Duration, Instant};
use crate::timeline::WaitKind;
use crate::trace::RunView;
use crate::trace::track::{Outcome, SpanState, TaskTrack};
use core::fmt::Write;

const HEADER: &str = "task,name,parent,state,spawned (microseconds),ended (microseconds),polls,\
    running (microseconds),ready (microseconds),waiting (microseconds)";

/// The names of the columns for kinds of wait.
const KINDS: [(WaitKind, &str); 7] = [
    (WaitKind::Timer, "timer"),
    (WaitKind::Io, "I/O"),
    (WaitKind::Queue, "queue"),
    (WaitKind::Lock, "lock"),
    (WaitKind::Task, "task"),
    (WaitKind::Turn, "turn"),
    (WaitKind::Other, "other"),
];

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
    for (_, name) in KINDS {
        let _ = write!(csv, ",waiting: {name} (microseconds)");
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
        .filter(|span| span.state == SpanState::Running);
    let longest = polls.clone().map(|poll| poll.duration(now)).max();
    let _ = write!(csv, ",{}", polls.count());
    for state in [SpanState::Running, SpanState::Ready, SpanState::Waiting] {
        let _ = write!(csv, ",{}", task.total(state, now).as_micros());
    }
    for (kind, _) in KINDS {
        let _ = write!(csv, ",{}", waited(task, kind, now).as_micros());
    }
    let _ = write!(csv, ",{},", longest.unwrap_or_default().as_micros());
    if let Some((_, Outcome::Failed(why))) = task.end {
        cell(csv, run.log.text(why));
    }
    csv.push_str("\r\n");
}

fn state(task: &TaskTrack) -> &'static str {
    let last = task.spans.last().map(|span| span.state);
    match (task.end, last) {
        (Some((_, Outcome::Done)), _) => "done",
        (Some((_, Outcome::Failed(_))), _) => "failed",
        (Some((_, Outcome::Cancelled)), _) => "cancelled",
        (None, Some(SpanState::Running)) => "running",
        (None, Some(SpanState::Ready)) => "ready",
        (None, Some(SpanState::Waiting)) => "waiting",
        (None, None) => "unknown",
    }
}

fn waited(task: &TaskTrack, kind: WaitKind, now: Instant) -> Duration {
    let spans = task
        .spans
        .iter()
        .filter(|span| span.state == SpanState::Waiting);
    let spans = spans.filter(|span| span.wait_kind() == kind);
    spans.map(|span| span.duration(now)).sum()
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
