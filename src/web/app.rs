//! The content of one element: callbacks send messages, messages change the state, animation frames draw it.

mod follow;
mod open;
mod save;
mod script_effects;
mod script_file;

use super::dom::window;
use super::frame::Frame;
use super::listener::Listener;
use super::message::{HostMessage, Message, RunMessage, Sender, TimelineMessage};
use super::net::Resolve;
use super::page_log::PUBLISHED;
use super::reader_script::InTag;
use super::state::{Effect, LIVE, State};
use super::view::View;
use super::{location, panic, storage};
use core::cell::RefCell;
use js_sys::Array;
use open::Fetching;
use std::rc::{Rc, Weak};
use web_sys::{HtmlElement, ShadowRoot};

/// The content of one element.
pub(crate) struct App {
    host: HtmlElement,
    state: RefCell<State>,
    view: RefCell<View>,
    frame: Frame,
    /// The request for the recording at `src`.
    fetching: RefCell<Option<Fetching>>,
    /// Waits for the page's program to publish its log, for the attribute `live`.
    _published: Option<Listener>,
    /// The number by which the element's class identifies it.
    number: u32,
    this: Weak<App>,
}

impl App {
    /// Creates the content of an element in its shadow root. Lessons resolve the addresses that they fetch with
    /// `resolve`. The tag had these scripts when it came into the page.
    pub(crate) fn mount(
        host: HtmlElement,
        root: ShadowRoot,
        number: u32,
        scripts: Option<Array>,
        resolve: Resolve,
    ) -> Rc<App> {
        panic::within(Some(number), || {
            App::fill(host, root, number, scripts, resolve)
        })
    }

    fn fill(
        host: HtmlElement,
        root: ShadowRoot,
        number: u32,
        scripts: Option<Array>,
        resolve: Resolve,
    ) -> Rc<App> {
        let app = Rc::new_cyclic(|this: &Weak<App>| {
            let mut state = State::new(resolve);
            let attribute = |name: &str| host.get_attribute(name);
            state.set_content_of_tag(InTag::of(&host, scripts.as_ref()));
            state.read_attributes(&attribute);
            let drawn = this.clone();
            let sender = sender_to(this);
            let published = host.has_attribute(LIVE).then(|| {
                Listener::new(window(), PUBLISHED, move |_| {
                    let live = HostMessage::Attribute(LIVE.to_owned(), Some(String::new()));
                    sender.send(Message::Host(live));
                })
            });
            App {
                view: RefCell::new(View::new(root, &sender_to(this))),
                state: RefCell::new(state),
                frame: Frame::new(move |now| {
                    if let Some(app) = drawn.upgrade() {
                        panic::within(Some(app.number), || app.draw(now));
                    }
                }),
                host,
                fetching: RefCell::default(),
                _published: published,
                number,
                this: this.clone(),
            }
        });
        app.view.borrow_mut().draw(&app.state.borrow());
        app.frame.request();
        app
    }

    /// Updates the state and performs its effects. The change is drawn in the next frame.
    pub(crate) fn dispatch(&self, message: Message) {
        panic::within(Some(self.number), || self.take(message));
    }

    fn take(&self, message: Message) {
        let Some(message) = self.translate(message) else {
            return;
        };
        let effects = {
            let attribute = |name: &str| self.host.get_attribute(name);
            self.state.borrow_mut().update(message, &attribute)
        };
        for effect in effects {
            self.perform(effect);
        }
        self.frame.request();
    }

    /// Does what needs the layout of the timelines: replaces a click with what it selects or folds, and scrolls the rows.
    fn translate(&self, message: Message) -> Option<Message> {
        match message {
            Message::Timeline(TimelineMessage::Click(x, y)) => {
                let clicked = self.view.borrow().click(&self.state.borrow(), (x, y));
                Some(Message::Timeline(clicked))
            }
            Message::Earlier(TimelineMessage::Click(x, y)) => {
                let view = self.view.borrow();
                let clicked = view.click_earlier(&self.state.borrow(), (x, y));
                Some(Message::Earlier(clicked))
            }
            Message::Timeline(TimelineMessage::ScrollRows(by)) => {
                self.view.borrow().scroll_rows(by, false);
                None
            }
            Message::Earlier(TimelineMessage::ScrollRows(by)) => {
                self.view.borrow().scroll_rows(by, true);
                None
            }
            message => Some(message),
        }
    }

    /// Sends messages to this app.
    fn sender(&self) -> Sender {
        sender_to(&self.this)
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Await(number, end) => {
                let sender = self.sender();
                js_sys::futures::spawn_local(async move {
                    end.await;
                    sender.send(Message::Run(RunMessage::Ended(number)));
                });
            }
            Effect::Send(outgoing) => save::send(outgoing, self.sender()),
            Effect::Open(file) => open::open(file, self.sender()),
            Effect::Script(effect) => script_effects::run(effect, self.sender()),
            Effect::RunScript {
                number,
                program,
                order,
                clock,
                is_asked,
            } => {
                let sender = self.sender();
                let started = (&program, order.as_ref());
                let run = script_effects::start(number, started, clock, is_asked, sender);
                self.state.borrow_mut().set_script_run(run);
            }
            Effect::Fetch(address) => {
                let fetching = address.map(|it| open::fetch(it, self.sender()));
                self.fetching.replace(fetching);
            }
            Effect::Reflect(name, value) => {
                // It can only fail for an invalid name.
                let _ = self.host.set_attribute(name, &value);
            }
            Effect::StoreLanguage(language) => {
                if location::is_playground() {
                    storage::write(storage::LANGUAGE, language.name());
                }
            }
            Effect::Emit(event) => event.dispatch(&self.host),
        }
    }

    /// The number by which the element's class identifies it.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// The last run as SVG.
    pub(crate) fn svg(&self) -> Option<String> {
        panic::within(Some(self.number), || self.state.borrow().svg())
    }

    /// The last run as a recording.
    pub(crate) fn recording(&self) -> Option<String> {
        panic::within(Some(self.number), || self.state.borrow().recording())
    }

    fn draw(&self, now: f64) {
        let effects = self.state.borrow_mut().advance(now);
        for effect in effects {
            self.perform(effect);
        }
        let goes_on = {
            let state = self.state.borrow();
            self.view.borrow_mut().draw(&state);
            state.is_moving()
        };
        if goes_on {
            self.frame.request();
        }
    }
}

/// Sends messages to an app. They are dropped after the element was removed.
fn sender_to(app: &Weak<App>) -> Sender {
    let app = app.clone();
    Sender::new(move |message| {
        if let Some(app) = app.upgrade() {
            app.dispatch(message);
        }
    })
}
