//! What only a browser has.

mod driver;
mod outside;
mod refusal;
