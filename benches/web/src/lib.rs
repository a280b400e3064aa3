//! The functions that the benchmark pages call. `runtime.html` runs workloads on Coroscope and on tokio.

#![cfg(target_family = "wasm")]

pub mod timeline;

use coroscope::Runtime;
use coroscope::runtime::Options;
use coroscope::web::driver::browser;
use coroscope_workloads::{with_coroscope, with_tokio};
use wasm_bindgen::prelude::*;

/// Runs a workload of size `n` on the browser's microtask queue.
///
/// # Errors
/// When there is no such workload, or it fails.
#[wasm_bindgen]
pub async fn run(workload: String, n: u32, record: bool) -> Result<f64, JsError> {
    let main = with_coroscope::find(&workload, n).ok_or_else(|| unknown(&workload))?;
    let options = Options {
        log_limit: record.then_some(coroscope::trace::log::DEFAULT_LIMIT),
        ..Options::default()
    };
    let rt = Runtime::new(browser(), options);
    let main = rt.start(main);
    rt.wait_all_done().await;
    match main.result() {
        Some(Ok(check)) => Ok(check),
        Some(Err(error)) => Err(JsError::new(&error.to_string())),
        None => Err(JsError::new("the main task did not end")),
    }
}

/// Runs a workload of size `n` on tokio, which blocks the page until it is done.
///
/// # Errors
/// When there is no such workload for tokio, or it needs a clock.
#[wasm_bindgen]
pub fn run_on_tokio(workload: &str, n: u32) -> Result<f64, JsError> {
    if workload == "timers" {
        return Err(JsError::new("tokio has no clock in a page"));
    }
    let main = with_tokio::find(workload, n).ok_or_else(|| unknown(workload))?;
    let rt = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(rt.block_on(main))
}

fn unknown(workload: &str) -> JsError {
    JsError::new(&format!("there is no workload {workload} here"))
}
