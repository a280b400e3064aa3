//! The panic hook: reports the first panic.

use super::current_element;
use crate::web::element;
use core::cell::Cell;
use wasm_bindgen::JsValue;

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Whether this module has panicked. Nothing in it may be called afterwards.
pub(crate) fn is_broken() -> bool {
    BROKEN.get()
}

/// Shows a panic in its element and on the console, after the hook that was installed before.
pub(crate) fn install_hook() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        // Later panics are consequences of the first.
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
        web_sys::console::error_1(&JsValue::from_str(&format!("Coroscope panicked: {what}")));
        element::report_broken(&what, current_element());
    }));
}
