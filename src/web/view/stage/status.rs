//! The Run and Stop buttons, and the status of the run.

use super::pace::pace;
use super::run_status::{run_status, script_status};
use crate::timeline::shapes;
use crate::trace::OutcomeKind;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as, svg};
use crate::web::listener::Listener;
use crate::web::message::{DisplayMessage, Message, RunMessage, Sender};
use crate::web::reader_script::script_run::ScriptRun;
use crate::web::run::Run;
use crate::web::state::State;
use crate::wording::{tr, tr_n, translate};
use web_sys::{HtmlButtonElement, HtmlElement, SvgElement};

pub(super) struct Status {
    root: HtmlElement,
    run: Text,
    /// Hides the buttons of what can only be looked at.
    cannot_run: [Flag; 2],
    cannot_stop: Flag,
    both: Text,
    no_both: Flag,
    status: Attr,
    words: Text,
    count: Text,
    icon: StatusIcon,
    fold: Text,
    is_open: Attr,
    not_live: Flag,
    _listeners: [Listener; 4],
}

impl Status {
    pub(super) fn new(sender: &Sender) -> Status {
        let button = |class: &str, label: &str| {
            let button: HtmlButtonElement = html_as("button");
            button.class(class).attr("type", "button").text(label)
        };
        let (run, stop) = (button("run", tr!("Run")), button("stop", tr!("Stop")));
        let both = button("both", "");
        let fold = button("fold", "");
        let words = html("span").attr("role", "status");
        let count = html("span").class("count");
        let icon = StatusIcon::new();
        let status = (html("p").class("run-status"))
            .child(&icon.root)
            .child(&words)
            .child(&count);
        let root = html("div")
            .class("status")
            .child(&run)
            .child(&stop)
            .child(&both)
            .child(&status)
            .child(&fold);
        let (to_run, to_stop, to_fold) = (sender.clone(), sender.clone(), sender.clone());
        let to_show = sender.clone();
        Status {
            root,
            cannot_run: [
                Flag::new(run.clone(), "hidden"),
                Flag::new(stop.clone(), "hidden"),
            ],
            cannot_stop: Flag::new(stop.clone(), "disabled"),
            no_both: Flag::new(both.clone(), "hidden"),
            both: Text::new(both.clone()),
            status: Attr::new(status, "data-status"),
            words: Text::new(words),
            count: Text::new(count),
            icon,
            is_open: Attr::new(fold.clone(), "aria-expanded"),
            not_live: Flag::new(fold.clone(), "hidden"),
            fold: Text::new(fold.clone()),
            _listeners: [
                Listener::new(run.clone(), "click", move |_| {
                    to_run.send(Message::Run(RunMessage::Start))
                }),
                Listener::new(stop, "click", move |_| {
                    to_stop.send(Message::Run(RunMessage::Stop))
                }),
                Listener::new(both, "click", move |_| {
                    to_show.send(Message::Run(RunMessage::ShowBoth))
                }),
                Listener::new(fold, "click", move |_| {
                    to_fold.send(Message::Display(DisplayMessage::ToggleCollapsed))
                }),
            ],
            run: Text::new(run),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let run = state.run.as_ref();
        let is_running = run.is_some_and(Run::is_running);
        let is_queued = (run.and_then(Run::script_run)).is_some_and(ScriptRun::is_queued);
        self.run.show(match run {
            None => tr!("Run"),
            Some(_) if is_queued => tr!("Run now"),
            Some(_) => tr!("Run again"),
        });
        for hidden in &mut self.cannot_run {
            hidden.show(state.settings.subject.is_recording());
        }
        self.cannot_stop.show(!is_running);
        let pair = state.pair().filter(|_| !state.is_live());
        self.no_both.show(pair.is_none());
        if let Some(pair) = pair {
            let names = pair.names.map(translate).join(", ");
            self.both.show(&tr!("Show both: {names}", names));
        }
        let (status, words, count) = match run {
            None if state.settings.subject.is_recording() => {
                ("ready", String::new(), String::new())
            }
            None => ("ready", tr!("Not run yet").to_owned(), String::new()),
            Some(run) if state.is_live() => {
                let (status, words) = match state.playback.player.moment() {
                    _ if !is_running => ("failed", tr!("Crashed")),
                    Some(_) => ("running", tr!("Held here; the page goes on")),
                    None => ("running", tr!("Live")),
                };
                let found = finding_count(state);
                let comma = if found.is_empty() { "" } else { ", " };
                let count = format!("{}{comma}{found}", run_status(run, false).2);
                (status, words.to_owned(), count)
            }
            Some(run) if run.is_followed() => {
                let words = match state.playback.player.moment() {
                    Some(_) => tr!("Held here; still recording"),
                    None => tr!("Still recording"),
                };
                ("running", words.to_owned(), run_status(run, false).2)
            }
            Some(run) => script_status(run).unwrap_or_else(|| run_status(run, state.is_stuck())),
        };
        // A recording of another program has its title as the heading.
        let is_of_lesson = !state.settings.subject.is_recording();
        let words = match run.filter(|run| is_of_lesson && run.is_recording() && !run.is_growing())
        {
            Some(run) => tr!(
                "Recording of “{title}”. {words}",
                title = translate(&run.title),
                words
            ),
            None => words,
        };
        let (status, words, count) = match changed(state) {
            Some(changed) if status != "running" => ("changed", changed.to_owned(), String::new()),
            _ => (status, words, count),
        };
        self.not_live.show(!state.is_live());
        let found = finding_count(state);
        self.fold.show(&match state.display.collapsed {
            true if found.is_empty() => tr!("What this page does").to_owned(),
            true => tr!("What this page does: {found}", found),
            false => tr!("Fold away").to_owned(),
        });
        self.is_open.show(if state.display.collapsed {
            "false"
        } else {
            "true"
        });
        self.icon.draw(status);
        self.status.show(status);
        self.words.show(&words);
        self.count.show(&(count + &pace(state)));
    }
}

/// The number of findings in words; empty for none.
fn finding_count(state: &State) -> String {
    match state.search.findings().len() {
        0 => String::new(),
        n => tr_n!(n, "1 finding", "{n} findings"),
    }
}

/// The text for when the settings have changed since the run.
fn changed(state: &State) -> Option<&'static str> {
    state.is_changed().then_some(match state.is_script() {
        true => tr!("The script has changed. Run it again."),
        false => tr!("Settings have changed. Run again."),
    })
}

/// The status as an icon: a spinner, or the shape that the timeline has for the end of a task.
struct StatusIcon {
    root: SvgElement,
    class: Attr,
    body: Attr,
    mark: Attr,
    /// Advances with each frame during a run, so it stops while the loop is blocked.
    turn: Attr,
    frames: u32,
}

impl StatusIcon {
    fn new() -> StatusIcon {
        let (body, mark) = (svg("path"), svg("path").class("mark"));
        let root = (svg("svg")
            .class("status-icon")
            .attr("viewBox", "-8 -8 16 16"))
        .attr("aria-hidden", "true")
        .child(&body)
        .child(&mark);
        StatusIcon {
            root,
            class: Attr::new(body.clone(), "class"),
            body: Attr::new(body.clone(), "d"),
            mark: Attr::new(mark, "d"),
            turn: Attr::new(body, "transform"),
            frames: 0,
        }
    }

    fn draw(&mut self, status: &str) {
        let (class, end) = match status {
            "running" => ("spinner", None),
            "done" => ("cap done", Some(OutcomeKind::Done)),
            "failed" => ("cap failed", Some(OutcomeKind::Failed)),
            "stopped" => ("cap cancelled", Some(OutcomeKind::Cancelled)),
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
