//! Event listeners that are removed when they are dropped.

use super::panic;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

/// An event listener on a target.
#[must_use = "a listener is removed when it is dropped"]
pub(crate) struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `callback` with each event named `event`.
    pub(crate) fn new(
        target: impl Into<EventTarget>,
        event: &'static str,
        mut callback: impl FnMut(Event) + 'static,
    ) -> Listener {
        let target = target.into();
        let closure = Closure::<dyn FnMut(Event)>::new(move |event| {
            if !panic::is_broken() {
                callback(event);
            }
        });
        target
            .add_event_listener_with_callback(event, closure.as_ref().unchecked_ref())
            .expect_throw("an event's name");
        Listener {
            target,
            event,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let closure = self.closure.as_ref().unchecked_ref();
        // It can only fail for a name that could not be added.
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, closure);
    }
}
