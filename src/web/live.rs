//! A page's own futures: a runtime for what its listeners spawn, and its timeline in a corner of the page.
//!
//! An app replaces `wasm_bindgen_futures::spawn_local` with [`spawn_local`](crate::spawn_local), or with
//! [`spawn`](crate::spawn()) where a future can fail, and calls [`mount`] when it starts. The timeline then shows which
//! futures run, which are ready, and what the others wait for.

use super::dom::{Build, append, document, html};
use super::driver::browser;
use super::element;
use super::state::LIVE;
use crate::runtime::{FirstTurn, Handle, Options, Runtime};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Creates the page's runtime, on the browser's microtask queue, and records it. If the page has a runtime already,
/// returns that one. Failures that are never retrieved go to the console; set another
/// [exception handler](Handle::set_exception_handler) to handle them elsewhere.
pub fn begin() -> Handle {
    begin_with(Options::default())
}

/// [`begin`] with other options, such as a smaller log or none.
pub fn begin_with(options: Options) -> Handle {
    if let Some(page) = Handle::ambient() {
        return page;
    }
    // Time zero is the first turn of the app's loop, not the loading of its module.
    let driver = Rc::new(FirstTurn::of(browser()));
    let page = Runtime::new(driver, options).into_ambient();
    page.set_exception_handler(|lost| {
        let message = format!(
            "{} failed, and its result was never retrieved: {}",
            lost.name, lost.error
        );
        web_sys::console::error_1(&JsValue::from_str(&message));
    });
    page
}

/// Shows the page's own futures in a corner of the page. Calls [`begin`] if that was not done yet. Readers can collapse
/// the panel, step back while the page continues, zoom, and save a recording. To remove the panel, remove the
/// returned element.
///
/// The element is `<coro-scope live="corner">`. With `live=""`, the page can place it anywhere.
pub fn mount() -> HtmlElement {
    begin();
    element::define();
    element::pin_instance();
    let shown = html(element::NAME)
        .attr(LIVE, "corner")
        .attr("view", "timeline")
        .attr("loading", "eager");
    match document().body() {
        Some(body) => append(&body, &shown),
        // A script in the head can run before there is a body.
        None => append(&document(), &shown),
    }
    shown
}
