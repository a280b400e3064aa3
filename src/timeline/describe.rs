//! The picture in words: what a span, a lane and a task's whole life tell a reader.

use super::layout::{CapKind, WaitKind};
use super::say::Say;
use super::why;
use crate::time::human;
use crate::trace::log::Place;
use crate::trace::track::State;
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
    let Some(track) = model.task(task) else {
        return Description::default();
    };
    let Some(found) = track.spans.get(span) else {
        return Description::default();
    };
    let say = Say { model, log };
    let lasted = human(found.duration(model.now()));
    let goes_on = found.to.is_none();
    let at_once = found.to == Some(found.from);
    let so_far = if goes_on { " so far" } else { "" };
    let (state, mut sentence) = match found.state {
        State::Running if at_once => ("running", "running, too short for the clock to tell".into()),
        State::Running => ("running", format!("running for {lasted}{so_far}")),
        State::Ready => {
            let why = why::look(model, log, task, span, MOST_EVENTS).unwrap_or_default();
            ("ready", why.turn(&say, found.to.is_none()))
        }
        State::Waiting => {
            let on = say.wait(found.waited.map(|waited| waited.on));
            ("waiting", format!("waiting {lasted}{so_far} {on}"))
        }
    };
    if found.cleanup {
        let doing = sentence;
        sentence = format!(
            "cleaning up for {} after its cancellation; {doing}",
            say.cleanup(track)
        );
    }
    if let Some(by) = say.woken(track.id, &found) {
        sentence = format!("{sentence}; {by}");
    }
    let is_last = span + 1 == track.spans.len();
    if let (true, Some((_, outcome))) = (is_last, track.end) {
        sentence = format!("{sentence}; {}", say.end(track, outcome, ""));
    }
    let mut facts = vec![
        ("from", found.from.to_string()),
        ("to", found.to.map_or("goes on".into(), |to| to.to_string())),
    ];
    if let Some(place) = found.waited.and_then(|waited| log.place(waited.place)) {
        let label = match found.state {
            State::Waiting => "waits at",
            State::Ready | State::Running => "had waited at",
        };
        facts.push((label, place_text(place)));
    }
    if let Some(place) = track.place.and_then(|place| log.place(place)) {
        facts.push(("spawned at", place_text(place)));
    }
    if let Some(parent) = track.parent {
        facts.push(("spawned by", say.name(parent)));
    }
    Description {
        title: format!("{}: {state}", say.name(task)),
        sentence,
        facts,
    }
}

/// A task's life in a sentence: how long it ran and waited, and how it ended.
pub fn sentence_for_task(model: &Model, log: &Log, task: TaskId) -> String {
    let Some(track) = model.task(task) else {
        return String::new();
    };
    let say = Say { model, log };
    let total = |state| human(track.total(state, model.now()));
    let (running, ready, waiting) = (
        total(State::Running),
        total(State::Ready),
        total(State::Waiting),
    );
    let polls = count(&track.spans, State::Running);
    let times = if polls == 1 { "time" } else { "times" };
    let end = match track.end {
        Some((at, outcome)) => say.end(track, outcome, &format!(" at {at}")),
        None => match track.spans.last().map(|span| span.state) {
            Some(State::Waiting) => "is waiting".into(),
            Some(State::Running) => "is running".into(),
            _ => "is ready".into(),
        },
    };
    format!(
        "{}: ran {polls} {times}, {running} in all; ready for {ready}, waiting for {waiting}; {end}",
        say.name(task)
    )
}

fn count(spans: &Spans, state: State) -> usize {
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
        label = format!("{label}, spawned by {}", say.name(parent));
    }
    match track.end.map(|(_, outcome)| CapKind::of(outcome)) {
        Some(CapKind::Done) => label + ", done",
        Some(CapKind::Failed) => label + ", failed",
        Some(CapKind::Cancelled) => label + ", cancelled",
        None => label,
    }
}

fn place_text(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
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
