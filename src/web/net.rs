//! The network of the browser: `fetch`.

use super::element;
use super::refusal::words_of;
use crate::Semaphore;
use crate::error::{Error, Result};
use crate::lessons::world::{Answer, Net};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    // The global scope's, of a window and of a worker alike.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<js_sys::Promise, JsValue>;
}

/// Requests under way at a time. Browsers open a handful of connections to a server and keep the rest
/// waiting; where thousands wait, they refuse more.
const AT_A_TIME: usize = 256;

/// Real requests.
#[derive(Clone)]
pub struct BrowserNet {
    // Made outside of a run, so it is no resource of the lesson's.
    permits: Semaphore,
}

impl Default for BrowserNet {
    fn default() -> BrowserNet {
        BrowserNet {
            permits: Semaphore::new(AT_A_TIME),
        }
    }
}

impl Net for BrowserNet {
    fn get(&self, url: &str) -> Answer<String> {
        let (url, permits) = (url.to_owned(), self.permits.clone());
        Box::pin(async move {
            let _permit = permits.acquire().await;
            get(&url)
                .await
                .map_err(|why| Error::msg(format_args!("{url} could not be fetched: {why}")))
        })
    }
}

async fn get(url: &str) -> Result<String, String> {
    let abort = Abort::default();
    let response = ask(&element::address_of(url), &abort.signal()).await?;
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text())
            .trim_end()
            .into());
    }
    let text = response.text().map_err(|why| words_of(&why))?;
    let text = JsFuture::from(text).await.map_err(|why| words_of(&why))?;
    text.as_string()
        .ok_or_else(|| "the answer is not a text".into())
}

/// The answer to a request, which the signal gives up.
pub(crate) async fn ask(url: &str, signal: &AbortSignal) -> Result<Response, String> {
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    let answer = fetch(url, &init).map_err(|why| unreachable_because(&why))?;
    let response = JsFuture::from(answer).await;
    let response = response.map_err(|why| unreachable_because(&why))?;
    Ok(response.unchecked_into())
}

/// Gives the request up when it is dropped.
pub(crate) struct Abort(AbortController);

impl Default for Abort {
    fn default() -> Abort {
        Abort(AbortController::new().expect_throw("a browser that has fetch"))
    }
}

impl Abort {
    pub(crate) fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Browsers do not tell scripts why a request got no answer, so the likely reasons are named.
fn unreachable_because(why: &JsValue) -> String {
    if is_offline() {
        return "this device is offline. The lessons that fetch nothing work all the same".into();
    }
    format!(
        "{} (a malformed URL, an unreachable server, or one that does not let this page read it: CORS, or the page's own content security policy)",
        words_of(why)
    )
}

fn is_offline() -> bool {
    let get = |of: &JsValue, name| js_sys::Reflect::get(of, &JsValue::from_str(name));
    get(&js_sys::global(), "navigator")
        .and_then(|navigator| get(&navigator, "onLine"))
        .is_ok_and(|on_line| on_line == JsValue::FALSE)
}
