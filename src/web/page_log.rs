//! The log of a page's own futures, on its way from the module that records it to the module that draws it. Each module
//! has its own memory, so the log is copied in deltas, by an object that is a property of the global object.

#[cfg(feature = "element")]
mod read;
#[cfg(feature = "element")]
pub(crate) use read::{PUBLISHED, PageLogReader, black_box};

use crate::recording::{LogDeltaWriter, VERSION};
use crate::runtime::Handle;
use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::Event;

/// The event on the window that says that a program of the page has published its log.
const EVENT: &str = "coroscope-page-log";

#[wasm_bindgen]
extern "C" {
    type Global;
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: Global;
    #[wasm_bindgen(method, getter, js_name = coroscopePageLog)]
    fn page_log(this: &Global) -> Option<PageLog>;
    #[wasm_bindgen(method, setter, js_name = coroscopePageLog)]
    fn set_page_log(this: &Global, log: &PageLog);

    /// What the recording module publishes.
    pub(crate) type PageLog;
    /// The version of the recording format, which is that of the deltas.
    #[wasm_bindgen(method, setter)]
    fn set_format(this: &PageLog, version: u32);
    /// The size limit of the log, in bytes.
    #[wasm_bindgen(method, setter)]
    fn set_limit(this: &PageLog, bytes: f64);
    /// Returns the time of the run, in microseconds.
    #[wasm_bindgen(method, setter)]
    fn set_time(this: &PageLog, time: &Function);
    /// Returns a function that returns the next delta of at most the given number of events, or undefined. The first
    /// delta begins with the first event in the log.
    #[wasm_bindgen(method, setter)]
    fn set_open(this: &PageLog, open: &Function);
}

#[wasm_bindgen]
extern "C" {
    /// A recording of the last seconds before the recording module crashed.
    #[wasm_bindgen(method, setter, js_name = blackBox)]
    fn set_black_box(this: &PageLog, recording: &str);
}

#[cfg(not(feature = "element"))]
#[wasm_bindgen]
extern "C" {
    /// Why the recording module has crashed. After that, none of its functions may be called.
    #[wasm_bindgen(method, setter)]
    fn set_failure(this: &PageLog, what: &str);
}

/// Publishes the log of a runtime. Does nothing in a worker.
pub(crate) fn publish(page: &Handle, limit: usize) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let log: PageLog = Object::new().unchecked_into();
    log.set_format(VERSION);
    log.set_limit(limit as f64);
    let timed = page.clone();
    let time = Closure::<dyn Fn() -> f64>::new(move || timed.time().as_micros() as f64);
    let read = page.clone();
    let open = Closure::<dyn Fn() -> JsValue>::new(move || deltas(read.clone()));
    // The page's log lives as long as the page, so JavaScript owns the functions.
    log.set_time(time.into_js_value().unchecked_ref());
    log.set_open(open.into_js_value().unchecked_ref());
    GLOBAL.with(|global| global.set_page_log(&log));
    let event = Event::new(EVENT).expect_throw("an event's name");
    // Exceptions in listeners go to the console, not to us.
    let _ = window.dispatch_event(&event);
}

/// A function that returns one delta after the other.
fn deltas(page: Handle) -> JsValue {
    let mut writer = LogDeltaWriter::default();
    let next = move |max: u32| page.with_log(|log| writer.delta_up_to(log, max as usize));
    Closure::<dyn FnMut(u32) -> Option<String>>::new(next).into_js_value()
}

/// Reports that the recording module has crashed.
#[cfg(not(feature = "element"))]
pub(crate) fn report_failure(what: &str) {
    if let Some(log) = GLOBAL.with(Global::page_log) {
        log.set_failure(what);
    }
}

/// Publishes what was kept when the recording module crashed.
pub(crate) fn publish_black_box(recording: &str) {
    if let Some(log) = GLOBAL.with(Global::page_log) {
        log.set_black_box(recording);
    }
}
