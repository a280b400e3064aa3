//! What is left to do in a panic: tell what happened, and in which element. The module can't go on.

use super::element;
use core::cell::Cell;
use wasm_bindgen::JsValue;

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
    /// The number of the element that is at work.
    static WHERE: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Does something on behalf of an element: a panic is then told to be in that one.
pub(crate) fn within<R>(element: Option<u32>, work: impl FnOnce() -> R) -> R {
    let before = WHERE.replace(element);
    let result = work();
    WHERE.set(before);
    result
}

/// The element that is at work.
pub(crate) fn element_at_work() -> Option<u32> {
    WHERE.get()
}

/// A future, each poll of which is on behalf of the element that is at work now.
pub(crate) fn on_its_behalf<R>(work: impl Future<Output = R>) -> impl Future<Output = R> {
    let element = element_at_work();
    let mut work = Box::pin(work);
    core::future::poll_fn(move |cx| within(element, || work.as_mut().poll(cx)))
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
