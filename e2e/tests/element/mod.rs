//! `<coro-scope>` in other pages: its attributes, when it loads, its methods and events.

mod attributes;
mod costs;
mod embedded;
mod events;
mod frames;
mod height;
pub(crate) mod host;
mod integrity;
mod isolation;
mod keys;
mod lifecycle;
mod load_errors;
mod loading;
mod lost_script;
mod malicious_input;
mod manifest;
mod offline;
mod other_origin;
mod policy;
mod programs;
mod recordings;
mod script_file;
mod script_in_tag;
mod several_scripts;
mod theme;
mod width;
