//! The engine in a browser's worker: runs, and the host of scripts.

pub mod host;

#[allow(unreachable_pub, reason = "wasm-bindgen exports only public functions")]
mod calls;
mod files;
mod net;
#[allow(unreachable_pub, reason = "wasm-bindgen exports only public functions")]
mod run;

use wasm_bindgen::{JsCast, JsValue};

/// The message of a thrown JavaScript value.
fn message_of(why: &JsValue) -> String {
    match why.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => why.as_string().unwrap_or_else(|| "no reason given".into()),
    }
}
