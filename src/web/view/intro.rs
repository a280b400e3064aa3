//! The title, the lesson's sentence and question, the way back to where the reader was, and problems with the element's
//! attributes.

use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html};
use crate::web::listener::Listener;
use crate::web::location::is_playground;
use crate::web::message::{Message, Sender};
use crate::web::reader_script::{ScriptMessage, sources};
use crate::web::state::State;
use crate::web::subject::Subject;
use crate::web::view::terms;
use crate::wording::{tr, translate};
use web_sys::HtmlElement;

/// The address of the place that says how to record a program.
const OWN_PROGRAM: &str = "#recording";

pub(super) struct Intro {
    root: HtmlElement,
    title: Text,
    sentence: HtmlElement,
    question: HtmlElement,
    /// The texts of the two.
    texts: (String, String),
    back: Text,
    no_back: Flag,
    back_to: Attr,
    problem: Text,
    no_problem: Flag,
    _listener: Listener,
}

impl Intro {
    pub(super) fn new(sender: &Sender) -> Intro {
        let title = html("h2").class("title");
        let sentence = html("p").class("sentence");
        let question = html("p").class("question");
        let problem = html("p").class("problem").attr("role", "alert");
        let (way_back, back) = (html("p").class("way-back"), html("a"));
        let sender = sender.clone();
        let on_click = move |event: web_sys::Event| {
            if !is_playground() {
                // In other pages, no address shows the lesson again.
                event.prevent_default();
                sender.send(Message::Script(ScriptMessage::BackToLesson));
            }
        };
        let root = html("div")
            .class("intro")
            .child(&problem)
            .child(way_back.clone().child(&back))
            .child(&title)
            .child(&sentence)
            .child(&question);
        Intro {
            root,
            title: Text::new(title),
            sentence,
            question,
            texts: Default::default(),
            no_back: Flag::new(way_back, "hidden"),
            back_to: Attr::new(back.clone(), "href"),
            _listener: Listener::new(back.clone(), "click", on_click),
            back: Text::new(back),
            no_problem: Flag::new(problem.clone(), "hidden"),
            problem: Text::new(problem),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        self.title.show(state.title());
        let texts = (state.sentence(), state.question());
        if (&*self.texts.0, &*self.texts.1) != texts {
            self.texts = (texts.0.to_owned(), texts.1.to_owned());
            let mut used = Vec::new();
            terms::fill(&self.sentence, texts.0, &mut used);
            terms::fill(&self.question, texts.1, &mut used);
        }
        self.draw_way_back(state);
        let problem = state.problems.text();
        self.problem.show(&problem);
        self.no_problem.show(problem.is_empty());
    }

    fn draw_way_back(&mut self, state: &State) {
        let lesson = state.lesson_of_script();
        self.no_back.show(lesson.is_none() && !state.has_way_back());
        if state.has_way_back() {
            self.back.show(translate(Subject::OWN_PROGRAM_TITLE));
            self.back_to.show(OWN_PROGRAM);
        } else if let Some(of) = lesson {
            let title = translate(of.lesson.title);
            self.back.show(&tr!("Back to the lesson “{title}”", title));
            let site = match is_playground() {
                true => None,
                false => sources::site_folder(),
            };
            self.back_to.show(&(site.unwrap_or_default() + &of.link));
        }
    }
}
