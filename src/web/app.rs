//! One element at work: callbacks send messages, a message changes the state, a frame draws the state.

use super::exchange::{self, Fetching, Format, Shared};
use super::frame::Frame;
use super::panic;
use super::script::{self, errands};
use super::sight::Look;
use super::state::{Effect, State};
use super::view::Tab;
use super::view::View;
use super::view::sheet::{Move, Part};
use crate::lessons::highlight::Language;
use crate::timeline::TaskState;
use crate::trace::TaskId;
use core::cell::RefCell;
use std::rc::{Rc, Weak};
use web_sys::{File, HtmlElement, ShadowRoot};

/// Something that happened to an element.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// An attribute was set or taken away.
    Attribute(String, Option<String>),
    /// The reader set a knob.
    Knob(&'static str, String),
    /// Run the lesson from its start.
    Run,
    /// Cancel what runs.
    Stop,
    /// Go to a moment, written as the attribute has it.
    Seek(String),
    /// Fold the picture away, or show it again.
    FoldAway,
    /// Panic.
    BreakDown,
    /// No task is left of the run with this number.
    Over(u32),
    /// The pointer is over the timeline, at these pixels of it; none where it left.
    Pointer(Option<(f64, f64)>),
    /// The pointer is on this part of the timeline beside the lanes, at these pixels of it; or it left that part.
    PointBeside(Part, Option<(f64, f64)>),
    /// A key asks to move on the timeline.
    Move(Move),
    /// The pointer was pressed and lifted at these pixels of the lanes.
    Press(f64, f64),
    /// A span is to be selected; none takes the selection away.
    Select(Option<(TaskId, usize)>),
    /// The tasks below this one are to be folded away, or seen again.
    Fold(TaskId),
    /// The same for the selected task.
    FoldSelected,
    /// Only tasks whose names have this in them are to be seen.
    Find(String),
    /// Only tasks that do one of these are to be seen; all where there is none.
    FindState(Vec<TaskState>),
    /// What happened next at this line of the program is to be selected.
    GoToLine(u32),
    /// What this finding is about is to be shown.
    GoToFinding(usize),
    /// The first finding is to be shown, and to come into sight.
    ShowFirstFinding,
    /// Copy this finding with a link to its moment.
    CopyFinding(usize),
    /// A part of the whole run is to be in the middle of what is seen.
    CentreOn(f64),
    /// The arrows of all tasks are to be drawn, or no longer.
    AllEdges,
    /// The pointer drags the rows by so many pixels.
    ScrollRows(f64),
    /// The reader moves through the recording.
    Play(crate::player::PlayerMessage),
    /// To where what is selected began.
    PlayFromHere,
    /// To a part of the time in sight.
    Scrub(f64),
    /// Play between two parts of the time in sight, over and over.
    MarkRange(f64, f64),
    /// One pass of the loop on the virtual clock.
    Step,
    /// Another stretch of the run is to be seen.
    Look(Look),
    /// Another part is to stand beside the program.
    Tab(Tab),
    /// Keep the run, to compare another with it.
    Keep,
    /// Forget the run that was kept.
    Forget,
    /// Something that happened on the timeline of the kept run.
    OnKept(Box<Message>),
    /// Save the run.
    Save(Format),
    /// Show the program in this language.
    Language(Language),
    /// Copy the program as it is shown.
    CopyCode,
    /// Something that happened to a script.
    Script(script::Message),
    /// Copy a link to what the reader sees.
    CopyLink,
    /// Put the run onto the browser's own timeline.
    Measure,
    /// How saving, copying or opening went.
    Said(Result<String, String>),
    /// Read a recording from a file.
    Open(File),
    /// A file of this name holds this recording.
    Opened(String, Shared),
    /// What the attribute `src` names was read, or why not.
    Fetched(Result<(String, Shared), String>),
    /// The timeline was scrolled or has another size.
    Shifted,
}

/// An element's inside.
pub(crate) struct App {
    host: HtmlElement,
    state: RefCell<State>,
    view: RefCell<View>,
    frame: Frame,
    /// What `src` names, on its way.
    fetching: RefCell<Option<Fetching>>,
    /// By which number the class knows the element.
    number: u32,
    this: Weak<App>,
}

/// What a callback keeps to send messages.
#[derive(Clone)]
pub(crate) struct Sender {
    app: Weak<App>,
    on_kept: bool,
}

impl Sender {
    fn to(app: &Weak<App>) -> Sender {
        Sender {
            app: app.clone(),
            on_kept: false,
        }
    }

    /// One whose messages nobody reads.
    pub(crate) fn to_nobody() -> Sender {
        Sender::to(&Weak::new())
    }

    /// One that tells what happens on the timeline of the kept run.
    pub(crate) fn on_kept(&self) -> Sender {
        Sender {
            on_kept: true,
            ..self.clone()
        }
    }

    /// Sends a message. After the element is gone it does nothing.
    pub(crate) fn send(&self, message: Message) {
        let message = match self.on_kept {
            true => Message::OnKept(Box::new(message)),
            false => message,
        };
        if let Some(app) = self.app.upgrade() {
            app.dispatch(message);
        }
    }
}

impl App {
    /// Fills the shadow root of the element with this number.
    pub(crate) fn mount(host: HtmlElement, root: ShadowRoot, number: u32) -> Rc<App> {
        panic::within(Some(number), || App::fill(host, root, number))
    }

    fn fill(host: HtmlElement, root: ShadowRoot, number: u32) -> Rc<App> {
        let app = Rc::new_cyclic(|this: &Weak<App>| {
            let mut state = State::default();
            let attribute = |name: &str| host.get_attribute(name);
            state.offer(script::in_tag(&host));
            state.read_attributes(&attribute);
            let drawn = this.clone();
            App {
                view: RefCell::new(View::new(root, &Sender::to(this))),
                state: RefCell::new(state),
                frame: Frame::new(move |now| {
                    if let Some(app) = drawn.upgrade() {
                        panic::within(Some(app.number), || app.draw(now));
                    }
                }),
                host,
                fetching: RefCell::default(),
                number,
                this: this.clone(),
            }
        });
        app.view.borrow_mut().draw(&app.state.borrow());
        app.frame.request();
        app
    }

    /// Changes the state as the message says. What follows from it is drawn in the next frame.
    pub(crate) fn dispatch(&self, message: Message) {
        panic::within(Some(self.number), || self.take(message));
    }

    fn take(&self, message: Message) {
        let message = match message {
            Message::Press(x, y) => self.view.borrow().press(&self.state.borrow(), (x, y)),
            Message::ScrollRows(by) => return self.view.borrow().scroll_rows(by, false),
            Message::OnKept(message) => match *message {
                Message::Press(x, y) => {
                    let view = self.view.borrow();
                    let select = view.press_kept(&self.state.borrow(), (x, y));
                    Message::OnKept(Box::new(select))
                }
                Message::ScrollRows(by) => return self.view.borrow().scroll_rows(by, true),
                message => Message::OnKept(Box::new(message)),
            },
            message => message,
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

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Await(number, end) => {
                let sender = Sender::to(&self.this);
                wasm_bindgen_futures::spawn_local(async move {
                    end.await;
                    sender.send(Message::Over(number));
                });
            }
            Effect::Send(outgoing) => exchange::send(outgoing, Sender::to(&self.this)),
            Effect::Open(file) => exchange::open(file, Sender::to(&self.this)),
            Effect::Script(errand) => errands::run(errand, Sender::to(&self.this)),
            Effect::RunScript(number, source, clock) => {
                let sender = Sender::to(&self.this);
                let run = errands::begin(number, &source, clock, sender);
                self.state.borrow_mut().script_runs(run);
            }
            Effect::Fetch(address) => {
                let fetching = address.map(|it| exchange::fetch(it, Sender::to(&self.this)));
                self.fetching.replace(fetching);
            }
            Effect::Reflect(name, value) => {
                // An attribute's name that is one already can be set again.
                let _ = self.host.set_attribute(name, &value);
            }
            Effect::Tell(told) => told.dispatch(&self.host),
        }
    }

    /// By which number the class knows the element.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// The picture of the last run.
    pub(crate) fn svg(&self) -> Option<String> {
        panic::within(Some(self.number), || self.state.borrow().svg())
    }

    /// The last run as a file that can be opened again.
    pub(crate) fn recording(&self) -> Option<String> {
        panic::within(Some(self.number), || self.state.borrow().recording())
    }

    fn draw(&self, now: f64) {
        let effects = self.state.borrow_mut().settle(now);
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
