//! The page of the site: its address, and what surrounds the element.

pub(crate) mod accessible;
mod bad_fragments;
mod embed_dialog;
mod index;
mod keyboard;
mod language;
mod layout;
mod own_program;
mod presentation;
mod right_to_left;
