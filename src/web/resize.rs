//! Observes the size of elements until it is dropped.

use super::panic;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};

/// A `ResizeObserver`.
#[must_use = "observation stops when this is dropped"]
pub(crate) struct Resize {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl Resize {
    /// Calls `changed` when one of the elements changes its size, and once at the start.
    pub(crate) fn new(elements: &[&Element], mut changed: impl FnMut() + 'static) -> Resize {
        let closure = Closure::<dyn FnMut()>::new(move || {
            if !panic::is_broken() {
                changed();
            }
        });
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref())
            .expect_throw("a function to call");
        for element in elements {
            observer.observe(element);
        }
        Resize {
            observer,
            _closure: closure,
        }
    }
}

impl Drop for Resize {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
