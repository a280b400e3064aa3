//! The content of one element: callbacks send messages, messages change the state, animation frames draw it.

use super::frame::Frame;
use super::open_save::{self, Fetching, Format, RecordingCell};
use super::panic;
use super::script::{self, effects};
use super::state::{Effect, Move, State, Tab, TimelinePart};
use super::view::View;
use super::visible_window::PanZoom;
use crate::lessons::highlight::Language;
use crate::timeline::TaskState;
use crate::trace::TaskId;
use core::cell::RefCell;
use std::rc::{Rc, Weak};
use web_sys::{File, HtmlElement, ShadowRoot};

/// Something that happened to an element.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// An attribute was set or removed.
    Attribute(String, Option<String>),
    /// The reader changed a setting.
    Setting(&'static str, String),
    /// Run the lesson from its start.
    Run,
    /// Cancel the run.
    Stop,
    /// Go to a moment, in the syntax of the attribute `at`.
    Seek(String),
    /// Collapse the live panel, or expand it.
    ToggleCollapsed,
    /// Panic, for tests.
    Panic,
    /// The run with this number has no tasks left.
    RunEnded(u32),
    /// The pointer is over the lanes, at this position in pixels; `None` after it left.
    Pointer(Option<(f64, f64)>),
    /// The same for another part of the timeline.
    PointAtPart(TimelinePart, Option<(f64, f64)>),
    /// A key moves the selection.
    Move(Move),
    /// The lanes were clicked at this position in pixels.
    Click(f64, f64),
    /// Select a span, or nothing.
    Select(Option<(TaskId, usize)>),
    /// Fold the child tasks of this one, or unfold them.
    Fold(TaskId),
    /// The same for the selected task.
    FoldSelected,
    /// Show only tasks whose names contain this text.
    Find(String),
    /// Show only tasks in one of these states; an empty list shows all.
    FindState(Vec<TaskState>),
    /// Select the next event at this line of the program.
    GoToLine(u32),
    /// Show the tasks and the time that a finding is about.
    GoToFinding(usize),
    /// Open the list of findings, and scroll to the first one.
    ShowFirstFinding,
    /// Copy this finding with a link to its moment.
    CopyFinding(usize),
    /// Centre the visible window on this fraction of the run.
    CentreOn(f64),
    /// Draw the flow arrows of all tasks, or only of the selected one.
    ToggleAllFlows,
    /// Scroll the rows by this many pixels.
    ScrollRows(f64),
    /// A control of the player was used.
    Play(crate::player::PlayerMessage),
    /// Move the playhead to the start of the selected span.
    PlayFromSelection,
    /// Move the playhead to this fraction of the visible window.
    Scrub(f64),
    /// Loop between two fractions of the visible window.
    MarkRange(f64, f64),
    /// Run one pass of the event loop, on the virtual clock.
    StepLoop,
    /// Zoom or pan the timeline.
    PanZoom(PanZoom),
    /// Show another tab next to the program.
    Tab(Tab),
    /// Keep the run, to compare the next one with it.
    KeepRun,
    /// Discard the run that was kept.
    DiscardEarlier,
    /// A message from the timeline of the earlier run.
    OnEarlier(Box<Message>),
    /// Save the run.
    Save(Format),
    /// Show the program in this language.
    Language(Language),
    /// Copy the program in the language that is shown.
    CopyCode,
    /// A message about the reader's script.
    Script(script::ScriptMessage),
    /// Copy a link to the current lesson, settings and moment.
    CopyLink,
    /// Add the run to the browser's Performance panel.
    Measure,
    /// The outcome of saving, copying or opening, as a sentence.
    Feedback(Result<String, String>),
    /// Read a recording from a file.
    Open(File),
    /// A recording was read from the file with this name.
    Opened(String, RecordingCell),
    /// The recording at `src` was read, or why it could not be.
    Fetched(Result<(String, RecordingCell), String>),
    /// The timeline was scrolled or resized.
    ViewportChanged,
}

/// The content of one element.
pub(crate) struct App {
    host: HtmlElement,
    state: RefCell<State>,
    view: RefCell<View>,
    frame: Frame,
    /// The request for the recording at `src`.
    fetching: RefCell<Option<Fetching>>,
    /// The number by which the element's class identifies it.
    number: u32,
    this: Weak<App>,
}

/// Sends messages to an app from callbacks.
#[derive(Clone)]
pub(crate) struct Sender {
    app: Weak<App>,
    on_earlier: bool,
}

impl Sender {
    fn to(app: &Weak<App>) -> Sender {
        Sender {
            app: app.clone(),
            on_earlier: false,
        }
    }

    /// A sender whose messages are dropped.
    pub(crate) fn disconnected() -> Sender {
        Sender::to(&Weak::new())
    }

    /// A sender for the timeline of the earlier run.
    pub(crate) fn on_earlier(&self) -> Sender {
        Sender {
            on_earlier: true,
            ..self.clone()
        }
    }

    /// Sends a message. Does nothing after the element was removed.
    pub(crate) fn send(&self, message: Message) {
        let message = match self.on_earlier {
            true => Message::OnEarlier(Box::new(message)),
            false => message,
        };
        if let Some(app) = self.app.upgrade() {
            app.dispatch(message);
        }
    }
}

impl App {
    /// Creates the content of an element in its shadow root.
    pub(crate) fn mount(host: HtmlElement, root: ShadowRoot, number: u32) -> Rc<App> {
        panic::within(Some(number), || App::fill(host, root, number))
    }

    fn fill(host: HtmlElement, root: ShadowRoot, number: u32) -> Rc<App> {
        let app = Rc::new_cyclic(|this: &Weak<App>| {
            let mut state = State::default();
            let attribute = |name: &str| host.get_attribute(name);
            state.set_script_in_tag(script::in_tag(&host));
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

    /// Updates the state and performs its effects. The change is drawn in the next frame.
    pub(crate) fn dispatch(&self, message: Message) {
        panic::within(Some(self.number), || self.take(message));
    }

    fn take(&self, message: Message) {
        let message = match message {
            Message::Click(x, y) => self.view.borrow().click(&self.state.borrow(), (x, y)),
            Message::ScrollRows(by) => return self.view.borrow().scroll_rows(by, false),
            Message::OnEarlier(message) => match *message {
                Message::Click(x, y) => {
                    let view = self.view.borrow();
                    let select = view.click_earlier(&self.state.borrow(), (x, y));
                    Message::OnEarlier(Box::new(select))
                }
                Message::ScrollRows(by) => return self.view.borrow().scroll_rows(by, true),
                message => Message::OnEarlier(Box::new(message)),
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
                    sender.send(Message::RunEnded(number));
                });
            }
            Effect::Send(outgoing) => open_save::send(outgoing, Sender::to(&self.this)),
            Effect::Open(file) => open_save::open(file, Sender::to(&self.this)),
            Effect::Script(effect) => effects::run(effect, Sender::to(&self.this)),
            Effect::RunScript(number, source, clock) => {
                let sender = Sender::to(&self.this);
                let run = effects::start(number, &source, clock, sender);
                self.state.borrow_mut().set_script_run(run);
            }
            Effect::Fetch(address) => {
                let fetching = address.map(|it| open_save::fetch(it, Sender::to(&self.this)));
                self.fetching.replace(fetching);
            }
            Effect::Reflect(name, value) => {
                // It can only fail for an invalid name.
                let _ = self.host.set_attribute(name, &value);
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
