//! The lessons as a reader meets them: in a real browser, on the built site, within its policy.

mod accessible;
mod bad_addresses;
mod bad_urls;
mod beginning;
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
mod parts;
mod player;
mod queue;
mod reading;
mod script;
mod script_broken;
mod script_kept;
mod settings;
mod stop;
mod threads;
