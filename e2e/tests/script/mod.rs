//! The reader's Python scripts.

mod broken;
pub(crate) mod editor;
mod endless;
mod heading;
mod storage;
mod threads;
