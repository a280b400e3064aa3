//! The workloads of `runtime.html`, each returning a number that proves that the work was done.

#![cfg(target_family = "wasm")]

mod workloads;

use coroscope::Runtime;
use coroscope::runtime::Options;
use wasm_bindgen::prelude::*;

/// Runs a workload of size `n` on the browser's microtask queue.
///
/// # Errors
/// The name of a workload that there is not, or what went wrong in it.
#[wasm_bindgen]
pub async fn run(workload: String, n: u32, record: bool) -> Result<f64, JsError> {
    let main = workloads::find(&workload, n)
        .ok_or_else(|| JsError::new(&format!("there is no workload called {workload}")))?;
    let options = Options {
        log_limit: record.then_some(coroscope::trace::log::DEFAULT_LIMIT),
        ..Options::default()
    };
    let rt = Runtime::browser(options);
    let main = rt.start(main);
    rt.over().await;
    match main.result() {
        Some(Ok(check)) => Ok(check),
        Some(Err(error)) => Err(JsError::new(&error.to_string())),
        None => Err(JsError::new("the main task did not end")),
    }
}
