//! Exports of the log to files, and reading recordings back.
//!
//! | item | output | use |
//! |---|---|---|
//! | [`write_recording`] | the whole log, which [`read_recording`] reads back | opening a run again in Coroscope |
//! | [`chrome_trace`] | Chrome's Trace Event format | Perfetto, speedscope, Chrome's Performance panel |
//! | [`LogDeltaWriter`] | the new events of a log in a worker; [`LogDeltaReader`] assembles them | drawing a run while it is live |
//! | [`totals_csv`] | a line for each task: how long it ran and waited | spreadsheets |
//! | [`Embed`] | HTML and Markdown that show a run in another page | documentation |
//! | [`measures`] | tasks as tracks of User Timing | Chrome's Performance panel, together with the page's own work |
//!
//! [`FORMATS`] lists the files; the page's menu and `examples/render.rs` read it.

mod chrome;
mod embed;
mod format;
mod measures;
mod task_table;

pub use chrome::chrome_trace;
#[doc(inline)]
pub use coroscope_recording as recording;
pub use embed::Embed;
pub use format::{Export, Format};
pub use measures::{MAX_MEASURES, Measure, TRACK_GROUP, measures};
pub use recording::{
    Clock, FileEnd, LogDeltaReader, LogDeltaWriter, MAX_BYTES, MAX_EVENTS, MAX_TASKS, MISSING,
    Meta, PartsReader, ReadError, Recording, RecordingReader, Repair, SourceFile, check_size,
    is_in_parts, read_recording, write_recording,
};
pub use task_table::totals_csv;

use coroscope_timeline::{ascii, svg};
use coroscope_wording::text;

/// The formats in which the page saves a run, in the order of its menu.
///
/// # Examples
/// ```
/// use coroscope::export::{Export, FORMATS, Meta};
/// use coroscope::{Runtime, sleep, time::ms, timeline::svg, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let (meta, picture) = (Meta::default(), svg::Options::default());
///     let export = Export { run: RunView::new(log, &model), meta: &meta, picture: &picture };
///     let csv = FORMATS.iter().find(|format| format.id == "csv").unwrap();
///     assert!((csv.write)(&export).starts_with("task,name,"));
/// });
/// ```
pub static FORMATS: &[Format] = &[
    Format {
        id: "recording",
        extension: "coroscope.json",
        media_type: "application/json",
        label: text!("Save the recording"),
        hint: text!("everything that happened; it can be opened here again"),
        description: "the whole log, to open in the playground",
        is_pixels: false,
        write: |export| write_recording(export.run.log, export.meta),
    },
    Format {
        id: "svg",
        extension: "svg",
        media_type: "image/svg+xml",
        label: text!("Save as SVG"),
        hint: text!("the picture"),
        description: "a picture (the default)",
        is_pixels: false,
        write: |export| svg::draw(export.run, export.picture),
    },
    Format {
        id: "png",
        extension: "png",
        media_type: "image/png",
        label: text!("Save as PNG"),
        hint: text!("the picture in pixels"),
        description: "a picture in pixels",
        is_pixels: true,
        write: |export| svg::draw(export.run, export.picture),
    },
    Format {
        id: "chrome",
        extension: "trace.json",
        media_type: "application/json",
        label: text!("Save as Chrome trace"),
        hint: text!("for Perfetto, speedscope and Chrome's Performance panel"),
        description: "Chrome's Trace Event format, for Perfetto, speedscope and Chrome",
        is_pixels: false,
        write: |export| chrome_trace(export.run, export.meta),
    },
    Format {
        id: "csv",
        extension: "csv",
        media_type: "text/csv",
        label: text!("Save totals as CSV"),
        hint: text!("a line for each task, for a spreadsheet"),
        description: "a table of each task's running and waiting times",
        is_pixels: false,
        write: |export| totals_csv(export.run),
    },
];

/// A picture as plain text, for terminals. The page does not offer it, so its module does not contain the code for it.
pub const TEXT: Format = Format {
    id: "txt",
    extension: "txt",
    media_type: "text/plain",
    label: "Save as text",
    hint: "the picture as plain text",
    description: "a picture as plain text; also --text",
    is_pixels: false,
    write: |export| ascii::draw(export.run, TEXT_WIDTH),
};

/// The width of a picture as plain text, in characters.
const TEXT_WIDTH: usize = 100;
