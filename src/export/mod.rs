//! Files made from the log.
//!
//! | function | what it makes | for |
//! |---|---|---|
//! | [`write_recording`] | the whole log, which [`read_recording`] reads back | looking at a run again, here |
//! | [`chrome_trace`] | Chrome's Trace Event format | Perfetto, speedscope, Chrome's Performance panel |
//! | [`Teller`] | a log that grows in a worker, part by part; [`Parts`] puts it together | drawing it while it runs |
//! | [`totals_csv`] | a line for each task: how long it ran and waited | spreadsheets |
//! | [`measures`] | tasks as tracks of User Timing | Chrome's Performance panel, beside the page's own work |

mod chrome;
mod json;
mod measures;
pub mod recording;
mod scan;
mod totals;
mod words;

pub use chrome::chrome_trace;
pub use measures::{MOST_MEASURES, Measure, TRACK_GROUP, measures};
pub use recording::{
    Clock, MOST_BYTES, MOST_EVENTS, MOST_TASKS, Meta, Parts, ReadError, Reading, Recording, Repair,
    Teller, check_size, read_recording, write_recording,
};
pub use totals::totals_csv;
