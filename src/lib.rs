//! Coroscope.
pub mod time;
pub mod trace;
