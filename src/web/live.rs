//! A page's own program: the runtime that takes what its listeners spawn, and its timeline in a corner of the page.
//!
//! An app replaces `wasm_bindgen_futures::spawn_local` by [`spawn_local`](crate::spawn_local), or by
//! [`spawn`](crate::spawn()) where a future can fail, calls [`mount`] when it starts, and sees what its futures do:
//! which run, which are ready and wait for their turn, which wait, and for what.

use super::dom::{Build, append, document, html};
use super::driver::browser;
use super::element;
use crate::runtime::{FirstTurn, Handle, Options, Runtime};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Names the element that shows the page's own program, and where it stands.
pub(crate) const LIVE: &str = "live";

/// Gives the page a runtime of its own, on the browser's microtask queue, and records it. One that it has already
/// stays. Failures that nobody looked at go to the console; give the handle another
/// [handler](Handle::set_exception_handler) to hear of them elsewhere.
pub fn begin() -> Handle {
    begin_with(Options::default())
}

/// [`begin`] with other options, such as a smaller log, or none.
pub fn begin_with(options: Options) -> Handle {
    if let Some(page) = Handle::ambient() {
        return page;
    }
    // Zero is the first turn of the app's loop, not when its module was loaded.
    let driver = Rc::new(FirstTurn::of(browser()));
    let page = Runtime::new(driver, options).into_ambient();
    page.set_exception_handler(|lost| {
        let said = format!(
            "{} failed, and nobody looked at its result: {}",
            lost.name, lost.error
        );
        web_sys::console::error_1(&JsValue::from_str(&said));
    });
    page
}

/// Shows, in a corner of the page, what the page's own program does: [begins](begin) it where that was not done.
/// Readers can fold it away, step back while the page goes on, zoom, and save all of it as a recording. To take it
/// away, remove the element that is returned.
///
/// It is the element `<coro-scope live="corner">`. With `live=""` it stands where the page has it.
pub fn mount() -> HtmlElement {
    begin();
    element::define();
    element::keep_to_this_instance();
    let shown = html(element::NAME)
        .attr(LIVE, "corner")
        .attr("view", "timeline")
        .attr("loading", "eager");
    match document().body() {
        Some(body) => append(&body, &shown),
        // A script in the head can be before the body.
        None => append(&document(), &shown),
    }
    shown
}
