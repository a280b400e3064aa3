//! Tests of the program, as documentation tools and authors call it.

mod check;
mod documents;
mod expectations;
mod explore;
mod plugins;
mod shows;
mod tool;
