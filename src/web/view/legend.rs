//! What the shapes of the timeline mean.
use crate::web::dom::{Build, html};
use web_sys::HtmlElement;
pub(super) fn legend() -> HtmlElement { html("ul").class("legend") }
