//! Finds the tasks that a task awaits through a plain future, as in `gather`, `wait`, `shield` and `TaskGroup`: those
//! with a done callback that refers to that future.

use super::drive;
use super::future::future::PyFuture;
use super::task::task::PyTask;
use crate::current;
use core::ops::Deref;
use coroscope_runtime::runtime::Handle;
use coroscope_trace::WaitReason;
use rustpython_vm::builtins::{PyBoundMethod, PyFunction, PyList, PySet, PyTuple, PyWeak};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, VirtualMachine};
use std::collections::{BTreeMap, HashMap};

/// The maximum depth of asyncio's own objects to search.
const MAX_DEPTH: usize = 4;
/// The maximum number of items of a collection to search.
const MAX_ITEMS: usize = 64;
/// The number of entries from which on finished ones are removed.
const MIN_PRUNE_LEN: usize = 64;

/// The futures that a task observes, because it added a done callback to them or is called by theirs, in order.
#[derive(Default)]
pub(crate) struct Awaited {
    entries: BTreeMap<u64, Entry>,
    numbers: HashMap<usize, u64>,
    next_number: u64,
    /// The number of entries at which finished ones are removed next.
    prune_at: usize,
}

struct Entry {
    future: PyRef<PyWeak>,
    /// Whether the log has that the task awaits it.
    is_recorded: bool,
}

impl Awaited {
    fn add(&mut self, future: &PyObject, vm: &VirtualMachine) {
        let id = future.get_id();
        let known = self.numbers.get(&id).and_then(|it| self.entries.get(it));
        if known.is_some_and(|known| known.future.upgrade().is_some()) {
            return;
        }
        if self.entries.len() >= self.prune_at.max(MIN_PRUNE_LEN) {
            self.entries.retain(|_, entry| entry.pending().is_some());
            let entries = &self.entries;
            self.numbers
                .retain(|_, number| entries.contains_key(number));
            self.prune_at = 2 * self.entries.len();
        }
        let Ok(weak) = future.downgrade(None, vm) else {
            return;
        };
        self.next_number += 1;
        self.numbers.insert(id, self.next_number);
        let entry = Entry {
            future: weak,
            is_recorded: false,
        };
        self.entries.insert(self.next_number, entry);
    }

    /// Marks that the log has that the task awaits `future`. Returns whether that is new.
    fn mark_recorded(&mut self, future: &PyObject) -> bool {
        let number = self.numbers.get(&future.get_id());
        let entry = number.and_then(|number| self.entries.get_mut(number));
        entry.is_some_and(|entry| !core::mem::replace(&mut entry.is_recorded, true))
    }

    fn pending(&self) -> Vec<PyObjectRef> {
        self.entries.values().filter_map(Entry::pending).collect()
    }
}

impl Entry {
    /// The future, unless all of its done callbacks have run.
    fn pending(&self) -> Option<PyObjectRef> {
        let future = self.future.upgrade()?;
        let is_pending =
            |it: &Py<PyFuture>| it.is_pending() || !it.scheduled_callbacks.lock().is_empty();
        drive::as_future(&future)
            .is_some_and(is_pending)
            .then_some(future)
    }
}

impl PyTask {
    /// Adds `future` to those that this task observes.
    pub(in crate::native) fn observe(&self, future: &PyObject, vm: &VirtualMachine) {
        self.awaited.borrow_mut().add(future, vm);
    }

    /// Records that this task awaits `future`, if that is a task.
    pub(in crate::native) fn record_awaits(&self, future: &PyObject, vm: &VirtualMachine) {
        self.observe(future, vm);
        if let (Some(id), Some(task)) = (self.id(), PyTask::of(future))
            && task.is_pending()
            && self.awaited.borrow_mut().mark_recorded(future)
            && let Some(inner) = task.inner.get()
        {
            inner.record_await_by(id);
        }
    }

    /// Records what this task, which is running, waits for by awaiting the plain `future`.
    pub(in crate::native) fn record_future_wait(&self, future: &PyObject, vm: &VirtualMachine) {
        let tasks = self.tasks_behind(future, vm);
        for task in &tasks {
            self.record_awaits(task, vm);
        }
        let only = tasks.first().and_then(|task| PyTask::of(task)?.id());
        Handle::current().record_wait(match (tasks.len(), only) {
            (0, _) => WaitReason::Future,
            (1, Some(task)) => WaitReason::Task(task),
            (count, _) => WaitReason::tasks(count),
        });
    }

    /// The pending tasks whose ends settle `future`, directly or through other futures.
    pub(crate) fn tasks_behind(&self, future: &PyObject, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        let candidates = self.awaited.borrow().pending();
        let mut found = Vec::new();
        if !candidates.is_empty() {
            collect(future, &candidates, MAX_DEPTH, &mut found, vm);
        }
        found
    }
}

fn collect(
    target: &PyObject,
    candidates: &[PyObjectRef],
    depth: usize,
    found: &mut Vec<PyObjectRef>,
    vm: &VirtualMachine,
) {
    let mut cache = CallbackCache::default();
    for candidate in candidates {
        let Some(future) = drive::as_future(candidate) else {
            continue;
        };
        if candidate.is(target) || !cache.refers(future, target, vm) {
            continue;
        }
        if PyTask::of(candidate).is_some() {
            found.push(candidate.clone());
        } else if let Some(depth) = depth.checked_sub(1) {
            collect(candidate, candidates, depth, found, vm);
        }
    }
}

/// Which callbacks refer to the target. The children of a `gather` share one function, and the callbacks of a group's
/// tasks are methods of one object.
#[derive(Default)]
struct CallbackCache(HashMap<usize, bool>);

impl CallbackCache {
    /// Whether a done callback of `future` refers to `target`.
    fn refers(&mut self, future: &PyFuture, target: &PyObject, vm: &VirtualMachine) -> bool {
        future.done_callback_functions().iter().any(|function| {
            let id = match function.downcast_ref::<PyBoundMethod>() {
                Some(method) => {
                    attr(method.as_object(), "__self__", vm).map_or(0, |it| it.get_id())
                }
                None => function.get_id(),
            };
            let known = self.0.entry(id);
            *known.or_insert_with(|| refers(function, target, vm))
        })
    }
}

fn attr(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    object.get_attr(name, vm).ok().filter(|it| !vm.is_none(it))
}

/// Whether `function` refers to `target` by its closure, defaults, arguments, or the object whose method it is.
fn refers(function: &PyObject, target: &PyObject, vm: &VirtualMachine) -> bool {
    if function.is(target) {
        return true;
    }
    let is_it = |object: &PyObjectRef| object.is(target);
    let any_of = |name| {
        attr(function, name, vm)
            .and_then(|it| it.downcast::<PyTuple>().ok())
            .is_some_and(|it| it.iter().any(is_it))
    };
    if function.downcast_ref::<PyFunction>().is_some() {
        let cells = attr(function, "__closure__", vm).and_then(|it| it.downcast::<PyTuple>().ok());
        let is_in_cell = cells.is_some_and(|cells| {
            let mut inside = cells.iter().filter_map(|it| attr(it, "cell_contents", vm));
            inside.any(|it| it.is(target))
        });
        return is_in_cell || any_of("__defaults__");
    }
    if function.downcast_ref::<PyBoundMethod>().is_some()
        || function.class().name().deref() == "builtin_function_or_method"
    {
        let owner = attr(function, "__self__", vm);
        return owner.is_some_and(|it| it.is(target) || contains(&it, target, MAX_DEPTH, vm));
    }
    if function.class().name().deref() == "partial" {
        return any_of("args")
            || attr(function, "func", vm).is_some_and(|it| refers(&it, target, vm));
    }
    false
}

/// Whether one of asyncio's own objects contains `target`. Objects of the script are not searched.
fn contains(object: &PyObject, target: &PyObject, depth: usize, vm: &VirtualMachine) -> bool {
    let module = object.class().as_object().get_attr("__module__", vm);
    let module = module.and_then(|module| module.str(vm));
    let is_own = module.is_ok_and(|module| module.to_string_lossy().starts_with("asyncio."));
    let (true, Some(dict), Some(depth)) = (is_own, object.dict(), depth.checked_sub(1)) else {
        return false;
    };
    dict.into_iter().any(|(_, value)| {
        let mut items = items(&value, vm).into_iter().take(MAX_ITEMS);
        value.is(target) || items.any(|it| it.is(target)) || contains(&value, target, depth, vm)
    })
}

/// The items of a collection.
fn items(object: &PyObject, vm: &VirtualMachine) -> Vec<PyObjectRef> {
    if let Some(set) = object.downcast_ref::<PySet>() {
        return set.elements();
    }
    let list = match object.downcast_ref::<PyList>() {
        Some(list) => list.to_owned(),
        None if object.class().name().deref() == "deque" => {
            let list = vm.ctx.new_list(Vec::new());
            // Both are built-in types, so no code of the script runs.
            let filled = vm.call_method(list.as_object(), "extend", (object.to_owned(),));
            drop(filled);
            list
        }
        None => return Vec::new(),
    };
    list.borrow_vec().to_vec()
}

/// Adds `future` to those that the running task observes.
pub(in crate::native) fn observe_from_running_task(future: &Py<PyFuture>, vm: &VirtualMachine) {
    if let Some(task) = current::running_task() {
        task.observe(future.as_object(), vm);
    }
}
