//! The reader's Python scripts.

mod broken;
pub(crate) mod editor;
mod endless;
mod heading;
mod input;
mod stop;
mod storage;
mod threads;
