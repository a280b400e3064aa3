//! The panic hook: reports the first panic.

use core::cell::Cell;
use coroscope_browser::current_element::current_element;
use wasm_bindgen::JsValue;

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Whether this module has panicked. Nothing in it may be called afterwards.
#[cfg(feature = "element")]
pub(crate) fn is_broken() -> bool {
    BROKEN.get()
}

/// Reports a panic of `program` on the console and with `report`, which gets the number of its element where that is
/// known. The hook that was installed before runs first.
pub(crate) fn install_hook(program: &'static str, report: fn(&str, Option<u32>)) {
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
        web_sys::console::error_1(&JsValue::from_str(&format!("{program} panicked: {what}")));
        report(&what, current_element());
    }));
}
