//! A recording that the reader has opened from a file, which the address does not name.

use super::{SRC, Subject, element, follow};
use crate::web::dom::{set, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

/// Closes the recording at a click on a link to the place that shows it, in the list or in the element: the address is
/// already the link's, so the browser does nothing.
pub(super) fn close(event: Event) {
    let clicked = event.composed_path().get(0).dyn_into::<Element>().ok();
    let link = clicked.and_then(|it| it.closest("a").ok().flatten());
    let Some(to) = link.and_then(|it| it.get_attribute("href")) else {
        return;
    };
    let leads_to_recordings = to.strip_prefix('#') == Some(Subject::RECORDING_ID);
    let is_here = window().location().hash().is_ok_and(|here| here == to);
    let click: &MouseEvent = event.unchecked_ref();
    // Otherwise the link is opened elsewhere.
    let is_plain = !(click.ctrl_key() || click.meta_key() || click.shift_key());
    if let Some(element) = element().filter(|_| leads_to_recordings && is_here && is_plain) {
        // A recording at an address takes the place of the file. It is removed before it is fetched.
        set(&element, SRC, "");
        follow();
    }
}
