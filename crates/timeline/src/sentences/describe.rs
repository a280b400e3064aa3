//! Describes spans, lanes and the lives of tasks in words.

use super::parts::why_cancelled;
use super::{cancel_requests, loop_usage, task_end, thread, why};
use crate::inner_cleanup::{InnerCleanup, inner_cleanups};
use crate::{deadline, stuck};
use coroscope_trace::time::{Instant, human};
use coroscope_trace::track::{Span, TaskTrack, WokenBy};
use coroscope_trace::{Model, RunView, Spans, TaskId, TaskState};
use coroscope_wording::{Wording, outcome_name, tr, tr_n};

/// How many events are examined to find what ran while a task was ready.
const MAX_EVENTS: usize = 2_000;

/// A span, described in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The task's name and the state: `fetch: ready`.
    pub title: String,
    /// One sentence, without the task's name.
    pub sentence: String,
    /// Further details, as label and value.
    pub facts: Vec<(&'static str, String)>,
}

/// Describes a task's span. Empty if there is no such span.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::describe, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(350)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let main = &model.tasks()[0];
///     let words = describe(run, main.id, 2);
///     assert_eq!(words.sentence, "waiting 350 ms for the timer");
/// });
/// ```
pub fn describe(run: RunView<'_>, task: TaskId, span: usize) -> Description {
    let wording = Wording::new(run);
    let Some((track, found)) = find(run.model, task, span) else {
        return Description::default();
    };
    let mut words = describe_span(wording, track, span, found, MAX_EVENTS);
    let is_last = span + 1 == track.spans.len();
    if let (true, false, Some(end)) = (is_last, track.is_thread, track.end) {
        words.sentence = format!(
            "{}; {}",
            words.sentence,
            task_end::sentence(wording, track, end)
        );
    }
    words
}

/// A span and its task, described without repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The span.
    pub span: Description,
    /// The task's life, and how and why it ended. Empty for a thread, whose span says it all.
    pub life: String,
    /// Why the task that cancelled this one was itself cancelled, and so on. Empty if it was not.
    pub chain: String,
}

/// Describes a task's span and the task.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::details, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(350)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let words = details(run, model.tasks()[0].id, 2);
///     assert_eq!(words.span.title, "Task-1: waiting");
///     assert!(words.life.ends_with("done at 350 ms"), "{}", words.life);
/// });
/// ```
pub fn details(run: RunView<'_>, task: TaskId, span: usize) -> Details {
    let wording = Wording::new(run);
    let Some((track, found)) = find(run.model, task, span) else {
        return Details::default();
    };
    let by = cancel_requests::effective_request(track).and_then(|request| request.by);
    Details {
        span: describe_span(wording, track, span, found, why::MAX_EVENTS),
        life: match track.is_thread {
            true => String::new(),
            false => sentence_for_task(run, task),
        },
        chain: by
            .filter(|by| *by != task)
            .map_or(String::new(), |by| why_cancelled(run, by)),
    }
}

fn find(model: &Model, task: TaskId, span: usize) -> Option<(&TaskTrack, Span)> {
    let track = model.task(task)?;
    Some((track, track.spans.get(span)?))
}

fn describe_span(
    wording: Wording<'_>,
    track: &TaskTrack,
    span: usize,
    found: Span,
    most_events: usize,
) -> Description {
    let run = wording.run;
    if track.is_thread {
        return Description {
            title: thread::title(wording, track),
            sentence: thread::sentence(wording, track),
            facts: facts(wording, track, &found, false),
        };
    }
    let goes_on = found.to.is_none();
    let is_in = |stuck| stuck::wait_at(track, stuck).is_some_and(|(_, wait)| wait.seq == found.seq);
    let is_stuck = found.state.is_waiting() && stuck::all(run.model).any(is_in);
    let task = wording.task(track.id);
    let (title, mut sentence) = match found.state {
        TaskState::Running => (
            tr!("{task}: running", task),
            running(&found, run.model.now()),
        ),
        TaskState::Ready => {
            let why = why::look(run, track.id, span, most_events).unwrap_or_default();
            (tr!("{task}: ready", task), why.turn(wording, goes_on))
        }
        TaskState::Waiting(_) => (
            tr!("{task}: waiting", task),
            waiting(wording, &found, is_stuck),
        ),
    };
    if !found.cleanup && is_inner_cleanup(track, &found) {
        sentence = tr!("cleaning up what was cancelled; {doing}", doing = sentence);
    }
    if found.cleanup {
        sentence = tr!(
            "cleaning up for {took} after its cancellation; {doing}",
            took = cleanup(wording, track),
            doing = sentence
        );
    }
    // A deadlocked wait was ended by the end of the run.
    let woken = why::woken(wording, track.id, &found).filter(|_| !is_stuck);
    let names_spawner = woken.is_some() && matches!(found.woken_by, Some(WokenBy::Spawn(_)));
    if let Some(by) = woken {
        sentence = format!("{sentence}; {by}");
    }
    Description {
        title,
        sentence,
        facts: facts(wording, track, &found, names_spawner),
    }
}

/// Whether a span is a part of a cleanup inside of the task.
fn is_inner_cleanup(track: &TaskTrack, found: &Span) -> bool {
    let is_in = |cleanup: &InnerCleanup| {
        let goes_on = cleanup.to.is_none_or(|to| found.from < to);
        found.from >= cleanup.from && goes_on
    };
    found.state != TaskState::Ready && inner_cleanups(track).iter().any(is_in)
}

fn running(found: &Span, now: Instant) -> String {
    let lasted = human(found.duration(now));
    match found.to {
        Some(to) if to == found.from => tr!("running, too short to measure").into(),
        Some(_) => tr!("running for {lasted}", lasted),
        None => tr!("running for {lasted} so far", lasted),
    }
}

fn waiting(wording: Wording<'_>, found: &Span, is_stuck: bool) -> String {
    let model = wording.run.model;
    let on = wording.wait_clause(found.waited.map(|waited| waited.on));
    if is_stuck {
        return tr!("waits forever {on}: nothing is left that could wake it", on);
    }
    let lasted = human(found.duration(model.now()));
    let Some(deadline) = deadline::missed(found, model.now()) else {
        return match found.to {
            Some(_) => tr!("waiting {lasted} {on}", lasted, on),
            None => tr!("waiting {lasted} so far {on}", lasted, on),
        };
    };
    let to = found.to.unwrap_or(model.now());
    let (timer, late) = (human(deadline - found.from), human(to - deadline));
    let overdue = match found.to {
        Some(_) => tr!(
            "waiting {lasted} for a timer of {timer}, overdue for {late}",
            lasted,
            timer,
            late
        ),
        None => tr!(
            "waiting {lasted} so far for a timer of {timer}, overdue for {late} so far",
            lasted,
            timer,
            late
        ),
    };
    loop_usage::busy(wording, overdue, (deadline, to), MAX_EVENTS)
}

/// How long the cleanup of a task has taken.
fn cleanup(wording: Wording<'_>, track: &TaskTrack) -> String {
    let now = wording.run.model.now();
    let from = track.spans.iter().find(|span| span.cleanup);
    human(track.until(now) - from.map_or(now, |span| span.from))
}

fn facts(
    wording: Wording<'_>,
    track: &TaskTrack,
    found: &Span,
    names_spawner: bool,
) -> Vec<(&'static str, String)> {
    let to = found.to.map(|to| to.to_string());
    let mut facts = vec![
        (tr!("from"), found.from.to_string()),
        (tr!("to"), to.unwrap_or(tr!("still going on").into())),
    ];
    if let Some(line) = found.waited.and_then(|waited| wording.line(waited.place)) {
        let label = match found.state {
            TaskState::Waiting(_) => tr!("waits at"),
            TaskState::Ready | TaskState::Running => tr!("had waited at"),
        };
        facts.push((label, line));
    }
    let (at, by) = match (track.is_thread, track.is_callback) {
        (true, _) => (tr!("asked for at"), tr!("asked for by")),
        (_, true) => (tr!("scheduled at"), tr!("scheduled by")),
        _ => (tr!("spawned at"), tr!("spawned by")),
    };
    if let Some(line) = wording.spawned_at(track) {
        facts.push((at, line));
    }
    if let Some(parent) = track.parent.filter(|_| !names_spawner) {
        facts.push((by, wording.task(parent)));
    }
    facts
}

/// Summarises a task's life: how long it ran and waited, and how it ended.
pub fn sentence_for_task(run: RunView<'_>, task: TaskId) -> String {
    let Some(track) = run.model.task(task) else {
        return String::new();
    };
    let wording = Wording::new(run);
    if track.is_thread {
        return thread::sentence(wording, track);
    }
    let spent = track.times(run.model.now());
    let running = human(spent[TaskState::Running]);
    let ready = human(spent[TaskState::Ready]);
    let waiting = human(spent.waiting());
    let polls = count(&track.spans, TaskState::Running);
    let end = match track.end {
        Some(end) => task_end::sentence(wording, track, end),
        None => match track.spans.last().map(|span| span.state) {
            Some(TaskState::Waiting(_)) => tr!("is waiting").into(),
            Some(TaskState::Running) => tr!("is running").into(),
            _ => tr!("is ready").into(),
        },
    };
    tr_n!(
        polls,
        "{task}: ran 1 time, {running} in all; ready for {ready}, waiting for {waiting}; {end}",
        "{task}: ran {n} times, {running} in all; ready for {ready}, waiting for {waiting}; {end}",
        task = wording.task(task),
        running,
        ready,
        waiting,
        end
    )
}

fn count(spans: &Spans, state: TaskState) -> usize {
    spans.iter().filter(|span| span.state == state).count()
}

/// The label of a lane for screen readers: the task's name, its parent, and how it ended.
pub fn lane_label(run: RunView<'_>, task: TaskId) -> String {
    let Some(track) = run.model.task(task) else {
        return String::new();
    };
    let wording = Wording::new(run);
    let mut label = wording.task(task);
    if let Some(parent) = track.parent {
        let (task, parent) = (label, wording.task(parent));
        label = match (track.is_thread, track.is_callback) {
            (true, _) if track.is_process => tr!("{task}, a process for {parent}", task, parent),
            (true, _) => tr!("{task}, a thread for {parent}", task, parent),
            (_, true) => tr!("{task}, a callback scheduled by {parent}", task, parent),
            _ => tr!("{task}, spawned by {parent}", task, parent),
        };
    }
    match track.end {
        Some((_, outcome)) => format!("{label}, {}", outcome_name(outcome.kind())),
        None => label,
    }
}
