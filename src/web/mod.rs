//! The browser: the only folder that names it.

pub mod driver;
pub mod net;
