//! The timeline: reading it, playing it, comparing runs, and their findings.

mod compare;
mod explained;
mod findings;
mod moving;
mod narration;
mod parts;
mod player;
mod playing;
mod reading;
mod tools;
