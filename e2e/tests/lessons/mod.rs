//! The lessons in a real browser, on the built site, under its content security policy.

mod accessible;
mod bad_fragments;
mod bad_urls;
mod browser_apis;
mod compare;
mod embedded;
mod endless;
mod every;
mod exhibits;
mod files;
mod findings;
mod first_lessons;
mod gather;
mod instrument;
mod many;
mod page;
mod player;
mod queue;
mod reading;
mod script;
mod script_broken;
mod script_storage;
mod settings;
mod start_time;
mod stop;
mod threads;
