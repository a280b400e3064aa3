//! Which responses from outside are awaited: of the network, of files, and of other workers.

use core::cell::RefCell;
use rustpython_vm::{AsObject, PyObject};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The number of awaited responses, by the identity of the loop that was running when each was asked for.
type Counts = Rc<RefCell<BTreeMap<Option<usize>, usize>>>;

/// The responses from the host that are awaited.
#[derive(Default)]
pub(crate) struct Responses(Counts);

impl Responses {
    /// Counts a response as awaited, until the result is dropped.
    pub(crate) fn add(&self, event_loop: Option<&PyObject>) -> Awaited {
        let event_loop = event_loop.map(PyObject::get_id);
        *self.0.borrow_mut().entry(event_loop).or_default() += 1;
        let counts = self.0.clone();
        Awaited { counts, event_loop }
    }

    /// Whether a response is awaited.
    pub(crate) fn are_awaited(&self) -> bool {
        !self.0.borrow().is_empty()
    }

    /// Whether a response is awaited by tasks of a loop.
    pub(crate) fn are_awaited_by(&self, event_loop: Option<&PyObject>) -> bool {
        let event_loop = event_loop.map(PyObject::get_id);
        self.0.borrow().contains_key(&event_loop)
    }
}

/// An awaited response.
#[must_use = "the response counts as awaited only while this lives"]
pub(crate) struct Awaited {
    counts: Counts,
    event_loop: Option<usize>,
}

impl Drop for Awaited {
    fn drop(&mut self) {
        let mut counts = self.counts.borrow_mut();
        if let Some(count) = counts.get_mut(&self.event_loop) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.event_loop);
            }
        }
    }
}
