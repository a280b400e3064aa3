//! Requests of scripts, with the browser's `fetch`.

use super::message_of;
use crate::host::{HostError, Request, Response};
use coroscope::Semaphore;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, Url};

#[wasm_bindgen]
extern "C" {
    // The function of the global scope, in a window or a worker.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// Aborts the request when it is dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The maximum number of concurrent requests. Browsers open a handful of connections to a server and queue the rest; when
/// thousands are queued, they refuse more.
const MAX_REQUESTS: usize = 256;

/// The semaphore that limits requests. Made outside of a run, it is not recorded as a resource of the script.
pub(super) fn permits() -> Semaphore {
    Semaphore::new(MAX_REQUESTS)
}

/// Sends a request. Relative URLs are resolved against `base`.
pub(super) async fn send(
    request: Request,
    base: &str,
    permits: &Semaphore,
) -> Result<Response, HostError> {
    let _permit = permits.acquire().await;
    let url = request.url.clone();
    let error = |why: JsValue| {
        HostError::other(format_args!(
            "{url} could not be fetched: {}",
            unreachable_reason(&why)
        ))
    };
    let abort = Abort(AbortController::new().map_err(error)?);
    let address = match base.is_empty() {
        true => Url::new(&request.url),
        false => Url::new_with_base(&request.url, base),
    };
    let address = address.map_err(|_| {
        HostError::other(format_args!(
            "{url} is not a URL: write https://… in full, or a path relative to the page"
        ))
    })?;
    let init = init(&request, &abort).map_err(error)?;
    let promise = fetch(&address.href(), &init).map_err(error)?;
    let response = JsFuture::from(promise).await.map_err(error)?;
    let response: web_sys::Response = response.unchecked_into();
    Ok(Response {
        status: response.status(),
        reason: match response.status_text() {
            // HTTP/2 has no reason phrase, but scripts print it.
            none if none.is_empty() => usual_reason(response.status()).to_owned(),
            reason => reason,
        },
        url: response.url(),
        headers: fields(&response.headers()),
        body: Box::new(move || {
            Box::pin(async move {
                let bytes = read(&response).await;
                drop(abort);
                bytes.map_err(|why| {
                    let why = message_of(&why);
                    HostError::other(format_args!("the response from {url} is incomplete: {why}"))
                })
            })
        }),
    })
}

fn init(request: &Request, abort: &Abort) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(&request.method);
    // A script may come from a link, so it must not use the reader's logins.
    init.set_credentials(RequestCredentials::Omit);
    init.set_headers(&headers);
    init.set_signal(Some(&abort.0.signal()));
    if let Some(body) = &request.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    Ok(init)
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

/// Browsers do not say why a request failed, so this names the likely reasons.
fn unreachable_reason(why: &JsValue) -> String {
    format!(
        "{} (an unreachable server, no network, or a server that does not let this page read it: CORS, or the \
         page's own content security policy)",
        message_of(why)
    )
}

fn usual_reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "",
    }
}
