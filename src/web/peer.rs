//! JavaScript's own `await`, to compare with.

use super::refusal::words_of;
use super::to_its_end::to_its_end;
use crate::error::{Error, Result};
use crate::lessons::world::{Answer, Peer};
use crate::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn chain(depth: u32, rounds: u32) -> Result<js_sys::Promise, JsValue>;
}

/// The page's JavaScript.
#[derive(Clone, Copy, Debug, Default)]
pub struct JavaScript;

impl Peer for JavaScript {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        let [depth, rounds] = [depth, rounds].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        to_its_end(async move {
            let took = async { JsFuture::from(chain(depth, rounds)?).await }.await;
            let took = took.map_err(|why| {
                Error::msg(format_args!(
                    "JavaScript did not await {depth} levels: {}",
                    words_of(&why)
                ))
            })?;
            let millis = took.as_f64().unwrap_or_default();
            Ok(Duration::from_micros((millis * 1000.0) as u64))
        })
    }
}
