//! Marks on lanes.

use coroscope_trace::Moment;

/// A mark on a lane: a printed line, or something that happened at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it shows.
    pub kind: MarkKind,
    /// Where.
    pub x: f64,
    /// The moment of the first line or event.
    pub moment: Moment,
    /// The first text.
    pub text: String,
    /// How many marks it represents; a lower bound where they are dense.
    pub merged: u32,
}

/// What a mark shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// A printed line.
    Printed,
    /// A note of the program or the runtime.
    Noted,
    /// A request to cancel that the task refused. The text says who asked, and how the task continued.
    Refused,
    /// The end of work whose time limit was reached. The text says which limit.
    TimedOut,
    /// The turn of a callback.
    Called,
    /// A deadlock: no task could ever continue. The text says what the task waited for.
    Stuck,
}
