//! Exports of the log other than the recording.
mod chrome;
mod embed;
mod measures;
mod speedscope;
mod task_table;
