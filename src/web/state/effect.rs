//! What a change of the state makes the app do.

use super::copied::Copied;
use crate::export;
use crate::lessons::highlight::Language;
use crate::time::Instant;
use crate::web::events::ElementEvent;
use crate::web::reader_script::order_search::ScriptOrder;
use crate::web::reader_script::{Program, ScriptEffect};
use crate::web::run::Clock;
use core::pin::Pin;
use web_sys::File;

/// A side effect of a state change.
pub(crate) enum Effect {
    /// Await the end of the run with this number.
    Await(u32, Pin<Box<dyn Future<Output = ()>>>),
    /// Dispatch an event on the element.
    Emit(ElementEvent),
    /// Set an attribute to the value of a setting.
    Reflect(&'static str, String),
    /// Store the language that the reader chose for the next visit.
    StoreLanguage(Language),
    /// Fetch the recording at this address; `None` aborts the last request.
    Fetch(Option<String>),
    /// Save, copy or measure.
    Send(Outgoing),
    /// Read a recording from a file.
    Open(File),
    /// An effect for a script.
    Script(ScriptEffect),
    /// Run a script.
    RunScript {
        /// The number of the run.
        number: u32,
        /// The script and what it reads.
        program: Program,
        /// The order of the run, unless it is an ordinary one.
        order: Option<ScriptOrder>,
        /// Its clock.
        clock: Clock,
        /// Whether the reader or the page asked for the run, so that it waits for no other script of the page.
        is_asked: bool,
    },
}

/// Data that leaves the element.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// A file: name, media type, content.
    File(String, &'static str, String),
    /// A PNG file, given its name and the SVG to draw.
    Png(String, String),
    /// Text for the clipboard, and what it is.
    Copy(Copied, String),
    /// User Timing measures of a run, and the end of the run.
    Measures(Vec<export::Measure>, Instant),
}
