//! The sites in `recipes/`, built by their tools: lesson, script and recording are shown and run, and nothing moves.

mod content;
mod open;
mod themes;
