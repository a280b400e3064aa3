//! The moments of the run to look at, numbered. Pressing one shows it on the timeline.

use crate::web::cell::{Flag, Pool, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{GuideMessage, Message, Sender};
use crate::web::state::State;
use crate::wording::tr;
use core::cell::Cell;
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct Spots {
    root: HtmlElement,
    buttons: Pool<SpotButton>,
    has_spots: Flag,
}

struct SpotButton {
    sentence: Text,
    is_shown: Flag,
    _pressed: Listener,
}

impl Spots {
    pub(super) fn new(sender: &Sender) -> Spots {
        let list = html("ol");
        let empty = html("p").class("empty");
        let empty = empty.text(tr!("After a run, moments to look at are listed here."));
        let root = html("div")
            .class("spots")
            .child(html("h3").text(tr!("Where to look")))
            .child(&empty)
            .child(&list);
        let (sender, next) = (sender.clone(), Cell::new(0));
        let make = move || {
            let number = next.replace(next.get() + 1);
            let sentence = html("span");
            let button: HtmlButtonElement = html_as("button");
            let button = button.class("spot").attr("type", "button");
            let button = button
                .child(html("span").class("number").text(&(number + 1).to_string()))
                .child(&sentence);
            let sender = sender.clone();
            let made = SpotButton {
                sentence: Text::new(sentence),
                is_shown: Flag::new(button.clone(), "data-shown"),
                _pressed: Listener::new(button.clone(), "click", move |_| {
                    sender.send(Message::Guide(GuideMessage::ShowSpot(number)));
                }),
            };
            (html("li").child(&button).into(), made)
        };
        Spots {
            root,
            buttons: Pool::new(list, make),
            has_spots: Flag::new(empty, "hidden"),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let spots = state.spots();
        self.has_spots.show(!spots.is_empty());
        let shown = self.buttons.show(spots.len());
        for (number, (button, spot)) in shown.zip(spots).enumerate() {
            button.sentence.show(&spot.sentence);
            button.is_shown.show(state.guidance.spot == Some(number));
        }
    }
}
