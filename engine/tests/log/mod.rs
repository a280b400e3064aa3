//! The log of a script, event by event, as a score.

mod cancels;
mod certain;
mod garbage;
mod hangs;
mod score;
mod streams;
mod waits;
