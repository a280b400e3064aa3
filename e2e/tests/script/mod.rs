//! The reader's Python scripts.

mod broken;
mod dropped;
pub(crate) mod editor;
mod endless;
mod files;
mod heading;
mod input;
mod orders;
mod packages;
mod stop;
mod storage;
mod suspended;
mod threads;
