//! Exports of the log other than the recording.
mod chrome;
mod measures;
mod speedscope;
mod task_table;
