//! The event loop at the reader's moment, as boxes: what runs, the ready queue, the next timers. It has a fixed height.

use super::lane::shorten;
use crate::timeline::{LoopAt, loop_at};
use crate::trace::{Moment, RunView, TaskId};
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::state::State;
use crate::wording::tr;
use web_sys::HtmlElement;

/// How many boxes of each kind are in the DOM. What does not fit is cut off; the number of all is next to the heading.
const MAX_BOXES: usize = 16;
/// The longest name in a box, in characters.
const NAME: usize = 14;

pub(super) struct LoopNow {
    root: HtmlElement,
    label: Attr,
    state: Attr,
    parts: [Part; 3],
    /// The run, and the position in its log, that is drawn.
    drawn: Option<(u32, u64, u64)>,
}

/// A heading with boxes.
struct Part {
    heading: Text,
    boxes: Pool<(Attr, Text, Text)>,
}

/// What a box says: the kind of its outline, a name, and a time.
type BoxText = (&'static str, String, String);

impl Part {
    fn new(class: &str) -> (HtmlElement, Part) {
        let (heading, boxes) = (html("span").class("heading"), html("span").class("boxes"));
        let root = html("div").class(class).child(&heading).child(&boxes);
        let part = Part {
            heading: Text::new(heading),
            boxes: Pool::new(boxes, || {
                let (name, time) = (html("span"), html("span").class("due"));
                let frame = html("span").child(&name).child(&time);
                let parts = (
                    Attr::new(frame.clone(), "class"),
                    Text::new(name),
                    Text::new(time),
                );
                (frame.into(), parts)
            }),
        };
        (root, part)
    }

    fn draw(&mut self, heading: &str, count: usize, texts: &[BoxText]) {
        let number = if count > 1 {
            format!(" {count}")
        } else {
            String::new()
        };
        self.heading.show(&format!("{heading}{number}"));
        let shown = self.boxes.show(texts.len());
        for ((class, name, time), (kind, text, due)) in shown.zip(texts) {
            class.show(kind);
            name.show(text);
            time.show(due);
        }
    }
}

impl LoopNow {
    pub(super) fn new() -> LoopNow {
        let [running, ready, timers] = ["now-running", "now-ready", "now-timers"].map(Part::new);
        let root = html("div")
            .class("loop-now")
            .attr("role", "img")
            .child(&running.0)
            .child(&ready.0)
            .child(&timers.0);
        let mut view = LoopNow {
            label: Attr::new(root.clone(), "aria-label"),
            state: Attr::new(root.clone(), "data-state"),
            root,
            parts: [running.1, ready.1, timers.1],
            drawn: None,
        };
        view.show(None, None);
        view
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let Some(run) = &state.run else {
            self.drawn = None;
            return self.show(None, None);
        };
        let moment = state.playback.player.moment();
        let read = run.model.next_seq();
        let seq = moment.map_or(read.saturating_sub(1), |moment| moment.seq);
        let at = (run.number, seq, read);
        if self.drawn == Some(at) {
            return;
        }
        self.drawn = Some(at);
        let now = run.model.now();
        let moment = moment.unwrap_or(Moment { seq, at: now });
        run.with_view(|view| {
            let found = loop_at(view, moment);
            self.show(Some((view, moment)), found.as_ref());
        });
    }

    fn show(&mut self, at: Option<(RunView<'_>, Moment)>, found: Option<&LoopAt>) {
        let [running, ready, timers] = &mut self.parts;
        let (Some((view, moment)), Some(found)) = (at, found) else {
            let (label, heading) = match at {
                None => (tr!("The event loop: no run yet"), tr!("Running")),
                Some(_) => (
                    tr!("The event loop: too many tasks to list"),
                    tr!("Too many tasks to list"),
                ),
            };
            self.label.show(label);
            self.state.show("idle");
            running.draw(heading, 0, &[]);
            ready.draw(tr!("Ready"), 0, &[]);
            return timers.draw(tr!("Timers"), 0, &[]);
        };
        let name = |task: TaskId| shorten(&view.task_name(task), NAME);
        self.label.show(&tr!(
            "The event loop: {sentence}",
            sentence = found.sentence(view)
        ));
        self.state.show(if found.running.is_some() {
            "running"
        } else {
            "idle"
        });
        let runs = match found.running {
            Some(task) => ("box runs", name(task), String::new()),
            None if found.is_over => ("box none", tr!("all tasks ended").into(), String::new()),
            None if found.ready.is_empty() => ("box none", tr!("idle").into(), String::new()),
            None => ("box none", tr!("between turns").into(), String::new()),
        };
        running.draw(tr!("Running"), 0, &[runs]);
        let boxes = found.ready.iter().take(MAX_BOXES);
        let boxes = boxes.map(|task| ("box queued-box", name(*task), String::new()));
        ready.draw(tr!("Ready"), found.ready.len(), &boxes.collect::<Vec<_>>());
        let boxes = found.timers.iter().take(MAX_BOXES).map(|timer| {
            let due = match timer.due <= moment.at {
                true => tr!("due").into(),
                false => timer.due.to_string(),
            };
            let class = if timer.is_limit {
                "box limit-box"
            } else {
                "box"
            };
            (class, name(timer.task), due)
        });
        timers.draw(
            tr!("Timers"),
            found.timers.len(),
            &boxes.collect::<Vec<_>>(),
        );
    }
}
