//! Run, stop, and how the run stands.

use crate::time::human;
use crate::timeline::{CapKind, Ended, ended, shapes};
use crate::web::app::{Message, Sender};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as, svg};
use crate::web::listener::Listener;
use crate::web::run::Run;
use crate::web::state::State;
use web_sys::{HtmlButtonElement, HtmlElement, SvgElement};

pub(super) struct Status {
    root: HtmlElement,
    run: Text,
    cannot_stop: Flag,
    stand: Attr,
    words: Text,
    count: Text,
    sign: Sign,
    fold: Text,
    is_open: Attr,
    not_live: Flag,
    _listeners: [Listener; 3],
}

impl Status {
    pub(super) fn new(sender: &Sender) -> Status {
        let button = |class: &str, label: &str| {
            let button: HtmlButtonElement = html_as("button");
            button.class(class).attr("type", "button").text(label)
        };
        let (run, stop) = (button("run", "Run"), button("stop", "Stop"));
        let fold = button("fold", "");
        let words = html("span").attr("role", "status");
        let count = html("span").class("count");
        let sign = Sign::new();
        let stand = (html("p").class("stand"))
            .child(&sign.root)
            .child(&words)
            .child(&count);
        let root = html("div")
            .class("status")
            .child(&run)
            .child(&stop)
            .child(&stand)
            .child(&fold);
        let (to_run, to_stop, to_fold) = (sender.clone(), sender.clone(), sender.clone());
        Status {
            root,
            cannot_stop: Flag::new(stop.clone(), "disabled"),
            stand: Attr::new(stand, "data-stand"),
            words: Text::new(words),
            count: Text::new(count),
            sign,
            is_open: Attr::new(fold.clone(), "aria-expanded"),
            not_live: Flag::new(fold.clone(), "hidden"),
            fold: Text::new(fold.clone()),
            _listeners: [
                Listener::new(run.clone(), "click", move |_| to_run.send(Message::Run)),
                Listener::new(stop, "click", move |_| to_stop.send(Message::Stop)),
                Listener::new(fold, "click", move |_| to_fold.send(Message::FoldAway)),
            ],
            run: Text::new(run),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let run = state.run.as_ref();
        let going_on = run.is_some_and(Run::is_going_on);
        self.run
            .show(if run.is_some() { "Run again" } else { "Run" });
        self.cannot_stop.show(!going_on);
        let (stand, words, count) = match run {
            None => ("ready", "Not run yet".to_owned(), String::new()),
            Some(run) if state.is_live() => {
                let words = match state.player.moment() {
                    Some(_) => "Held here; the page goes on",
                    None => "Live",
                };
                let found = found(state);
                let comma = if found.is_empty() { "" } else { ", " };
                let count = format!("{}{comma}{found}", describe(run, false).2);
                ("running", words.to_owned(), count)
            }
            Some(run) => describe_script(run).unwrap_or_else(|| describe(run, state.is_stuck())),
        };
        let (stand, words) = match changed(state) {
            Some(changed) if stand != "running" => ("changed", changed.to_owned()),
            _ => (stand, words),
        };
        self.not_live.show(!state.is_live());
        let found = found(state);
        self.fold.show(&match state.folded {
            true if found.is_empty() => "What this page does".to_owned(),
            true => format!("What this page does: {found}"),
            false => "Fold away".to_owned(),
        });
        self.is_open
            .show(if state.folded { "false" } else { "true" });
        self.sign.draw(stand);
        self.stand.show(stand);
        self.words.show(&words);
        self.count.show(&count);
    }
}

/// How many findings there are; nothing where there is none.
fn found(state: &State) -> String {
    match state.findings.len() {
        0 => String::new(),
        1 => "1 finding".to_owned(),
        n => format!("{n} findings"),
    }
}

/// What is said where what is shown is of other settings than those that stand there now.
fn changed(state: &State) -> Option<&'static str> {
    state.is_changed().then_some(match state.is_script() {
        true => "The script has changed. Run it again.",
        false => "Settings have changed. Run again.",
    })
}

/// How a run stands, as a shape beside the words: the one that the timeline has for the end of a task.
struct Sign {
    root: SvgElement,
    class: Attr,
    body: Attr,
    mark: Attr,
    /// Moves with each frame that the page draws while a run goes on: where the loop is blocked, it stands still.
    turn: Attr,
    frames: u32,
}

impl Sign {
    fn new() -> Sign {
        let (body, mark) = (svg("path"), svg("path").class("mark"));
        let root = (svg("svg")
            .class("sign-of-run")
            .attr("viewBox", "-8 -8 16 16"))
        .attr("aria-hidden", "true")
        .child(&body)
        .child(&mark);
        Sign {
            root,
            class: Attr::new(body.clone(), "class"),
            body: Attr::new(body.clone(), "d"),
            mark: Attr::new(mark, "d"),
            turn: Attr::new(body, "transform"),
            frames: 0,
        }
    }

    fn draw(&mut self, stand: &str) {
        let (class, end) = match stand {
            "running" => ("hand", None),
            "done" => ("cap done", Some(CapKind::Done)),
            "failed" => ("cap failed", Some(CapKind::Failed)),
            "stopped" => ("cap cancelled", Some(CapKind::Cancelled)),
            _ => ("", None),
        };
        let (body, mark) = match end.map(shapes::cap) {
            Some(shape) => (shape.body, shape.mark),
            None => ("M0 -6a6 6 0 0 1 6 6", ""),
        };
        self.frames = match end {
            None => (self.frames + 12) % 360,
            Some(_) => 0,
        };
        self.class.show(class);
        self.body.show(body);
        self.mark.show(mark);
        self.turn.show(&format!("rotate({})", self.frames));
    }
}

/// What is to be said of a script in particular: how far its engine has come, and what ended it.
fn describe_script(run: &Run) -> Option<(&'static str, String, String)> {
    let script = run.running()?;
    if let Some(bytes) = script.loading() {
        let words = "Loading the engine for scripts…".to_owned();
        let came = match bytes {
            0.0 => String::new(),
            bytes => format!("{:.1} MB", bytes / 1e6),
        };
        return Some(("running", words, came));
    }
    let (stand, _, count) = describe(run, false);
    // A turn that ended after all was not endless.
    let endless = script
        .endless()
        .filter(|_| ["running", "stopped"].contains(&stand));
    if let Some(endless) = endless {
        let words = run.with_log(|log| endless.words(&run.model, log));
        let took = human(run.now().elapsed());
        let words = match stand {
            "stopped" => format!("Stopped after {took}. {words}."),
            _ => words,
        };
        return Some((stand, words, count));
    }
    let failure = script.failure().filter(|_| !run.is_growing())?;
    if let Some(hang) = failure.hang() {
        return Some(("failed", hang.to_owned(), count));
    }
    let took = human(run.now().elapsed());
    let line = failure
        .line
        .map_or(String::new(), |line| format!(" (line {line})"));
    let words = format!("Failed after {took}: {}{line}", failure.message);
    Some(("failed", words, count))
}

/// How a run stands: a name for the style, words that seldom change, numbers that often do. One that is stuck waits for
/// ever.
fn describe(run: &Run, is_stuck: bool) -> (&'static str, String, String) {
    let of = |n: usize, what: &str| match n {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    };
    let threads = run.model.threads;
    let mut tasks = of(run.model.tasks().len().saturating_sub(threads), "task");
    if threads > 0 {
        tasks += &format!(", {}", of(threads, "thread"));
    }
    if run.is_going_on() {
        let words = match (run.stopped, is_stuck) {
            (true, _) => "Stopping…",
            (false, true) => "Stuck: nothing can continue",
            (false, false) => "Running…",
        };
        let count = format!("{}, {tasks}", run.now());
        return ("running", words.into(), count);
    }
    if run.is_growing() {
        return ("running", "Drawing…".into(), tasks);
    }
    let took = human(run.now().elapsed());
    let dropped = run.with_log(|log| log.dropped());
    let mut count = tasks;
    if dropped > 0 {
        count += &format!("; the first {dropped} events no longer fit into the recording");
    }
    let (stand, words) = ending(run, &took);
    let words = match run.is_recording() {
        true => format!("Recording of “{}”. {words}", run.title),
        false => words,
    };
    (stand, words, count)
}

/// How a run has ended.
fn ending(run: &Run, took: &str) -> (&'static str, String) {
    if run.stopped {
        return ("stopped", format!("Stopped after {took}"));
    }
    let ended = match ended(&run.model) {
        // A run that the page saw to its end has ended by itself, whatever tasks it left.
        Ended::Stopped if !run.is_recording() => Ended::Done,
        ended => ended,
    };
    let stand = match ended {
        Ended::Done => "done",
        Ended::Failed(_) | Ended::Deadlock(_) => "failed",
        Ended::Cancelled | Ended::Stopped => "stopped",
    };
    (stand, run.with_log(|log| ended.words(run.now(), log)))
}
