//! JavaScript's own `await`, for comparison.

use super::detached::run_detached;
use super::refusal::message_of;
use crate::error::{Error, Result};
use crate::time::Duration;
use crate::world::{Answer, Peer};
use js_sys::futures::JsFuture;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn chain(depth: u32, rounds: u32) -> Result<js_sys::Promise, JsValue>;
}

/// The page's JavaScript engine.
#[derive(Clone, Copy, Debug, Default)]
pub struct JavaScript;

impl Peer for JavaScript {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        let [depth, rounds] = [depth, rounds].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        run_detached(async move {
            let took = async { JsFuture::from(chain(depth, rounds)?).await }.await;
            let took = took.map_err(|why| {
                Error::msg(format_args!(
                    "JavaScript did not await {depth} levels: {}",
                    message_of(&why)
                ))
            })?;
            let millis = took.as_f64().unwrap_or_default();
            Ok(Duration::from_micros((millis * 1000.0) as u64))
        })
    }
}
