//! The limits of the format, and what a recording says of its run.

use coroscope_trace::log::MOST_BYTES_PER_EVENT;

/// The newest version that can be read.
pub const VERSION: u32 = 8;
/// The version of a file that is written as a whole, unless it needs a later one ([`HAS_STREAMS_OR_PROCESSES`],
/// [`HAS_CHOICES`]): what version 6 adds is a recording in parts.
pub(super) const WHOLE: u32 = 5;
/// The first version with streams, servers, and lanes of processes.
pub(super) const HAS_STREAMS_OR_PROCESSES: u32 = 7;
/// The first version with the choices of a schedule.
pub(super) const HAS_CHOICES: u32 = 8;
/// The last field of a thread, if it is a process.
pub(super) const PROCESS: &str = "process";
/// The oldest version that can be read. It lacks what is marked with a later version.
pub const OLDEST_VERSION: u32 = 1;
/// The last field of a spawn, if the task runs a cleanup.
pub(super) const CLEANUP: &str = "cleanup";
/// Maximum size of a file: 128 MiB.
pub const MAX_BYTES: usize = 128 << 20;
/// Maximum number of events in a file. (The page's own log may hold more, of which a file has the last ones.)
pub const MAX_EVENTS: usize = 5_000_000;
/// The size of the log of a recording.
pub(super) const LOG_BYTES: usize = 4 * MAX_TEXT_BYTES;
/// Maximum size of the texts of a recording, a quarter of its log: 64 MiB.
pub(super) const MAX_TEXT_BYTES: usize = 64 << 20;
const _: () = assert!(MAX_EVENTS * MOST_BYTES_PER_EVENT <= LOG_BYTES - MAX_TEXT_BYTES);
/// Maximum range of task numbers, and maximum number of resources.
pub const MAX_TASKS: usize = 1_000_000;

/// The first version with the program's files; earlier ones may have a member of this name with another meaning.
pub(super) const HAS_SOURCES: i64 = 5;
/// The first version whose files can be in parts.
pub(super) const HAS_PARTS: i64 = 6;

/// Describes what was run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// A heading.
    pub title: String,
    /// The lesson's id; empty if it was not a lesson.
    pub lesson: String,
    /// The lesson's settings and their values.
    pub settings: Vec<(String, String)>,
    /// The clock of the run.
    pub clock: Clock,
    /// The program's own files, if it was not a lesson; empty if they are not known.
    pub sources: Vec<SourceFile>,
}

/// A file of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, as in the places of the log.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The clock of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The browser's.
    #[default]
    Real,
    /// The virtual one, which makes runs reproducible.
    Virtual,
}

impl Clock {
    /// The clock's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Clock::Real => "real",
            Clock::Virtual => "virtual",
        }
    }
}
