//! Numbers for the calls of the script's coroutines, so that the log says which waits of a task are in the same call.

use super::drive;
use super::task::task::PyTask;
use crate::{current, place};
use coroscope::runtime::Handle;
use rustpython_vm::builtins::{PyCoroutine, PyWeak};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyRef, VirtualMachine};

/// Calls one inside of the other that are looked through.
const MOST: usize = 200;
/// Stands in the log for a call that needs what an earlier one gave.
const DEPENDENT: u32 = 0;

/// The calls in which a task waited.
#[derive(Default)]
pub(crate) struct Calls {
    /// The number of the call of the last wait.
    last: Option<u32>,
    /// The calls of the last wait, one inside of the other, and their numbers.
    chain: Vec<(PyRef<PyWeak>, u32)>,
}

impl Calls {
    /// Takes in the calls of a wait; gives the number of the innermost. The log has 0 for one that needs what an earlier
    /// one gave.
    fn number(&mut self, chain: &[PyObjectRef], vm: &VirtualMachine) -> Option<u32> {
        let is_same = |known: &(PyRef<PyWeak>, u32), call: &PyObjectRef| {
            known.0.upgrade().is_some_and(|alive| alive.is(call))
        };
        let pairs = self.chain.iter().zip(chain);
        let same = pairs
            .take_while(|(known, call)| is_same(known, call))
            .count();
        self.chain.truncate(same);
        for call in &chain[same..] {
            let weak = call.downgrade(None, vm).ok()?;
            self.chain.push((weak, current::next_call_number()));
        }
        // The call that went on since the wait before decides what comes next.
        let line = place::line_of_coroutine(&chain[same.saturating_sub(1)]);
        match line.is_some_and(current::is_dependent) {
            true => Some(DEPENDENT),
            false => self.chain.last().map(|(_, number)| *number),
        }
    }
}

impl PyTask {
    /// Records in which call the wait is that the task begins now, where it is another than that of the wait before.
    pub(in crate::native) fn note_call(&self, coroutine: &PyObject, vm: &VirtualMachine) {
        let chain = calls_in(coroutine, vm);
        if chain.is_empty() {
            return;
        }
        let mut calls = self.calls.borrow_mut();
        let is_first = calls.last.is_none();
        let number = calls.number(&chain, vm);
        // Most tasks wait in their own coroutine alone: the log need not say so.
        if is_first && chain.len() == 1 && number != Some(DEPENDENT) {
            calls.last = number;
            return;
        }
        if number.is_some() && core::mem::replace(&mut calls.last, number) != number {
            number
                .into_iter()
                .for_each(|it| Handle::current().record_call(it));
        }
    }
}

/// The coroutines of the script's that await each other in a suspended one, the innermost last.
fn calls_in(coroutine: &PyObject, vm: &VirtualMachine) -> Vec<PyObjectRef> {
    let mut found = Vec::new();
    let mut next = Some(coroutine.to_owned());
    for _ in 0..MOST {
        let Some(object) = next.filter(|it| it.downcast_ref::<PyCoroutine>().is_some()) else {
            break;
        };
        next = object.get_attr("cr_await", vm).ok();
        if drive::is_of_script(&object) {
            found.push(object);
        }
    }
    found
}
