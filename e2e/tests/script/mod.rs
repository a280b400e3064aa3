//! The reader's Python scripts.

mod broken;
mod dropped;
pub(crate) mod editor;
mod endless;
mod files;
mod heading;
mod packages;
mod storage;
mod threads;
