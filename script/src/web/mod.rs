//! The engine in a browser's worker: a run, and what scripts reach outside of their loop.

pub mod outside;

mod calls;
mod files;
mod net;
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
