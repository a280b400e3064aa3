//! Messages: everything that can happen to an element, sent by callbacks and handled by the state.

use super::script::ScriptMessage;
use super::state::{Move, Tab, TimelinePart};
use super::visible_window::PanZoom;
use crate::export::Recording;
use crate::lessons::highlight::Language;
use crate::timeline::TaskState;
use crate::trace::TaskId;
use core::cell::RefCell;
use std::rc::Rc;
use web_sys::File;

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
    Script(ScriptMessage),
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

/// A recording inside a message; the receiver takes it out.
pub(crate) type RecordingCell = Rc<RefCell<Option<Recording>>>;

/// What to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// The whole log, which can be opened again.
    Recording,
    /// The timeline as SVG.
    Svg,
    /// The timeline as PNG.
    Png,
    /// For Perfetto, speedscope and Chrome.
    Trace,
    /// One line for each task, as CSV.
    Totals,
}

/// Sends messages from callbacks.
#[derive(Clone)]
pub(crate) struct Sender(Rc<dyn Fn(Message)>);

impl Sender {
    /// A sender whose messages go to `receive`.
    pub(crate) fn new(receive: impl Fn(Message) + 'static) -> Sender {
        Sender(Rc::new(receive))
    }

    /// A sender for the timeline of the earlier run.
    pub(crate) fn on_earlier(&self) -> Sender {
        let sender = self.clone();
        Sender::new(move |message| sender.send(Message::OnEarlier(Box::new(message))))
    }

    /// Sends a message.
    pub(crate) fn send(&self, message: Message) {
        (self.0)(message);
    }
}
