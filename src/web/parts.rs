//! The later parts of the module, where the build divided it (`tools/split`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/class/element.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadPart, catch)]
    fn load(part: u32) -> Result<(), JsValue>;
}

/// Has a part loaded. The stubs of a divided module call it when a function is needed before its part has arrived.
#[wasm_bindgen(js_name = loadPart)]
#[allow(unreachable_pub, reason = "the stubs call it")]
pub fn load_part(part: u32) {
    if let Err(error) = load(part) {
        let why = js_sys::Error::from(error).message();
        panic!("a part of the program did not load: {why}");
    }
}
