//! A page's own futures: a runtime for what its listeners spawn, and its timeline in a corner of the page.
//!
//! An app replaces `wasm_bindgen_futures::spawn_local` with [`spawn_local`](crate::spawn_local), or with
//! [`spawn`](crate::spawn()) where a future can fail, and calls [`mount`] when it starts. The timeline then shows which
//! futures run, which are ready, and what the others wait for.
//!
//! The app's module only records. The timeline is the element `<coro-scope>`, which has a module of its own; the page
//! fetches it when the reader opens the timeline. With the feature `element`, the app's module contains the element.

mod black_box;
mod corner;

pub use black_box::on_panic;

use super::driver::browser;
use super::page_log;
use crate::runtime::{FirstTurn, Handle, Options, Runtime};
use coroscope_browser::console_tasks::console_tasks;
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
    let limit = options.log_limit.unwrap_or(0);
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
    page_log::publish(&page, limit);
    watch_for_panics();
    black_box::watch(&page);
    link_stacks(&page);
    page
}

/// In debug builds, has DevTools show the stack of each spawn above those of its polls, as `wasm_bindgen_futures` does. It
/// costs a call into JavaScript and back for each poll.
fn link_stacks(page: &Handle) {
    if let Some(observer) = cfg!(debug_assertions).then(console_tasks).flatten() {
        page.set_task_observer(observer);
    }
}

/// Lets timelines know when the app has panicked.
#[cfg(not(feature = "element"))]
fn watch_for_panics() {
    super::panic::install_hook("This page’s program", |what, _| {
        page_log::report_failure(what)
    });
}

/// The element is in the same module, and reports its panics itself. It must not start another instance of the module:
/// that would start the app a second time.
#[cfg(feature = "element")]
fn watch_for_panics() {
    super::element::pin_instance();
}

/// Where [`mount`] expects the element's class.
const CLASS: &str = "coroscope/coro-scope.js";

/// Adds a button to a corner of the page, which opens the timeline of the page's own futures. Calls [`begin`] if that
/// was not done yet. Readers can collapse the timeline, step back while the page continues, zoom, and save a recording.
/// To remove it, remove the returned element.
///
/// The timeline is `<coro-scope live="corner">`; with `live=""`, a page can place such an element anywhere. If the page
/// has not loaded the element's class by itself, it is imported from `coroscope/coro-scope.js`, relative to the page:
/// the files of `dist/`, which `cargo xtask build` writes, belong into the folder `coroscope`. If they are not there, the
/// corner and the console say so.
pub fn mount() -> HtmlElement {
    mount_from(CLASS)
}

/// [`mount`] with another address of the element's class, relative to the page.
pub fn mount_from(class: &str) -> HtmlElement {
    begin();
    corner::add(class)
}
