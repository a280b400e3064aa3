//! The DOM events of the element.

use crate::element_api::events as api;
use crate::lint::Finding;
use crate::time::Duration;
use crate::trace::{Outcome, PerState, RunView, TaskState};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

/// An event for the host page.
#[derive(Clone, Debug)]
pub(crate) enum ElementEvent {
    /// The recording at `src` is shown; its title.
    Load(String),
    /// The reader changed a setting, typed into an example or opened a recording; the new link, and the title of what is
    /// shown.
    Settings(String, String),
    /// A run of this lesson started.
    RunStart(&'static str),
    /// The run has ended, and all of it was read.
    RunEnd(RunTotals),
    /// A search for other orders is over.
    Orders(OrdersTotals),
    /// A finding, with the names of its tasks.
    Finding(Finding, Vec<String>),
    /// Something failed; why.
    Error(String),
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndCause<'a> {
    /// The main task ended.
    Program,
    /// The reader stopped it.
    Stopped,
    /// The script's engine ended it; why.
    Failed(&'a str),
}

/// The detail of `run-end`.
#[derive(Clone, Debug)]
pub(crate) struct RunTotals {
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
    guess: Option<&'static str>,
    solved: bool,
}

/// The detail of `orders`.
#[derive(Clone, Debug)]
pub(crate) struct OrdersTotals {
    pub(crate) lesson: &'static str,
    pub(crate) tried: usize,
    pub(crate) outcomes: usize,
    pub(crate) is_complete: bool,
    pub(crate) is_solved: bool,
}

impl RunTotals {
    /// With the reader's success: whether the guess was right, and the exercise is solved.
    pub(crate) fn with_success(self, is_right: Option<bool>, solved: bool) -> RunTotals {
        let guess = is_right.map(|is_right| if is_right { "right" } else { "wrong" });
        RunTotals {
            guess,
            solved,
            ..self
        }
    }

    /// Sums up a run. Durations are in milliseconds.
    pub(crate) fn of(
        lesson: &'static str,
        cause: EndCause,
        findings: usize,
        run: RunView<'_>,
    ) -> RunTotals {
        let now = run.model.now();
        let times = run.model.tasks().iter().map(|task| task.times(now));
        let sum = |time: fn(&PerState<Duration>) -> Duration| {
            let micros = times.clone().map(|times| time(&times).as_micros() as f64);
            micros.sum::<f64>() / 1000.0
        };
        let main = run.model.tasks().first().and_then(|main| main.end);
        let (outcome, error) = match (cause, main) {
            (EndCause::Stopped, _) => ("stopped", None),
            (EndCause::Failed(why), _) => ("failed", Some(why.to_owned())),
            (_, Some((_, Outcome::Failed(why)))) => ("failed", Some(run.log.text(why).to_owned())),
            (_, Some((_, Outcome::Cancelled))) => ("cancelled", None),
            _ => ("done", None),
        };
        RunTotals {
            lesson,
            outcome,
            error,
            tasks: run
                .model
                .tasks()
                .len()
                .saturating_sub(run.model.scheduled_calls),
            events: run.log.next_seq(),
            took: now.as_micros() as f64 / 1000.0,
            running: sum(|times| times[TaskState::Running]),
            ready: sum(|times| times[TaskState::Ready]),
            waiting: sum(PerState::waiting),
            findings,
            guess: None,
            solved: false,
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
            ("solved", self.solved.into()),
        ];
        detail.extend(self.guess.map(|guess| ("guess", guess.into())));
        detail.extend(self.error.as_deref().map(|error| ("error", error.into())));
        detail
    }
}

impl ElementEvent {
    /// Its type, and whether it bubbles. Events about runs bubble. Those about the element alone do not, like `load` and
    /// `error` of an image.
    fn kind(&self) -> (&'static str, bool) {
        match self {
            ElementEvent::Load(_) => const { api::LOAD.kind() },
            ElementEvent::Settings(..) => const { api::SETTINGS.kind() },
            ElementEvent::RunStart(_) => const { api::RUN_START.kind() },
            ElementEvent::RunEnd(_) => const { api::RUN_END.kind() },
            ElementEvent::Orders(_) => const { api::ORDERS.kind() },
            ElementEvent::Finding(..) => const { api::FINDING.kind() },
            ElementEvent::Error(_) => const { api::ERROR.kind() },
        }
    }

    fn detail(&self) -> Vec<(&'static str, JsValue)> {
        match self {
            ElementEvent::Load(title) => vec![("title", title.into())],
            ElementEvent::Settings(link, title) => {
                vec![("link", link.into()), ("title", title.into())]
            }
            ElementEvent::RunStart(lesson) => vec![("lesson", (*lesson).into())],
            ElementEvent::RunEnd(totals) => totals.detail(),
            ElementEvent::Orders(totals) => vec![
                ("lesson", totals.lesson.into()),
                ("tried", (totals.tried as f64).into()),
                ("outcomes", (totals.outcomes as f64).into()),
                ("complete", totals.is_complete.into()),
                ("solved", totals.is_solved.into()),
            ],
            ElementEvent::Finding(finding, tasks) => {
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
            ElementEvent::Error(why) => vec![("message", why.into())],
        }
    }

    /// Dispatches the event on the element.
    pub(crate) fn dispatch(&self, host: &HtmlElement) {
        let detail = Object::new();
        for (name, value) in self.detail() {
            // Setting a property of a plain object can't fail.
            let _ = Reflect::set(&detail, &name.into(), &value);
        }
        let (name, bubbles) = self.kind();
        let init = CustomEventInit::new();
        init.set_bubbles(bubbles);
        init.set_composed(bubbles);
        init.set_detail(&detail);
        let event = CustomEvent::new_with_event_init_dict(name, &init);
        // Exceptions in the host's listeners go to the console, not to us.
        let _ = host.dispatch_event(&event.expect_throw("an event's name"));
    }
}
