//! Being called in the next animation frame, once however often it is asked for.

use super::dom::window;
use super::panic;
use core::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A request for an animation frame that can be repeated. Dropping it takes the request back.
#[must_use = "no frame comes after this is dropped"]
pub(crate) struct Frame {
    pending: Rc<Cell<Option<i32>>>,
    closure: Closure<dyn FnMut(f64)>,
}

impl Frame {
    /// `draw` is called in the frames that are asked for, with the page's time in milliseconds.
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

    /// Asks for the next frame, where it is not asked for yet.
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
            // An unknown id is ignored by the browser.
            let _ = window().cancel_animation_frame(id);
        }
    }
}
