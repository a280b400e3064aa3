//! Reading the page's log, in the module that draws it.

use super::{EVENT, GLOBAL, Global, PageLog, VERSION};
use crate::time::Instant;
use crate::web::refusal::message_of;
use crate::wording::tr;
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// The event on the window after which there is a log to read.
pub(crate) const PUBLISHED: &str = EVENT;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(method, getter)]
    fn format(this: &PageLog) -> u32;
    #[wasm_bindgen(method, getter)]
    fn limit(this: &PageLog) -> f64;
    #[wasm_bindgen(method, catch)]
    fn time(this: &PageLog) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn open(this: &PageLog) -> Result<Function, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn failure(this: &PageLog) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = blackBox)]
    fn black_box(this: &PageLog) -> Option<String>;
}

/// Reads the log that a program of this page has published.
pub(crate) struct PageLogReader {
    page: PageLog,
    next: Function,
}

impl PageLogReader {
    /// Starts at the beginning of the log. `None` if no program has published one.
    ///
    /// # Errors
    /// A sentence: the program has crashed, or records in another format.
    pub(crate) fn open() -> Option<Result<PageLogReader, String>> {
        let page = GLOBAL.with(Global::page_log)?;
        if page.format() != VERSION {
            return Some(Err(format!(
                "This page’s program records in version {} of the format, and this timeline reads version {VERSION}. \
                 Build both from the same version of Coroscope.",
                page.format()
            )));
        }
        Some(running(&page).and_then(|()| {
            let next = page.open().map_err(|why| crashed(&message_of(&why)))?;
            Ok(PageLogReader { page, next })
        }))
    }

    /// The size limit of the log, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.page.limit() as usize
    }

    /// The time of the run.
    ///
    /// # Errors
    /// A sentence: the program has crashed.
    pub(crate) fn time(&self) -> Result<Instant, String> {
        running(&self.page)?;
        let micros = (self.page.time()).map_err(|why| crashed(&message_of(&why)))?;
        Ok(Instant::from_micros(micros.max(0.0) as u64))
    }

    /// The next delta, with at most `max` events; `None` if there are no new events.
    ///
    /// # Errors
    /// A sentence: the program has crashed.
    pub(crate) fn next(&self, max: u32) -> Result<Option<String>, String> {
        running(&self.page)?;
        let delta = self.next.call1(&JsValue::NULL, &max.into());
        let delta = delta.map_err(|why| crashed(&message_of(&why)))?;
        Ok(delta.as_string())
    }
}

/// A recording of the last seconds before the page's program crashed; `None` if it has not, or if nothing was kept.
pub(crate) fn black_box() -> Option<String> {
    GLOBAL.with(Global::page_log)?.black_box()
}

/// Whether the recording module may be called.
fn running(page: &PageLog) -> Result<(), String> {
    page.failure().map_or(Ok(()), |what| Err(crashed(&what)))
}

fn crashed(what: &str) -> String {
    tr!(
        "This page’s program crashed. Reload the page to start it again. {what}",
        what
    )
}
