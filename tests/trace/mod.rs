//! The log in memory: events are stored as differences, and must be read as they were written.
mod any_event;
mod log;
