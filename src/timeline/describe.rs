//! The picture in words: what a span, a lane and a task's whole life tell a reader.

use super::layout::{CapKind, WaitKind};
use super::say::Say;
use super::words::why_cancelled;
use super::{cancelling, meanwhile, overdue, stuck, why};
use crate::time::{Instant, human};
use crate::trace::track::{Outcome, Span, SpanState, TaskTrack, WokenBy};
use crate::trace::{Log, Model, Spans, TaskId};

/// So many events are looked at for those that ran while another was ready.
const MOST_EVENTS: usize = 2_000;

/// A span in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The task's name and the state: `fetch: ready`.
    pub title: String,
    /// One sentence in the reader's terms, without the task's name.
    pub sentence: String,
    /// More, as label and value.
    pub facts: Vec<(&'static str, String)>,
}

/// A task's span in words. Empty where there is no such span.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::describe, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(350)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let main = &model.tasks()[0];
///     let words = describe(&model, log, main.id, 2);
///     assert_eq!(words.sentence, "waiting 350 ms for the timer");
/// });
/// ```
pub fn describe(model: &Model, log: &Log, task: TaskId, span: usize) -> Description {
    let say = Say { model, log };
    let Some((track, found)) = find(model, task, span) else {
        return Description::default();
    };
    let mut said = describe_span(&say, track, span, found, MOST_EVENTS);
    let is_last = span + 1 == track.spans.len();
    if let (true, false, Some(end)) = (is_last, track.is_thread, track.end) {
        said.sentence = format!("{}; {}", said.sentence, say.end(track, end));
    }
    said
}

/// All that is to say of a span and of its task, each thing once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The span.
    pub span: Description,
    /// The task's life, with how it ended and why. Empty for a thread, of which the span tells all.
    pub life: String,
    /// Who had cancelled the one who cancelled it, and so on; empty where that is nobody.
    pub chain: String,
}

/// All that is to say of a task's span.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::details, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(350)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let words = details(&model, log, model.tasks()[0].id, 2);
///     assert_eq!(words.span.title, "Task-1: waiting");
///     assert!(words.life.ends_with("done at 350 ms"), "{}", words.life);
/// });
/// ```
pub fn details(model: &Model, log: &Log, task: TaskId, span: usize) -> Details {
    let say = Say { model, log };
    let Some((track, found)) = find(model, task, span) else {
        return Details::default();
    };
    let by = cancelling::obeyed(track).and_then(|request| request.by);
    Details {
        span: describe_span(&say, track, span, found, why::MOST_EVENTS),
        life: match track.is_thread {
            true => String::new(),
            false => sentence_for_task(model, log, task),
        },
        chain: by
            .filter(|by| *by != task)
            .map_or(String::new(), |by| why_cancelled(model, log, by)),
    }
}

fn find(model: &Model, task: TaskId, span: usize) -> Option<(&TaskTrack, Span)> {
    let track = model.task(task)?;
    Some((track, track.spans.get(span)?))
}

fn describe_span(
    say: &Say,
    track: &TaskTrack,
    span: usize,
    found: Span,
    most_events: usize,
) -> Description {
    let (model, log) = (say.model, say.log);
    if track.is_thread {
        return Description {
            title: format!("{}: a thread", say.name(track.id)),
            sentence: thread(say, track),
            facts: facts(say, track, &found, false),
        };
    }
    let goes_on = found.to.is_none();
    let is_in = |stuck| stuck::wait_at(track, stuck).is_some_and(|(_, wait)| wait.seq == found.seq);
    let is_stuck = found.state == SpanState::Waiting && stuck::all(model).any(is_in);
    let (state, mut sentence) = match found.state {
        SpanState::Running => ("running", running(&found, model.now())),
        SpanState::Ready => {
            let why = why::look(model, log, track.id, span, most_events).unwrap_or_default();
            ("ready", why.turn(say, goes_on))
        }
        SpanState::Waiting => ("waiting", waiting(say, &found, is_stuck)),
    };
    if found.cleanup {
        let doing = sentence;
        sentence = format!(
            "cleaning up for {} after its cancellation; {doing}",
            say.cleanup(track)
        );
    }
    // What woke it from a wait without an end was the end of the run.
    let woken = say.woken(track.id, &found).filter(|_| !is_stuck);
    let tells_spawn = woken.is_some() && matches!(found.woken_by, Some(WokenBy::Spawn(_)));
    if let Some(by) = woken {
        sentence = format!("{sentence}; {by}");
    }
    Description {
        title: format!("{}: {state}", say.name(track.id)),
        sentence,
        facts: facts(say, track, &found, tells_spawn),
    }
}

fn running(found: &Span, now: Instant) -> String {
    match found.to {
        Some(to) if to == found.from => "running, too short for the clock to tell".into(),
        Some(_) => format!("running for {}", human(found.duration(now))),
        None => format!("running for {} so far", human(found.duration(now))),
    }
}

fn waiting(say: &Say, found: &Span, is_stuck: bool) -> String {
    let (model, on) = (say.model, found.waited.map(|waited| waited.on));
    if is_stuck {
        let on = say.wait(on);
        return format!("waits forever {on}: nothing is left that could wake it");
    }
    let lasted = human(found.duration(model.now()));
    let so_far = if found.to.is_none() { " so far" } else { "" };
    let Some(deadline) = overdue::missed(found, model.now()) else {
        return format!("waiting {lasted}{so_far} {}", say.wait(on));
    };
    let to = found.to.unwrap_or(model.now());
    let busy = meanwhile::busy(say, deadline, to, MOST_EVENTS);
    format!(
        "waiting {lasted}{so_far} for a timer of {}, overdue for {}{so_far}{busy}",
        human(deadline - found.from),
        human(to - deadline)
    )
}

/// What a function in a thread did.
fn thread(say: &Say, track: &TaskTrack) -> String {
    let name = say.name(track.id);
    let took = human(track.until(say.model.now()) - track.spawned);
    match track.end {
        None => format!("thread: {name}, running beside the loop for {took} so far"),
        Some((_, Outcome::Failed(why))) => {
            let why = say.log.text(why);
            format!("thread: {name}, ran beside the loop for {took} and failed with {why}")
        }
        Some(_) => format!("thread: {name}, ran beside the loop for {took}"),
    }
}

fn facts(
    say: &Say,
    track: &TaskTrack,
    found: &Span,
    tells_spawn: bool,
) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("from", found.from.to_string()),
        ("to", found.to.map_or("goes on".into(), |to| to.to_string())),
    ];
    if let Some(line) = found.waited.and_then(|waited| say.line(waited.place)) {
        let label = match found.state {
            SpanState::Waiting => "waits at",
            SpanState::Ready | SpanState::Running => "had waited at",
        };
        facts.push((label, line));
    }
    let (at, by) = match track.is_thread {
        true => ("asked for at", "asked for by"),
        false => ("spawned at", "spawned by"),
    };
    if let Some(line) = say.spawned_at(track) {
        facts.push((at, line));
    }
    if let Some(parent) = track.parent.filter(|_| !tells_spawn) {
        facts.push((by, say.name(parent)));
    }
    facts
}

/// A task's life in a sentence: how long it ran and waited, and how it ended.
pub fn sentence_for_task(model: &Model, log: &Log, task: TaskId) -> String {
    let Some(track) = model.task(task) else {
        return String::new();
    };
    let say = Say { model, log };
    if track.is_thread {
        return thread(&say, track);
    }
    let total = |state| human(track.total(state, model.now()));
    let (running, ready, waiting) = (
        total(SpanState::Running),
        total(SpanState::Ready),
        total(SpanState::Waiting),
    );
    let polls = count(&track.spans, SpanState::Running);
    let times = if polls == 1 { "time" } else { "times" };
    let end = match track.end {
        Some(end) => say.end(track, end),
        None => match track.spans.last().map(|span| span.state) {
            Some(SpanState::Waiting) => "is waiting".into(),
            Some(SpanState::Running) => "is running".into(),
            _ => "is ready".into(),
        },
    };
    format!(
        "{}: ran {polls} {times}, {running} in all; ready for {ready}, waiting for {waiting}; {end}",
        say.name(task)
    )
}

fn count(spans: &Spans, state: SpanState) -> usize {
    spans.iter().filter(|span| span.state == state).count()
}

/// What a screen reader says of a lane: its name, its place in the tree, and how it ended.
pub fn lane_label(model: &Model, log: &Log, task: TaskId) -> String {
    let Some(track) = model.task(task) else {
        return String::new();
    };
    let say = Say { model, log };
    let mut label = say.name(task);
    if let Some(parent) = track.parent {
        let how = match track.is_thread {
            true => "a thread for",
            false => "spawned by",
        };
        label = format!("{label}, {how} {}", say.name(parent));
    }
    match track.end.map(|(_, outcome)| CapKind::of(outcome)) {
        Some(CapKind::Done) => label + ", done",
        Some(CapKind::Failed) => label + ", failed",
        Some(CapKind::Cancelled) => label + ", cancelled",
        None => label,
    }
}

/// The name of a kind of wait, as a legend has it.
pub fn wait_name(kind: WaitKind) -> &'static str {
    match kind {
        WaitKind::Turn => "a turn for others",
        WaitKind::Timer => "timer",
        WaitKind::Io => "I/O",
        WaitKind::Queue => "queue",
        WaitKind::Lock => "lock",
        WaitKind::Task => "task",
        WaitKind::Other => "other",
    }
}
