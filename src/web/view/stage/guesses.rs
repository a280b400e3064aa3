//! The guesses, whose buttons run the lesson; after the run, its answer in the same place.

use crate::lessons::guide::Guess;
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{GuideMessage, Message, Sender};
use crate::web::run::Run;
use crate::web::state::State;
use crate::wording::tr;
use core::cell::Cell;
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct Guesses {
    root: HtmlElement,
    no_guide: Flag,
    no_guesses: Flag,
    buttons: Pool<GuessButton>,
    /// The version of the settings whose guesses are shown.
    version: u32,
    count: usize,
    verdict: Text,
    kind: Attr,
    answer: Text,
}

struct GuessButton {
    value: Text,
    meaning: Text,
    _pressed: Listener,
}

impl Guesses {
    pub(super) fn new(sender: &Sender) -> Guesses {
        let (verdict, answer) = (html("span").class("verdict"), html("span"));
        let answers = html("p")
            .class("answer")
            .attr("role", "status")
            .attr("tabindex", "-1")
            .child(&verdict)
            .child(&answer);
        let asks = html("div")
            .class("guesses")
            .attr("role", "group")
            .attr("aria-label", tr!("Guess the answer, and run"))
            .child(html("span").class("ask").text(tr!("Your guess?")));
        let root = html("div").class("guide").child(&asks).child(&answers);
        let (sender, next) = (sender.clone(), Cell::new(0));
        let make = move || {
            let number = next.replace(next.get() + 1);
            let (value, meaning) = (html("span"), html("span").class("meaning"));
            let button: HtmlButtonElement = html_as("button");
            let button = button.class("guess").attr("type", "button");
            let button = button.child(&value).child(&meaning);
            let (sender, answers) = (sender.clone(), answers.clone());
            let made = GuessButton {
                value: Text::new(value),
                meaning: Text::new(meaning),
                _pressed: Listener::new(button.clone(), "click", move |_| {
                    sender.send(Message::Guide(GuideMessage::Guess(number)));
                    // The button is about to be hidden. Its place is taken by the answer.
                    let _ = answers.focus();
                }),
            };
            (button.into(), made)
        };
        Guesses {
            no_guide: Flag::new(root.clone(), "hidden"),
            root,
            no_guesses: Flag::new(asks.clone(), "hidden"),
            buttons: Pool::new(asks, make),
            version: 0,
            count: 0,
            kind: Attr::new(verdict.clone(), "data-verdict"),
            verdict: Text::new(verdict),
            answer: Text::new(answer),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        self.no_guide.show(state.guide().is_none());
        if self.version != state.settings.version {
            self.version = state.settings.version;
            self.show_guesses(&state.guesses());
        }
        let is_changed = state.is_changed();
        let is_running = state.run.as_ref().is_some_and(Run::is_growing);
        // A run that starts by itself leaves no time to guess, and what would be below the guesses must not move.
        let asks = !is_running && !state.is_about_to_run() && (state.run.is_none() || is_changed);
        self.no_guesses.show(!asks || self.count == 0);
        let guidance = &state.guidance;
        let (kind, verdict) = match guidance.guess().filter(|_| !asks) {
            None => ("", String::new()),
            Some(guess) => {
                let value = &guess.value;
                match guidance.is_right() {
                    None => ("open", tr!("You guessed: {value}.", value)),
                    Some(true) => ("right", tr!("You guessed: {value}. That is right.", value)),
                    Some(false) => ("wrong", tr!("You guessed: {value}. Not quite.", value)),
                }
            }
        };
        self.kind.show(kind);
        self.verdict.show(&verdict);
        // A narrated run has its answer at its last step.
        let is_early = (state.narrated()).is_some_and(|step| step.number < step.count);
        let answer = guidance
            .answer
            .as_ref()
            .filter(|_| !is_changed && !is_early);
        self.answer
            .show(answer.map_or("", |answer| &answer.sentence));
    }

    fn show_guesses(&mut self, guesses: &[Guess]) {
        self.count = guesses.len();
        for (button, guess) in self.buttons.show(guesses.len()).zip(guesses) {
            button.value.show(&guess.value);
            button.meaning.show(guess.meaning);
        }
    }
}
