//! The engine in a browser's worker: runs, and the host of scripts.

pub mod host;

#[allow(unreachable_pub, reason = "wasm-bindgen exports only public functions")]
mod calls;
#[allow(unreachable_pub, reason = "wasm-bindgen exports only public functions")]
mod orders;
#[allow(unreachable_pub, reason = "wasm-bindgen exports only public functions")]
mod run;
mod suspension;
