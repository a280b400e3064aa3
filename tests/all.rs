//! All tests of the library in one binary, which compiles and links once. Some of them also run in a browser.
//!
//! `trace`, `runtime`, `recording`, `lint`, `timeline`, `explore` and `export` test the crates of these names; `lessons` and
//! `web` the folders in `src`. `repository` checks documents, examples and source files. The others concern several parts.

#[macro_use]
mod common;

mod runtime;

#[cfg(target_family = "wasm")]
mod web;

#[cfg(not(target_family = "wasm"))]
mod explore;
#[cfg(not(target_family = "wasm"))]
mod export;
#[cfg(not(target_family = "wasm"))]
mod lessons;
#[cfg(not(target_family = "wasm"))]
mod lint;
#[cfg(not(target_family = "wasm"))]
mod recording;
#[cfg(not(target_family = "wasm"))]
mod repository;
#[cfg(not(target_family = "wasm"))]
mod timeline;
#[cfg(not(target_family = "wasm"))]
mod trace;

#[cfg(not(target_family = "wasm"))]
mod cancel_everywhere;
#[cfg(not(target_family = "wasm"))]
mod differential;
#[cfg(not(target_family = "wasm"))]
mod expected_findings;
#[cfg(not(target_family = "wasm"))]
#[path = "../xtask/src/install/npm_versions.rs"]
#[allow(dead_code, reason = "the tests use only some")]
mod npm_versions;
#[cfg(not(target_family = "wasm"))]
mod truth;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
