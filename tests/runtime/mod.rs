//! The event loop, its tasks, operations and primitives. Most of these tests also run in a browser.

mod asyncio_points;
mod cancellation;
mod event_loop;
mod sync;

#[cfg(not(target_family = "wasm"))]
mod awaiting;
#[cfg(not(target_family = "wasm"))]
mod first_step;
#[cfg(not(target_family = "wasm"))]
mod first_turn;
