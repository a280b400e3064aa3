//! The network: `fetch`.

use crate::refusal::message_of;
use coroscope_runtime::{Error, Result, Semaphore};
use coroscope_world::{Answer, Net, Request, Response};
use js_sys::futures::JsFuture;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortController, AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, Url,
};

#[wasm_bindgen]
extern "C" {
    // A global function, in a window and in a worker.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// Number of concurrent requests. Browsers queue requests beyond a few connections per server, and refuse them when
/// thousands are queued.
const MAX_CONCURRENT: usize = 256;

const OTHER_LESSONS_WORK: &str = "The lessons that fetch nothing still work";

/// Real requests.
#[derive(Clone)]
pub struct BrowserNet(Rc<Inner>);

/// Resolves an address, or says why it cannot.
type Resolver = Box<dyn Fn(&str) -> Result<String, String>>;

struct Inner {
    // Created outside of a run, so that it is not recorded as a resource of the program.
    permits: Semaphore,
    resolve: Resolver,
    credentials: RequestCredentials,
    /// What works on a device that is offline.
    still_works: &'static str,
}

/// Resolves an address that a lesson fetches.
pub type Resolve = fn(&str) -> String;

impl BrowserNet {
    /// The network of lessons, with a function that resolves the addresses first.
    pub fn of_lessons(resolve: Resolve) -> BrowserNet {
        BrowserNet(Rc::new(Inner {
            permits: Semaphore::new(MAX_CONCURRENT),
            resolve: Box::new(move |url| Ok(resolve(url))),
            credentials: RequestCredentials::SameOrigin,
            still_works: OTHER_LESSONS_WORK,
        }))
    }

    /// The network of scripts, with addresses relative to `base`.
    pub fn of_scripts(base: &str) -> BrowserNet {
        let base = base.to_owned();
        let resolve = move |url: &str| {
            let address = match base.is_empty() {
                true => Url::new(url),
                false => Url::new_with_base(url, &base),
            };
            address.map(|address| address.href()).map_err(|_| {
                format!(
                    "{url} is not a URL: write https://… in full, or a path relative to the page"
                )
            })
        };
        BrowserNet(Rc::new(Inner {
            permits: Semaphore::new(MAX_CONCURRENT),
            resolve: Box::new(resolve),
            // A script may come from a link, so it must not use the reader's logins.
            credentials: RequestCredentials::Omit,
            still_works: "Scripts that fetch nothing still work",
        }))
    }
}

/// The network of lessons, with addresses relative to the page.
impl Default for BrowserNet {
    fn default() -> BrowserNet {
        BrowserNet::of_lessons(str::to_owned)
    }
}

impl Net for BrowserNet {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let net = self.0.clone();
        Box::pin(async move {
            let _permit = net.permits.acquire().await;
            let address = (net.resolve)(&request.url).map_err(Error::msg)?;
            let abort = Abort::default();
            let url = request.url.clone();
            let failed =
                |why: String| Error::msg(format_args!("{url} could not be fetched: {why}"));
            let init = init(&request, &abort.signal(), net.credentials);
            let init = init.map_err(|why| failed(message_of(&why)))?;
            let response = send(&address, &init).await;
            let response =
                response.map_err(|why| failed(unreachable_because(&why, net.still_works)))?;
            Ok(Response {
                status: response.status(),
                reason: response.status_text(),
                url: response.url(),
                headers: fields(&response.headers()),
                body: Box::new(move || {
                    Box::pin(async move {
                        let bytes = read(&response).await;
                        drop(abort);
                        bytes.map_err(|why| {
                            let why = message_of(&why);
                            Error::msg(format_args!("the response from {url} is incomplete: {why}"))
                        })
                    })
                }),
            })
        })
    }
}

fn init(
    request: &Request,
    signal: &AbortSignal,
    credentials: RequestCredentials,
) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(&request.method);
    init.set_credentials(credentials);
    init.set_headers(&headers);
    init.set_signal(Some(signal));
    if let Some(body) = &request.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    Ok(init)
}

async fn send(address: &str, init: &RequestInit) -> Result<web_sys::Response, JsValue> {
    let response = JsFuture::from(fetch(address, init)?).await?;
    Ok(response.unchecked_into())
}

fn fields(headers: &Headers) -> Vec<(String, String)> {
    let pairs = headers.entries().into_iter().filter_map(Result::ok);
    pairs
        .filter_map(|pair| {
            let pair: js_sys::Array = pair.unchecked_into();
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

async fn read(response: &web_sys::Response) -> Result<Vec<u8>, JsValue> {
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    let bytes: ArrayBuffer = bytes.unchecked_into();
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// Fetches a recording or a script, with the reader's logins at the page's own server. The signal aborts the request.
///
/// # Errors
/// Why there is no response.
pub async fn fetch_file(url: &str, signal: &AbortSignal) -> Result<web_sys::Response, String> {
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    let response = send(url, &init).await;
    response.map_err(|why| unreachable_because(&why, OTHER_LESSONS_WORK))
}

/// Fetches what a file has after these first bytes. The signal aborts the request.
///
/// # Errors
/// Why there is no response.
pub async fn fetch_rest(
    url: &str,
    after: u64,
    signal: &AbortSignal,
) -> Result<web_sys::Response, String> {
    let failed = |why: JsValue| unreachable_because(&why, OTHER_LESSONS_WORK);
    let headers = Headers::new().map_err(failed)?;
    let range = format!("bytes={after}-");
    headers.append("range", &range).map_err(failed)?;
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    init.set_headers(&headers);
    // A cache would answer with the file as it was.
    init.set_cache(RequestCache::NoStore);
    send(url, &init).await.map_err(failed)
}

/// Aborts the request when it is dropped.
#[derive(Debug)]
pub struct Abort(AbortController);

impl Default for Abort {
    fn default() -> Abort {
        Abort(AbortController::new().expect_throw("a browser that has fetch"))
    }
}

impl Abort {
    /// The signal for the request.
    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Browsers do not reveal why a request failed, so the message names the likely reasons.
fn unreachable_because(why: &JsValue, still_works: &'static str) -> String {
    if is_offline() {
        return format!("this device is offline. {still_works}");
    }
    format!(
        "{} (a malformed URL, an unreachable server, or one that does not let this page read it: CORS, or the page's \
         own content security policy)",
        message_of(why)
    )
}

fn is_offline() -> bool {
    let get = |of: &JsValue, name| js_sys::Reflect::get(of, &JsValue::from_str(name));
    get(&js_sys::global(), "navigator")
        .and_then(|navigator| get(&navigator, "onLine"))
        .is_ok_and(|on_line| on_line == JsValue::FALSE)
}
