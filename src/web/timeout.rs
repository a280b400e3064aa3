//! A callback that is called once after a time, unless it is put off or dropped.

use super::dom::window;
use super::panic;
use core::cell::Cell;
use wasm_bindgen::prelude::*;

/// A `setTimeout` that can be restarted.
#[must_use = "the callback is never called after this is dropped"]
pub(crate) struct Timeout {
    pending: Cell<Option<i32>>,
    closure: Closure<dyn FnMut()>,
    milliseconds: i32,
}

impl Timeout {
    /// Calls `callback` this many milliseconds after the last restart.
    pub(crate) fn new(milliseconds: i32, mut callback: impl FnMut() + 'static) -> Timeout {
        Timeout {
            pending: Cell::default(),
            closure: Closure::new(move || {
                if !panic::is_broken() {
                    callback();
                }
            }),
            milliseconds,
        }
    }

    /// Starts the time again.
    pub(crate) fn restart(&self) {
        self.stop();
        let callback = self.closure.as_ref().unchecked_ref();
        let id = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(callback, self.milliseconds);
        self.pending.set(id.ok());
    }

    fn stop(&self) {
        if let Some(id) = self.pending.take() {
            // The browser ignores the id of a callback that was called.
            window().clear_timeout_with_handle(id);
        }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        self.stop();
    }
}
