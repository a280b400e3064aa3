//! Shows whether the page responds while a lesson runs: a text field, a ball that moves with each frame, and the longest
//! time between two frames.

use crate::time::{Duration, human};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as, milliseconds, svg, wants_less_motion};
use crate::web::state::State;
use crate::wording::tr;
use web_sys::{HtmlElement, HtmlInputElement};

/// The range of the ball, in units of its picture.
const RANGE: f64 = 100.0;
/// Milliseconds for the ball to cross its range.
const CROSSING: f64 = 900.0;

pub(super) struct Responsiveness {
    root: HtmlElement,
    hidden: Flag,
    ball: Attr,
    words: Text,
    /// The number of the last run, the time of its last frame, and the longest time between two frames.
    measured: (u32, f64, f64),
}

impl Responsiveness {
    pub(super) fn new() -> Responsiveness {
        let field: HtmlInputElement = html_as("input");
        let field = (field.attr("type", "text").attr("autocomplete", "off"))
            .attr("placeholder", tr!("Run, then type here"));
        let label = html("label")
            .child(
                html("span")
                    .class("name")
                    .text(tr!("Does the page still respond?")),
            )
            .child(field);
        let ball = svg("circle").attr("r", "5").attr("cy", "6");
        let picture = (svg("svg").attr("viewBox", "-6 0 112 12"))
            .attr("aria-hidden", "true")
            .child(&ball);
        let words = html("span").class("words");
        let root = html("div")
            .class("responsiveness")
            .child(label)
            .child(html("p").child(picture).child(&words));
        Responsiveness {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            ball: Attr::new(ball, "cx"),
            words: Text::new(words),
            measured: (0, 0.0, 0.0),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State, on: bool) {
        self.hidden.show(!on);
        let run = state.run.as_ref().filter(|_| on);
        let Some(run) = run else {
            self.words.show("");
            return;
        };
        let (number, before, longest) = self.measured;
        if !run.is_running() && number == run.number && before == 0.0 {
            return;
        }
        let now = milliseconds();
        let gap = if number == run.number {
            now - before
        } else {
            0.0
        };
        let longest = if number == run.number {
            longest.max(gap)
        } else {
            0.0
        };
        // The frame after the end is the last that counts.
        self.measured = (
            run.number,
            if run.is_running() { now } else { 0.0 },
            longest,
        );
        if !wants_less_motion() {
            let along = now / CROSSING % 2.0;
            let x = (1.0 - (along - 1.0).abs()) * RANGE;
            self.ball.show(&format!("{x:.1}"));
        }
        let longest = human(Duration::from_millis(longest as u64));
        self.words
            .show(&tr!("longest time without a frame: {longest}", longest));
    }
}
