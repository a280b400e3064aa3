//! Whether the page itself goes on while a lesson runs: a field to type in, something that moves with each
//! frame, and the longest time between two of them.

use crate::time::{Duration, human};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as, milliseconds, svg, wants_less_motion};
use crate::web::state::State;
use web_sys::{HtmlElement, HtmlInputElement};

/// Where the ball can be, in the units of its picture.
const WAY: f64 = 100.0;
/// Milliseconds from one side to the other.
const CROSSING: f64 = 900.0;

pub(super) struct Alive {
    root: HtmlElement,
    hidden: Flag,
    ball: Attr,
    words: Text,
    /// The run that was seen last, when its last frame was drawn, and the longest time between two.
    seen: (u32, f64, f64),
}

impl Alive {
    pub(super) fn new() -> Alive {
        let field: HtmlInputElement = html_as("input");
        let field = (field.attr("type", "text").attr("autocomplete", "off"))
            .attr("placeholder", "Run, then type here");
        let label = html("label")
            .child(
                html("span")
                    .class("name")
                    .text("Does the page still listen?"),
            )
            .child(field);
        let ball = svg("circle").attr("r", "5").attr("cy", "6");
        let picture = (svg("svg").attr("viewBox", "-6 0 112 12"))
            .attr("aria-hidden", "true")
            .child(&ball);
        let words = html("span").class("words");
        let root = html("div")
            .class("alive")
            .child(label)
            .child(html("p").child(picture).child(&words));
        Alive {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            ball: Attr::new(ball, "cx"),
            words: Text::new(words),
            seen: (0, 0.0, 0.0),
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
        let (number, before, longest) = self.seen;
        if !run.is_going_on() && number == run.number && before == 0.0 {
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
        self.seen = (
            run.number,
            if run.is_going_on() { now } else { 0.0 },
            longest,
        );
        if !wants_less_motion() {
            let along = now / CROSSING % 2.0;
            let x = (1.0 - (along - 1.0).abs()) * WAY;
            self.ball.show(&format!("{x:.1}"));
        }
        let longest = human(Duration::from_millis(longest as u64));
        self.words
            .show(&format!("longest time without a frame: {longest}"));
    }
}
