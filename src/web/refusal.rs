//! What browsers say when they refuse something, in the reader's words.

use crate::error::Error;
use wasm_bindgen::prelude::*;

/// What a thrown value says.
pub(super) fn words_of(why: &JsValue) -> String {
    match why.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => why
            .as_string()
            .unwrap_or_else(|| "for no given reason".into()),
    }
}

fn name_of(why: &JsValue) -> String {
    why.dyn_ref::<js_sys::Error>()
        .map_or_else(String::new, |error| String::from(error.name()))
}

/// Why something could not be stored or read back: what is missing, and what still works.
pub(super) fn of_storage(what: &str, storage: &str, why: &JsValue) -> Error {
    let reason = match name_of(why).as_str() {
        "NotFoundError" => "it is not there".into(),
        "QuotaExceededError" => format!(
            "the room that this site has in the browser is full. What was stored before is as it \
             was; free some room in the browser's settings. {OTHERS}"
        ),
        "NoModificationAllowedError" => {
            "another tab or window has it open. Close that one, and run again".into()
        }
        // What is missing altogether is a TypeError: a method of nothing.
        "SecurityError" | "NotAllowedError" | "InvalidStateError" | "UnknownError"
        | "TypeError" => {
            format!(
                "this browser gives the page no {storage}, as in some private windows, or where \
                 a site may not store data ({}). {OTHERS}",
                words_of(why)
            )
        }
        _ => words_of(why),
    };
    Error::msg(format_args!("{what}: {reason}"))
}

const OTHERS: &str = "The lessons that store nothing work all the same";
