//! All tests of the library in one binary, which compiles and links once. Some of them also run in a browser.

#[macro_use]
mod common;
#[cfg(not(target_family = "wasm"))]
mod timeline_tape;

#[path = "asyncio_points/main.rs"]
mod asyncio_points;
mod cancellation;
mod event_loop;
mod queue;

#[cfg(target_family = "wasm")]
mod browser;
#[cfg(target_family = "wasm")]
mod browser_parts;
#[cfg(target_family = "wasm")]
mod browser_refused;

#[cfg(not(target_family = "wasm"))]
mod awaiting;
#[cfg(not(target_family = "wasm"))]
#[path = "cancel_everywhere/main.rs"]
mod cancel_everywhere;
#[cfg(not(target_family = "wasm"))]
#[path = "differential/main.rs"]
mod differential;
#[cfg(not(target_family = "wasm"))]
mod documents;
#[cfg(not(target_family = "wasm"))]
#[path = "expected_findings/main.rs"]
mod expected_findings;
#[cfg(not(target_family = "wasm"))]
#[path = "export/main.rs"]
mod export;
#[cfg(not(target_family = "wasm"))]
#[path = "findings/main.rs"]
mod findings;
#[cfg(not(target_family = "wasm"))]
mod first_turn;
#[cfg(not(target_family = "wasm"))]
mod gallery;
#[cfg(not(target_family = "wasm"))]
mod highlight;
#[cfg(not(target_family = "wasm"))]
#[path = "instrument/main.rs"]
mod instrument;
#[cfg(not(target_family = "wasm"))]
#[path = "lessons/main.rs"]
mod lessons;
#[cfg(not(target_family = "wasm"))]
#[path = "../xtask/src/install/npm_versions.rs"]
#[allow(dead_code, reason = "the tests use only some")]
mod npm_versions;
#[cfg(not(target_family = "wasm"))]
#[path = "pages/main.rs"]
mod pages;
#[cfg(not(target_family = "wasm"))]
mod player;
#[cfg(not(target_family = "wasm"))]
mod plot;
#[cfg(not(target_family = "wasm"))]
mod render;
#[cfg(not(target_family = "wasm"))]
mod sample_documents;
#[cfg(not(target_family = "wasm"))]
mod tidy;
#[cfg(not(target_family = "wasm"))]
mod timeline;
#[cfg(not(target_family = "wasm"))]
mod timeline_index;
#[cfg(not(target_family = "wasm"))]
mod timeline_moment;
#[cfg(not(target_family = "wasm"))]
#[path = "truth/main.rs"]
mod truth;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
