//! What the log of a script says, event by event, as a score.

mod cancels;
mod certain;
mod garbage;
mod hangs;
mod score;
mod waits;
