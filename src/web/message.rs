//! Messages and the plain data in them: everything that can happen to an element, by topic. Callbacks send them, the state
//! handles them.

use super::reader_script::ScriptMessage;
use super::run::Recorded;
use super::visible_window::PanZoom;
use crate::export::Format;
use crate::lessons::Sleeps;
use crate::lessons::highlight::Language;
use crate::player::PlayerMessage;
use crate::timeline::{LegendItem, StateAt};
use crate::trace::TaskId;
use core::cell::RefCell;
use std::rc::Rc;
use web_sys::File;

/// Something that happened to an element.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// From the host page.
    Host(HostMessage),
    /// The reader changed the setting with this id.
    Setting(&'static str, String),
    /// About the run.
    Run(RunMessage),
    /// About what is shown.
    Display(DisplayMessage),
    /// About a part of the run to be shown.
    Explore(ExploreMessage),
    /// About a finding.
    Finding(FindingMessage),
    /// From the guide of the lesson.
    Guide(GuideMessage),
    /// From the timeline.
    Timeline(TimelineMessage),
    /// From the timeline of the earlier run.
    Earlier(TimelineMessage),
    /// A control of the player was used.
    Player(PlayerMessage),
    /// About the run narrated step by step.
    Narration(NarrationMessage),
    /// About files, the clipboard and the browser's Performance panel.
    File(FileMessage),
    /// About the search for other orders.
    Orders(OrdersMessage),
    /// About the dialog with the code for other pages.
    Embed(EmbedMessage),
    /// About the reader's script.
    Script(ScriptMessage),
}

/// A message from the host page.
#[derive(Clone, Debug)]
pub(crate) enum HostMessage {
    /// An attribute was set or removed.
    Attribute(String, Option<String>),
    /// Go to a moment, in the syntax of the attribute `at`.
    Seek(String),
}

/// A message about the run.
#[derive(Clone, Debug)]
pub(crate) enum RunMessage {
    /// Run the lesson from its start.
    Start,
    /// Run one pass of the event loop, on the virtual clock.
    Step,
    /// Cancel the run.
    Stop,
    /// The run with this number has no tasks left.
    Ended(u32),
    /// Keep the run, to compare the next one with it.
    Keep,
    /// Compare the run with the one before it.
    CompareWithBefore,
    /// Run both variants of the lesson's pair, and compare them.
    ShowBoth,
    /// End the comparison with the earlier run.
    DiscardEarlier,
}

/// A message about the run narrated step by step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NarrationMessage {
    /// Tell it, from the reader's moment or else from the start.
    Begin,
    /// Go to the next step.
    Next,
    /// Go to the step before.
    Back,
    /// Go to the first step.
    First,
    /// Tell it no longer.
    Leave,
}

/// A message about other orders of the lesson's run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OrdersMessage {
    /// Search for other outcomes.
    Search,
    /// The reader says what sleeps are for.
    Sleeps(Sleeps),
    /// End the search, and keep what it found.
    Stop,
    /// Show the run with this outcome, above or below the usual one.
    Show(usize),
    /// Run in the usual order again.
    Leave,
}

/// A message about what is shown.
#[derive(Clone, Debug)]
pub(crate) enum DisplayMessage {
    /// Collapse the live panel, or expand it.
    ToggleCollapsed,
    /// Begin the presentation, or end it.
    Present(bool),
    /// Show another tab next to the program.
    Tab(Tab),
    /// Show the program in this language.
    Language(Language),
    /// Explain a shape of the legend, or none.
    Explain(Option<LegendItem>),
}

/// A message about a part of the run to be shown.
#[derive(Clone, Debug)]
pub(crate) enum ExploreMessage {
    /// Select the next event at this line of the program.
    GoToLine(u32),
    /// Show this file of the recorded program.
    ShowFile(usize),
    /// Show only tasks whose names contain this text.
    Find(String),
    /// Show only tasks in one of these states; an empty list shows all.
    FindState(Vec<StateAt>),
    /// Centre the visible window on this fraction of the run.
    CentreOn(f64),
}

/// A message about a finding.
#[derive(Clone, Debug)]
pub(crate) enum FindingMessage {
    /// Show the tasks and the time that a finding is about.
    GoTo(usize),
    /// Open the list of findings, and scroll to the first one.
    ShowFirst,
    /// Copy this finding with a link to its moment.
    Copy(usize),
}

/// A message from the guide of a lesson.
#[derive(Clone, Copy, Debug)]
pub(crate) enum GuideMessage {
    /// Run the lesson, with this guess.
    Guess(usize),
    /// Show this moment of the run.
    ShowSpot(usize),
    /// Run the lesson with these settings.
    Try(usize),
}

/// A message from a timeline.
#[derive(Clone, Debug)]
pub(crate) enum TimelineMessage {
    /// The pointer is over the lanes, at this position in pixels; `None` after it left.
    Pointer(Option<(f64, f64)>),
    /// The same for another part of the timeline.
    PointAtPart(TimelinePart, Option<(f64, f64)>),
    /// A key moves the selection.
    Move(Move),
    /// The lanes were clicked at this position in pixels. The app replaces it with what the click selects or folds.
    Click(f64, f64),
    /// Select a span, or nothing.
    Select(Option<(TaskId, usize)>),
    /// Fold the child tasks of this one, or unfold them.
    Fold(TaskId),
    /// The same for the selected task.
    FoldSelected,
    /// Draw the flow arrows of all tasks, or only of the selected one.
    ToggleAllFlows,
    /// Scroll the rows by this many pixels. The app does this, not the state.
    ScrollRows(f64),
    /// Zoom or pan.
    PanZoom(PanZoom),
    /// A key of the player was pressed.
    Play(PlayerMessage),
    /// Move the playhead to the start of the selected span.
    PlayFromSelection,
    /// Move the playhead to this fraction of the visible window.
    Scrub(f64),
    /// Loop between two fractions of the visible window.
    MarkRange(f64, f64),
    /// Show the moment to look at with this index.
    ShowSpot(usize),
    /// The timeline was scrolled or resized.
    ViewportChanged,
}

/// A message about files, the clipboard and the browser's Performance panel.
#[derive(Clone, Debug)]
pub(crate) enum FileMessage {
    /// Save the run in this format.
    Save(&'static Format),
    /// Copy a link to the current lesson, settings and moment.
    CopyLink,
    /// Copy the program in the language that is shown.
    CopyCode,
    /// Copy a command that records a program, or lines that do so.
    CopyCommand(&'static str),
    /// Add the run to the browser's Performance panel.
    Measure,
    /// The outcome of saving, copying or opening, as a sentence.
    Feedback(Result<String, String>),
    /// Read a recording from a file.
    Open(File),
    /// Read a recording from an address, which links do not contain.
    OpenAddress(String),
    /// A recording was read from the file with this name.
    Opened(String, RecordingCell),
    /// A file was not opened, for this reason.
    NotOpened(String),
    /// The recording at `src` was read, or why it could not be.
    Fetched(Result<(String, RecordingCell), String>),
}

/// A message about the dialog with the code for other pages.
#[derive(Clone, Debug)]
pub(crate) enum EmbedMessage {
    /// Open the dialog.
    Open,
    /// Close it.
    Close,
    /// Show only these parts of the element, as in the attribute `view`.
    Parts(String),
    /// The script was packed.
    Packed(String),
    /// Copy the code in this form.
    Copy(EmbedForm),
}

/// A form of the code for other pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmbedForm {
    /// The element's tag, with the script as a file.
    File,
    /// The element's tag, with the script inside.
    Tag,
    /// The element's tag, with the script in an attribute.
    Packed,
    /// A frame.
    Frame,
    /// A picture with a link, in Markdown.
    Badge,
}

/// A recording inside a message; the receiver takes it out.
pub(crate) type RecordingCell = Rc<RefCell<Option<Recorded>>>;

/// Sends messages from callbacks.
#[derive(Clone)]
pub(crate) struct Sender<M = Message>(Rc<dyn Fn(M)>);

impl<M: 'static> Sender<M> {
    /// A sender whose messages go to `receive`.
    pub(crate) fn new(receive: impl Fn(M) + 'static) -> Sender<M> {
        Sender(Rc::new(receive))
    }

    /// Sends a message.
    pub(crate) fn send(&self, message: M) {
        (self.0)(message);
    }
}

impl Sender {
    /// A sender for messages about one topic.
    pub(crate) fn about<M: 'static>(&self, topic: fn(M) -> Message) -> Sender<M> {
        let sender = self.clone();
        Sender::new(move |message| sender.send(topic(message)))
    }
}

/// A movement of the selection by a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Move {
    Left,
    Right,
    Up,
    Down,
    First,
    Last,
    Clear,
}

/// A part of the timeline other than the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimelinePart {
    /// The axis.
    Axis,
    /// The lane of the event loop.
    Loop,
    /// The counter tracks.
    CounterTracks,
    /// The minimap.
    Minimap,
}

/// A tab next to the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The printed lines.
    #[default]
    Printed,
    /// The selected span.
    Details,
    /// Queues, locks and other shared resources.
    Resources,
    /// The findings about the run.
    Findings,
    /// The comparison with an earlier run.
    Compare,
}
