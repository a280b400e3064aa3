//! The page of the site: its address, and what surrounds the element.

pub(crate) mod accessible;
mod bad_fragments;
mod embed_dialog;
mod index;
mod keyboard;
mod layout;
mod presentation;
