//! The lessons in a real browser, on the built site, under its content security policy.

mod bad_urls;
mod browser_apis;
mod every;
mod exhibits;
mod first_lessons;
mod gather;
mod guide;
mod hidden_mistakes;
mod many;
mod orders;
mod queue;
