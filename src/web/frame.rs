//! Callbacks in animation frames, at most one per frame.

use super::dom::window;
use super::panic;
use core::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A callback that can be requested for the next animation frame, repeatedly. Dropping it cancels a pending request.
#[must_use = "the callback is never called after this is dropped"]
pub(crate) struct Frame {
    pending: Rc<Cell<Option<i32>>>,
    closure: Closure<dyn FnMut(f64)>,
}

impl Frame {
    /// `draw` is called in each requested frame, with the frame's time in milliseconds.
    pub(crate) fn new(mut draw: impl FnMut(f64) + 'static) -> Frame {
        let pending = Rc::new(Cell::new(None));
        let closure = {
            let pending = pending.clone();
            Closure::new(move |now| {
                pending.set(None);
                if !panic::is_broken() {
                    draw(now);
                }
            })
        };
        Frame { pending, closure }
    }

    /// Requests the next frame. Does nothing while a request is pending.
    pub(crate) fn request(&self) {
        if self.pending.get().is_none() {
            let id = window().request_animation_frame(self.closure.as_ref().unchecked_ref());
            self.pending.set(id.ok());
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(id) = self.pending.take() {
            // The browser ignores an unknown id.
            let _ = window().cancel_animation_frame(id);
        }
    }
}
