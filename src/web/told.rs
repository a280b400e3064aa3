//! What an element tells the page around it, as DOM events.

use crate::lint::Finding;
use crate::trace::track::{Outcome, SpanState};
use crate::trace::{Log, Model};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

/// Something to tell.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// What `src` names is shown.
    Loaded,
    /// The reader turned a knob; the link that says so.
    Changed(String),
    /// A run of this lesson began.
    Begun(&'static str),
    /// The run is over, and read.
    Ended(Totals),
    /// Something remarkable about the run, and the names of the tasks it is about.
    Found(Finding, Vec<String>),
    /// Something could not be done; why.
    Failed(String),
}

/// What ended a run beside the program itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending<'a> {
    /// Nothing: the main task ended.
    Program,
    /// The reader stopped it.
    Stopped,
    /// The engine of a script ended it; why.
    Failed(&'a str),
}

/// A run in numbers.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    lesson: &'static str,
    outcome: &'static str,
    error: Option<String>,
    tasks: usize,
    events: u64,
    took: f64,
    running: f64,
    ready: f64,
    waiting: f64,
    findings: usize,
}

impl Totals {
    /// Counts what a run made of its tasks. Durations are milliseconds.
    pub(crate) fn of(
        lesson: &'static str,
        end: Ending,
        findings: usize,
        model: &Model,
        log: &Log,
    ) -> Totals {
        let now = model.now();
        let sum = |state| {
            let micros = model.tasks().iter().map(|task| task.total(state, now));
            micros.map(|time| time.as_micros() as f64).sum::<f64>() / 1000.0
        };
        let main = model.tasks().first().and_then(|main| main.end);
        let (outcome, error) = match (end, main) {
            (Ending::Stopped, _) => ("stopped", None),
            (Ending::Failed(why), _) => ("failed", Some(why.to_owned())),
            (_, Some((_, Outcome::Failed(why)))) => ("failed", Some(log.text(why).to_owned())),
            (_, Some((_, Outcome::Cancelled))) => ("cancelled", None),
            _ => ("done", None),
        };
        Totals {
            lesson,
            outcome,
            error,
            tasks: model.tasks().len(),
            events: log.next_seq(),
            took: now.as_micros() as f64 / 1000.0,
            running: sum(SpanState::Running),
            ready: sum(SpanState::Ready),
            waiting: sum(SpanState::Waiting),
            findings,
        }
    }

    fn detail(&self) -> Vec<(&'static str, JsValue)> {
        let mut detail = vec![
            ("lesson", self.lesson.into()),
            ("outcome", self.outcome.into()),
            ("tasks", (self.tasks as f64).into()),
            ("events", (self.events as f64).into()),
            ("took", self.took.into()),
            ("running", self.running.into()),
            ("ready", self.ready.into()),
            ("waiting", self.waiting.into()),
            ("findings", (self.findings as f64).into()),
        ];
        detail.extend(self.error.as_deref().map(|error| ("error", error.into())));
        detail
    }
}

impl Told {
    fn name(&self) -> &'static str {
        match self {
            Told::Loaded => "load",
            Told::Changed(_) => "settings",
            Told::Begun(_) => "run-start",
            Told::Ended(_) => "run-end",
            Told::Found(..) => "finding",
            Told::Failed(_) => "error",
        }
    }

    /// A run is told to those who listen on the page as well; what is about the element alone is not, as with
    /// an image.
    fn bubbles(&self) -> bool {
        matches!(self, Told::Begun(_) | Told::Ended(_) | Told::Found(..))
    }

    fn detail(&self) -> Vec<(&'static str, JsValue)> {
        match self {
            Told::Loaded => Vec::new(),
            Told::Changed(link) => vec![("link", link.into())],
            Told::Begun(lesson) => vec![("lesson", (*lesson).into())],
            Told::Ended(totals) => totals.detail(),
            Told::Found(finding, tasks) => {
                let tasks: Array = tasks.iter().map(JsValue::from).collect();
                vec![
                    ("kind", finding.kind.id().into()),
                    ("title", (&finding.title).into()),
                    ("sentence", (&finding.sentence).into()),
                    ("advice", (&finding.advice).into()),
                    ("from", (finding.at.as_micros() as f64 / 1000.0).into()),
                    ("until", (finding.until.as_micros() as f64 / 1000.0).into()),
                    ("tasks", tasks.into()),
                ]
            }
            Told::Failed(why) => vec![("message", why.into())],
        }
    }

    /// Tells it.
    pub(crate) fn dispatch(&self, host: &HtmlElement) {
        let detail = Object::new();
        for (name, value) in self.detail() {
            // A plain object takes any property.
            let _ = Reflect::set(&detail, &name.into(), &value);
        }
        let init = CustomEventInit::new();
        init.set_bubbles(self.bubbles());
        init.set_composed(self.bubbles());
        init.set_detail(&detail);
        let event = CustomEvent::new_with_event_init_dict(self.name(), &init);
        // What a host's listener throws goes to the console, not to the one who tells.
        let _ = host.dispatch_event(&event.expect_throw("an event's name"));
    }
}
