//! The points in which asyncio's behaviour is easily missed, each with a test that states it. The number
//! of the point stands before its tests.
//!
//! CPython 3.11 does the same, but for the order of equal deadlines, which it leaves open.

#[path = "../common/mod.rs"]
mod common;

mod cancelling;
mod groups_and_timeouts;
mod locks;
mod queues;
mod scheduling;
mod several;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
