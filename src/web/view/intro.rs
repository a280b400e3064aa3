//! The title, the lesson's sentence and question, and problems with the element's attributes.

use crate::web::cell::{Flag, Text};
use crate::web::dom::{Build, html};
use crate::web::listener::Listener;
use crate::web::message::{FileMessage, Message, Sender};
use crate::web::state::State;
use crate::web::subject::Subject;
use crate::web::view::terms;
use crate::wording::translate;
use web_sys::HtmlElement;

pub(super) struct Intro {
    root: HtmlElement,
    title: Text,
    sentence: HtmlElement,
    question: HtmlElement,
    /// The texts of the two.
    texts: (&'static str, &'static str),
    problem: Text,
    no_problem: Flag,
    no_way_back: Flag,
    _closed: Listener,
}

impl Intro {
    pub(super) fn new(sender: &Sender) -> Intro {
        let back = html("a")
            .class("back")
            .attr("href", &format!("#{}", Subject::RECORDING_ID))
            .text(translate(Subject::OWN_PROGRAM_TITLE));
        let sender = sender.clone();
        // The address of a recording from a file is already the link's.
        let closed = Listener::new(back.clone(), "click", move |_| {
            sender.send(Message::File(FileMessage::Close));
        });
        let title = html("h2").class("title");
        let sentence = html("p").class("sentence");
        let question = html("p").class("question");
        let problem = html("p").class("problem").attr("role", "alert");
        let root = html("div")
            .class("intro")
            .child(&problem)
            .child(&back)
            .child(&title)
            .child(&sentence)
            .child(&question);
        Intro {
            root,
            title: Text::new(title),
            sentence,
            question,
            texts: ("", ""),
            no_problem: Flag::new(problem.clone(), "hidden"),
            no_way_back: Flag::new(back, "hidden"),
            _closed: closed,
            problem: Text::new(problem),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        self.no_way_back.show(!state.has_way_back());
        self.title.show(state.title());
        let texts = (state.sentence(), state.question());
        if self.texts != texts {
            self.texts = texts;
            let mut used = Vec::new();
            terms::fill(&self.sentence, texts.0, &mut used);
            terms::fill(&self.question, texts.1, &mut used);
        }
        let problem = state.problems.text();
        self.problem.show(&problem);
        self.no_problem.show(problem.is_empty());
    }
}
