//! What is known about a file format.

use coroscope_recording::Meta;
use coroscope_timeline::svg;
use coroscope_trace::RunView;

/// A format in which a run can be saved.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line: `csv`.
    pub id: &'static str,
    /// What follows the name of the file and a dot.
    pub extension: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The button that saves it, in English: the page [translates](coroscope_wording::translate) it.
    pub label: &'static str,
    /// The tooltip of that button, in English as well.
    pub hint: &'static str,
    /// What it is for, in a list of formats on the command line.
    pub description: &'static str,
    /// Whether the content is an SVG that a browser has to turn into pixels.
    pub is_pixels: bool,
    /// Writes the content.
    pub write: fn(&Export<'_>) -> String,
}

/// What is written to a file.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// The run.
    pub run: RunView<'a>,
    /// What was run.
    pub meta: &'a Meta,
    /// How a picture looks.
    pub picture: &'a svg::Options,
}
