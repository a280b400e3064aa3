//! The timeline: reading it, playing it, comparing runs, and their findings.

mod compare;
mod findings;
mod player;
mod reading;
mod tools;
