//! The interface of `<coro-scope>`: each attribute, method, event, CSS custom property and part, described once.
//!
//! `cargo xtask codegen` (`tools/codegen`) writes the element's descriptions and the lists in its JavaScript from these
//! tables and from the settings of the lessons. The element's own code takes names and values from them. Everything here
//! is a constant, so the module contains only what that code reads: its texts do not make it larger.
//!
//! Texts are Markdown.

use crate::wording::text;

pub mod attributes;
pub mod events;
pub mod methods;
pub mod style;

/// The value of the attribute `lesson` that shows a script instead of a lesson.
pub const SCRIPT_ID: &str = "script";
/// The value of the attribute `lesson` for a recording of another program.
pub const RECORDING_ID: &str = "recording";
/// The title of the script in the list of lessons, in English.
pub const SCRIPT_TITLE: &str = text!("Your own script");
/// The title, in the list of lessons, of how to record a program, in English.
pub const OWN_PROGRAM_TITLE: &str = text!("Your own program");

/// A name with a line of documentation: a CSS custom property, a part or a slot.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
}

const fn named(name: &'static str, doc: &'static str) -> Named {
    Named { name, doc }
}
