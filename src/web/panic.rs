//! Attributes a panic to an element. After a panic the module can't continue; it only reports what happened.

mod hook;

pub(crate) use hook::install_hook;
#[cfg(feature = "element")]
pub(crate) use hook::is_broken;

#[cfg(feature = "element")]
pub(crate) use coroscope_browser::current_element::{on_behalf_of_element, within};
