//! The functions on the stack, by the names that a debug build has in its module.

use core::cell::Cell;
use js_sys::{Error, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// How much of the stack is read. A framework calls itself through many functions, none of which is inlined in a debug build.
const MOST_FRAMES: u32 = 200;

thread_local! {
    /// Whether the module has no names, so that reading the stack is of no use.
    static IS_NAMELESS: Cell<bool> = const { Cell::new(false) };
}

/// The names of this module's functions on the stack, the last called first. Empty if they have no names.
pub(crate) fn functions() -> Vec<String> {
    if cfg!(not(target_family = "wasm")) || IS_NAMELESS.get() {
        return Vec::new();
    }
    let usual = Error::stack_trace_limit();
    Error::set_stack_trace_limit(&MOST_FRAMES.into());
    let error = Error::new("");
    Error::set_stack_trace_limit(&usual);
    let stack = Reflect::get(&error, &JsValue::from_str("stack")).ok();
    let stack: String = match stack.as_ref().and_then(JsValue::dyn_ref::<JsString>) {
        Some(stack) => stack.into(),
        None => String::new(),
    };
    let names: Vec<String> = stack
        .lines()
        .filter_map(function)
        .map(str::to_owned)
        .collect();
    IS_NAMELESS.set(names.is_empty());
    names
}

/// The name of the function in a line of a stack, if it is one of the module's and has a name. Browsers write lines such as
///
/// ```text
///     at app.wasm.app::App (https://example.org/app_bg.wasm:wasm-function[12]:0x345)   Chromium
/// app.wasm.app::App@https://example.org/app_bg.wasm:wasm-function[12]:0x345            Firefox
/// <?>.wasm-function[app::App]@[wasm code]                                              WebKit
/// ```
fn function(line: &str) -> Option<&str> {
    let (name, index) = match line.split_once("wasm-function[") {
        Some(("<?>.", rest)) => (rest.rsplit_once("]@")?.0, ""),
        Some((name, index)) => (name, index),
        None => return None,
    };
    let name = match line.trim_start().strip_prefix("at ") {
        Some(_) => name.trim_start().strip_prefix("at ")?.rsplit_once(" (")?.0,
        None if index.is_empty() => name,
        None => name.rsplit_once('@')?.0,
    };
    let name = name.split_once(".wasm.").map_or(name, |(_, name)| name);
    (!name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::function;

    #[test]
    fn functions_are_found_in_the_stacks_of_all_browsers() {
        for line in [
            "    at app.wasm.app::App::h12 (http://127.0.0.1/app_bg.wasm:wasm-function[12]:0x345)",
            "    at app::App::h12 (http://127.0.0.1/app_bg.wasm:wasm-function[12]:0x345)",
            "app.wasm.app::App::h12@http://127.0.0.1/app_bg.wasm:wasm-function[12]:0x345",
            "<?>.wasm-function[app::App::h12]@[wasm code]",
        ] {
            assert_eq!(function(line), Some("app::App::h12"), "{line}");
        }
        for line in [
            "Error",
            "    at http://127.0.0.1/app_bg.wasm:wasm-function[12]:0x345",
            "    at real (http://127.0.0.1/app.js:12:3)",
            "@http://127.0.0.1/app_bg.wasm:wasm-function[12]:0x345",
            "<?>.wasm-function[12]@[wasm code]",
        ] {
            assert_eq!(function(line), None, "{line}");
        }
    }
}
