//! The page of the site: its address, and what surrounds the element.

mod accessible;
mod bad_fragments;
mod index;
