//! The lessons as a reader meets them: in a real browser, on the built site, within its policy.

mod bad_addresses;
mod bad_urls;
mod gather;
mod many;
mod queue;
mod scope;
mod stop;
