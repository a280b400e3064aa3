//! Turns browser errors into messages. They are in English in every language, because programs print them, so that the
//! log contains them.

use coroscope_runtime::Error;
use coroscope_world::{FileError, FileErrorKind};
use wasm_bindgen::prelude::*;

/// The message of a thrown value.
pub fn message_of(why: &JsValue) -> String {
    match why.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => (why.as_string()).unwrap_or_else(|| "no reason given".into()),
    }
}

/// The name of a thrown error, such as `NotFoundError`.
fn name_of(why: &JsValue) -> String {
    why.dyn_ref::<js_sys::Error>()
        .map_or_else(String::new, |error| String::from(error.name()))
}

/// Whether a file was not found.
pub(crate) fn is_not_found(why: &JsValue) -> bool {
    name_of(why) == "NotFoundError"
}

/// How an error of storage is explained.
#[derive(Clone, Copy, Debug)]
pub struct StorageAdvice {
    /// What the browser does if it refuses.
    pub refusal: &'static str,
    /// What works without storage.
    pub still_works: &'static str,
}

/// The error for a failed access to storage: the reason, and what still works.
pub fn storage_error(what: &str, advice: StorageAdvice, why: &JsValue) -> Error {
    let StorageAdvice {
        refusal,
        still_works,
    } = advice;
    let reason = match name_of(why).as_str() {
        "NotFoundError" => {
            return Error::from(FileError {
                kind: FileErrorKind::NotFound,
                message: format!("{what}: it does not exist"),
            });
        }
        "QuotaExceededError" => format!(
            "this site's storage in the browser is full. What was stored before is unchanged; free \
            some space in the browser's settings. {still_works}"
        ),
        "NoModificationAllowedError" => {
            "another tab or window has it open. Close that one, and run again".into()
        }
        // A missing API is a TypeError: a method call on undefined. So is an invalid name of a file.
        "SecurityError" | "NotAllowedError" | "InvalidStateError" | "UnknownError"
        | "TypeError" => {
            format!(
                "{refusal}, as in some private windows, or where a site may not store data ({}). {still_works}",
                message_of(why)
            )
        }
        _ => message_of(why),
    };
    Error::msg(format_args!("{what}: {reason}"))
}

/// What works in the lessons without storage.
pub const OTHER_LESSONS_WORK: &str = "The lessons that store nothing still work";
