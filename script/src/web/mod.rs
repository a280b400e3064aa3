//! The engine in a browser's worker: a run, and what scripts reach outside of their loop.

pub mod outside;

#[allow(unreachable_pub, reason = "wasm-bindgen exports only public functions")]
mod calls;
mod files;
mod net;
#[allow(unreachable_pub, reason = "wasm-bindgen exports only public functions")]
mod run;

use wasm_bindgen::{JsCast, JsValue};

/// What a thrown value says.
fn words_of(why: &JsValue) -> String {
    match why.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => why
            .as_string()
            .unwrap_or_else(|| "for no given reason".into()),
    }
}
