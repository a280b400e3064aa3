//! Async Python in documents: a fence becomes a picture and output while the document is built, and the build fails when
//! the run is not as the document says.
//!
//! | module | contents |
//! |---|---|
//! | [`document`] | the fences of a document, in Markdown or reStructuredText |
//! | [`fence`], [`options`], [`expectation`] | what a fence says; `comparison.rs` compares it with the run |
//! | [`run`] | what happened: a script in the engine, a lesson, or a recording, always on the virtual clock |
//! | [`picture`], [`html`], [`files`] | what readers see |
//! | [`shown`] | all of these, one after the other |
//! | `explore` | other orders of a script's run |
//! | [`protocol`], [`markdown`], [`mdbook`] | what documentation tools call |
//! | [`cli`] | the command line |

pub mod cache;
pub mod cli;
mod comparison;
pub mod document;
pub mod expectation;
mod explore;
mod explore_options;
pub mod fence;
pub mod files;
mod host;
pub mod html;
pub mod markdown;
pub mod mdbook;
pub mod options;
pub mod picture;
pub mod problem;
pub mod protocol;
pub mod run;
mod script;
pub mod shown;
mod words;
