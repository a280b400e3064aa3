//! Numbers for the calls of the script's coroutines, so that the log says which waits of a task are in the same call.

use super::drive;
use super::task::task::PyTask;
use crate::current;
use coroscope::runtime::Handle;
use rustpython_vm::builtins::{PyCoroutine, PyWeak};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyRef, VirtualMachine};

/// Calls one inside of the other that are looked through.
const MOST: usize = 200;

/// The calls in which a task waited, as far as they are not over.
#[derive(Default)]
pub(crate) struct Calls {
    /// The call of the last wait.
    last: Option<u32>,
    alive: Vec<(PyRef<PyWeak>, u32)>,
}

impl Calls {
    /// The number of a call.
    fn number(&mut self, call: &PyObject, vm: &VirtualMachine) -> Option<u32> {
        let is_it = |weak: &PyRef<PyWeak>| weak.upgrade().is_some_and(|alive| alive.is(call));
        if let Some((_, number)) = self.alive.iter().find(|(weak, _)| is_it(weak)) {
            return Some(*number);
        }
        self.alive.retain(|(weak, _)| weak.upgrade().is_some());
        let number = current::next_call_number();
        self.alive.push((call.downgrade(None, vm).ok()?, number));
        Some(number)
    }
}

impl PyTask {
    /// Records in which call the wait is that the task begins now, where it is another than that of the wait before.
    pub(in crate::native) fn note_call(&self, coroutine: &PyObject, vm: &VirtualMachine) {
        let Some(call) = innermost(coroutine, vm) else {
            return;
        };
        let mut calls = self.calls.borrow_mut();
        // Most tasks wait in their own coroutine alone: the log need not say so.
        if calls.last.is_none() && call.is(coroutine) {
            return;
        }
        let number = calls.number(&call, vm);
        if number.is_some() && core::mem::replace(&mut calls.last, number) != number {
            number.into_iter().for_each(|it| Handle::current().record_call(it));
        }
    }
}

/// The innermost coroutine of the script's that a suspended coroutine awaits, or is.
fn innermost(coroutine: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let mut found = None;
    let mut next = Some(coroutine.to_owned());
    for _ in 0..MOST {
        let Some(object) = next.filter(|it| it.downcast_ref::<PyCoroutine>().is_some()) else {
            break;
        };
        next = object.get_attr("cr_await", vm).ok();
        if drive::is_of_script(&object) {
            found = Some(object);
        }
    }
    found
}
