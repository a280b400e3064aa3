//! The recording: a file that holds the whole log of a run, to be saved, sent and opened again.
#![doc = include_str!("../../../docs/recording-format.md")]

mod checks;
mod fields;
mod items;
mod parts;
mod read;
mod report;
mod tables;
mod write;

pub use parts::{Parts, Teller};
pub use read::{Reading, read_recording};
pub use report::{ReadError, Repair, check_size};
pub use write::write_recording;

use crate::trace::Log;

/// The version that is written, and the newest that can be read.
pub const VERSION: u32 = 2;
/// The oldest that can be read. It lacks what version 2 marks as new.
pub const OLDEST_VERSION: u32 = 1;
/// A file of more bytes is not read: 128 MiB.
pub const MOST_BYTES: usize = 128 << 20;
/// A file of more events is not read. (The page's own log holds a third of that.)
pub const MOST_EVENTS: usize = 5_000_000;
/// Tasks whose numbers are further apart are not read, and neither are more resources.
pub const MOST_TASKS: usize = 1_000_000;

/// What was run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// A heading.
    pub title: String,
    /// The lesson's id; empty where it was none.
    pub lesson: String,
    /// The lesson's settings and their values.
    pub settings: Vec<(String, String)>,
    /// Which clock the times are from.
    pub clock: Clock,
}

/// Which clock a run had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The browser's.
    #[default]
    Real,
    /// The virtual one, on which a run is the same each time.
    Virtual,
}

/// What a recording holds.
#[derive(Debug)]
pub struct Recording {
    /// The events.
    pub log: Log,
    /// What was run.
    pub meta: Meta,
    /// What was wrong in the file and has been put right, for the reader to know.
    pub repairs: Vec<Repair>,
}

impl Clock {
    /// The clock's name in a file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Clock::Real => "real",
            Clock::Virtual => "virtual",
        }
    }
}
