//! The recording: a file that holds the whole log of a run, to be saved, sent and opened again.
//!
//! `docs/recording-format.md` describes its format.

mod checks;
mod format;
mod json_reader;
#[doc(hidden)]
pub mod json_writer;
mod log_delta;
mod old_versions;
mod parts;
mod problems;
mod read;
mod read_event;
mod read_fields;
mod tables;
mod version;
mod write;
mod write_tables;

pub use format::{
    Clock, MAX_BYTES, MAX_EVENTS, MAX_TASKS, Meta, OLDEST_VERSION, SourceFile, VERSION,
};
pub use log_delta::{LogDeltaReader, LogDeltaWriter};
pub use parts::{PartsReader, is_in_parts};
pub use problems::{ReadError, Repair, check_size};
pub use read::{FileEnd, MISSING, Recording, RecordingReader, read_recording};
pub use write::write_recording;
