//! Exports of the log to files, and reading recordings back.
//!
//! | item | output | use |
//! |---|---|---|
//! | [`write_recording`] | the whole log, which [`read_recording`] reads back | opening a run again in Coroscope |
//! | [`chrome_trace`] | Chrome's Trace Event format | Perfetto, speedscope, Chrome's Performance panel |
//! | [`LogDeltaWriter`] | the new events of a log in a worker; [`LogDeltaReader`] assembles them | drawing a run while it is live |
//! | [`totals_csv`] | a line for each task: how long it ran and waited | spreadsheets |
//! | [`measures`] | tasks as tracks of User Timing | Chrome's Performance panel, together with the page's own work |

mod chrome;
mod json_reader;
mod json_writer;
mod measures;
pub mod recording;
mod task_table;

pub use chrome::chrome_trace;
pub use measures::{MAX_MEASURES, Measure, TRACK_GROUP, measures};
pub use recording::{
    Clock, LogDeltaReader, LogDeltaWriter, MAX_BYTES, MAX_EVENTS, MAX_TASKS, Meta, ReadError,
    Recording, RecordingReader, Repair, check_size, read_recording, write_recording,
};
pub use task_table::totals_csv;
