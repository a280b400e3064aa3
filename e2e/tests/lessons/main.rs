//! The lessons as a reader meets them: in a real browser, on the built site, within its policy.

mod gather;
mod queue;
mod scope;
mod stop;
