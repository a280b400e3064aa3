//! The network: `fetch`.

use super::refusal::message_of;
use crate::Semaphore;
use crate::error::{Error, Result};
use crate::lessons::world::{Answer, Net};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    // A global function, in a window and in a worker.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<js_sys::Promise, JsValue>;
}

/// Number of concurrent requests. Browsers queue requests beyond a few connections per server, and refuse them when
/// thousands are queued.
const MAX_CONCURRENT: usize = 256;

/// Real requests.
#[derive(Clone)]
pub struct BrowserNet {
    // Created outside of a run, so that it is not recorded as a resource of the lesson.
    permits: Semaphore,
    resolve: Resolve,
}

/// Resolves an address that a lesson fetches.
pub type Resolve = fn(&str) -> String;

impl BrowserNet {
    /// The network, with a function that resolves the addresses first.
    pub fn new(resolve: Resolve) -> BrowserNet {
        BrowserNet {
            permits: Semaphore::new(MAX_CONCURRENT),
            resolve,
        }
    }
}

/// The network, with addresses relative to the page.
impl Default for BrowserNet {
    fn default() -> BrowserNet {
        BrowserNet::new(str::to_owned)
    }
}

impl Net for BrowserNet {
    fn get(&self, url: &str) -> Answer<String> {
        let (url, permits, resolve) = (url.to_owned(), self.permits.clone(), self.resolve);
        Box::pin(async move {
            let _permit = permits.acquire().await;
            get(&resolve(&url))
                .await
                .map_err(|why| Error::msg(format_args!("{url} could not be fetched: {why}")))
        })
    }
}

async fn get(address: &str) -> Result<String, String> {
    let abort = Abort::default();
    let response = ask(address, &abort.signal()).await?;
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text())
            .trim_end()
            .into());
    }
    let text = response.text().map_err(|why| message_of(&why))?;
    let text = JsFuture::from(text).await.map_err(|why| message_of(&why))?;
    text.as_string()
        .ok_or_else(|| "the answer is not a text".into())
}

/// Sends a request, which the signal aborts, and returns its response.
pub(crate) async fn ask(url: &str, signal: &AbortSignal) -> Result<Response, String> {
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    let answer = fetch(url, &init).map_err(|why| unreachable_because(&why))?;
    let response = JsFuture::from(answer).await;
    let response = response.map_err(|why| unreachable_because(&why))?;
    Ok(response.unchecked_into())
}

/// Aborts the request when it is dropped.
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

/// Browsers do not reveal why a request failed, so the message names the likely reasons.
fn unreachable_because(why: &JsValue) -> String {
    if is_offline() {
        return "this device is offline. The lessons that fetch nothing still work".into();
    }
    format!(
        "{} (a malformed URL, an unreachable server, or one that does not let this page read it: CORS, or the page's own content security policy)",
        message_of(why)
    )
}

fn is_offline() -> bool {
    let get = |of: &JsValue, name| js_sys::Reflect::get(of, &JsValue::from_str(name));
    get(&js_sys::global(), "navigator")
        .and_then(|navigator| get(&navigator, "onLine"))
        .is_ok_and(|on_line| on_line == JsValue::FALSE)
}
