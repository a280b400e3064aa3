//! Turns browser errors into messages for readers.

use crate::error::Error;
use wasm_bindgen::prelude::*;

/// The message of a thrown value.
pub(super) fn message_of(why: &JsValue) -> String {
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

/// The error for a failed access to storage: the reason, and what still works.
pub(super) fn storage_error(what: &str, storage: &str, why: &JsValue) -> Error {
    let reason = match name_of(why).as_str() {
        "NotFoundError" => "it does not exist".into(),
        "QuotaExceededError" => format!(
            "this site's storage in the browser is full. What was stored before is unchanged; free \
            some space in the browser's settings. {OTHER_LESSONS_WORK}"
        ),
        "NoModificationAllowedError" => {
            "another tab or window has it open. Close that one, and run again".into()
        }
        // A missing API is a TypeError: a method call on undefined.
        "SecurityError" | "NotAllowedError" | "InvalidStateError" | "UnknownError"
        | "TypeError" => {
            format!(
                "this browser gives the page no {storage}, as in some private windows, or where \
                 a site may not store data ({}). {OTHER_LESSONS_WORK}",
                message_of(why)
            )
        }
        _ => message_of(why),
    };
    Error::msg(format_args!("{what}: {reason}"))
}

const OTHER_LESSONS_WORK: &str = "The lessons that store nothing still work";
