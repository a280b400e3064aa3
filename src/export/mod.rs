//! Files made from the log.
//!
//! | function | what it makes | for |
//! |---|---|---|
//! | [`write_recording`] | the whole log, which [`read_recording`] reads back | looking at a run again, here |

mod json;
pub mod recording;
mod scan;

pub use recording::{
    Clock, MOST_BYTES, MOST_EVENTS, MOST_TASKS, Meta, ReadError, Reading, Recording, Repair,
    check_size, read_recording, write_recording,
};
