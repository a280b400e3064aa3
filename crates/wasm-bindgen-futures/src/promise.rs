//! Promises of JavaScript for futures, which are tasks like others.

use core::any::type_name;
use js_sys::Promise;
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::sys::Promising;
use wasm_bindgen::{JsGeneric, JsValue, UnwrapThrowExt};

/// Runs a future on this thread. Returns a promise with its result. Exported `async` functions are run by it.
#[track_caller]
pub fn future_to_promise<F>(future: F) -> Promise
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
{
    future_to_promise_typed(future)
}

/// [`future_to_promise`] with the type of the result.
#[track_caller]
pub fn future_to_promise_typed<T, F>(future: F) -> Promise<<T as Promising>::Resolution>
where
    F: Future<Output = Result<T, JsValue>> + 'static,
    T: Promising + FromWasmAbi + JsGeneric,
{
    let mut functions = None;
    let promise = Promise::new_typed(&mut |resolve, reject| functions = Some((resolve, reject)));
    let (resolve, reject) = functions.expect_throw("a promise calls its executor at once");
    let settle = async move {
        let settled = match future.await {
            Ok(value) => resolve.call(&JsValue::UNDEFINED, (&value,)),
            Err(reason) => reject.call(&JsValue::UNDEFINED, (&reason,)),
        };
        settled.expect_throw("the functions of a promise do not throw");
    };
    crate::spawn_of_type(settle, type_name::<F>());
    promise
}
