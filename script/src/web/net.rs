//! Requests of scripts, with the browser's `fetch`.

use super::words_of;
use crate::outside::{Refusal, Request, Response};
use coroscope::Semaphore;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, Url};

#[wasm_bindgen]
extern "C" {
    // The global scope's, of a window and of a worker alike.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// Gives the request up when it is dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Requests under way at a time. Browsers open a handful of connections to a server and keep the rest
/// waiting; where thousands wait, they refuse more.
const AT_A_TIME: usize = 256;

/// As many permits as there may be requests under way. Made outside of a run, it is no resource of the script's.
pub(super) fn permits() -> Semaphore {
    Semaphore::new(AT_A_TIME)
}

/// The response to a request, whose URL is resolved against `base`.
pub(super) async fn ask(
    request: Request,
    base: &str,
    permits: &Semaphore,
) -> Result<Response, Refusal> {
    let _permit = permits.acquire().await;
    let url = request.url.clone();
    let told = |why: JsValue| {
        Refusal::other(format_args!(
            "{url} could not be fetched: {}",
            unreachable_because(&why)
        ))
    };
    let abort = Abort(AbortController::new().map_err(told)?);
    let address = match base.is_empty() {
        true => Url::new(&request.url),
        false => Url::new_with_base(&request.url, base),
    };
    let address = address.map_err(|_| {
        Refusal::other(format_args!(
            "{url} is no URL: write https://… in full, or a path beside the page"
        ))
    })?;
    let init = init(&request, &abort).map_err(told)?;
    let asked = fetch(&address.href(), &init).map_err(told)?;
    let response = JsFuture::from(asked).await.map_err(told)?;
    let response: web_sys::Response = response.unchecked_into();
    Ok(Response {
        status: response.status(),
        reason: match response.status_text() {
            // HTTP/2 has none, and scripts print it.
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
                    let why = words_of(&why);
                    Refusal::other(format_args!("{url} came incomplete: {why}"))
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
    // A script may have come with a link: what the reader is logged in to is none of its business.
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

/// Browsers do not tell scripts why a request got no answer, so the likely reasons are named.
fn unreachable_because(why: &JsValue) -> String {
    format!(
        "{} (an unreachable server, no network, or a server that does not let this page read it: CORS, or the \
         page's own content security policy)",
        words_of(why)
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
