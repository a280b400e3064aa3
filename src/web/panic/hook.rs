//! Tells of the first panic.

use super::element_at_work;
use crate::web::element;
use core::cell::Cell;
use wasm_bindgen::JsValue;

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Whether this module panicked: then nothing of it may be called any more.
pub(crate) fn is_broken() -> bool {
    BROKEN.get()
}

/// Shows a panic in its element and on the console, after what else hears of panics.
pub(crate) fn install_hook() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        // What comes after the first one is only its consequence.
        if BROKEN.replace(true) {
            return;
        }
        let payload = panic.payload();
        let message = (payload.downcast_ref::<&str>().copied())
            .or(payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        let what = match panic.location() {
            Some(place) => format!("{message}\nat {}, line {}", place.file(), place.line()),
            None => message.to_owned(),
        };
        web_sys::console::error_1(&JsValue::from_str(&format!("Coroscope broke: {what}")));
        element::say_broken(&what, element_at_work());
    }));
}
