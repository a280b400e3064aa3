//! `wasm-bindgen-futures` for an app that records its futures: what the app, its frameworks and its crates spawn becomes a
//! task of the page's runtime.
//!
//! The crate with this name on crates.io only passes on what [`js_sys::futures`] has. Put this one in its place, and call
//! `coroscope::web::live::mount()` when the app starts. `docs/instrumenting.md` has the steps.
//!
//! Until the page has a runtime, futures run as without this crate. Those that are spawned by `js_sys::futures` itself
//! always do.

mod name;
mod stack;

pub use js_sys;
pub use js_sys::futures::JsFuture;
#[cfg(not(target_feature = "atomics"))]
#[allow(deprecated, reason = "it is deprecated in js-sys, where it comes from")]
pub use js_sys::futures::jspi_block_on_promise;
#[cfg(feature = "futures-core-03-stream")]
pub use js_sys::futures::stream;
// They reject the promise when the future panics, which only js-sys can do. The future is not recorded.
#[cfg(all(target_family = "wasm", panic = "unwind"))]
pub use js_sys::futures::{future_to_promise, future_to_promise_typed};
pub use wasm_bindgen;

use core::any::type_name;
use coroscope_runtime::runtime::Handle;

#[cfg(not(all(target_family = "wasm", panic = "unwind")))]
mod promise;
#[cfg(not(all(target_family = "wasm", panic = "unwind")))]
pub use promise::{future_to_promise, future_to_promise_typed};

/// Runs a future on this thread. It first runs in a later microtask.
///
/// If the page has a runtime, the future is a task there. Its name says what spawned it: the function in which the future
/// was written, or else the function that called the framework, as far as the program knows the names of its functions.
///
/// # Examples
/// ```
/// use coroscope_runtime::Runtime;
///
/// async fn load() {}
///
/// let page = Runtime::virtual_clock().into_ambient();
/// wasm_bindgen_futures::spawn_local(load());
/// assert_eq!(page.pending(), 1);
/// ```
#[track_caller]
pub fn spawn_local<F>(future: F)
where
    F: Future<Output = ()> + 'static,
{
    spawn_of_type(future, type_name::<F>());
}

/// [`spawn_local`] of a future that may be inside of another one; `of_type` is the name of its own type.
#[track_caller]
fn spawn_of_type(future: impl Future<Output = ()> + 'static, of_type: &str) {
    let Some(page) = Handle::ambient() else {
        js_sys::futures::spawn_local(future);
        return;
    };
    let task = page.spawn(async move {
        future.await;
        Ok(())
    });
    let name = name::of_future(of_type).or_else(|| name::of_spawner(&stack::functions()));
    if let Some(name) = name.or_else(|| name::in_type(of_type)) {
        task.set_name(name);
    }
}
