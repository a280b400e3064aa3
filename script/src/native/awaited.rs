//! Which tasks a task awaits where it waits for a plain future, as in `gather`, `wait`, `shield` and `TaskGroup`:
//! those whose done callbacks know that future.

use super::drive;
use super::future::future::PyFuture;
use super::task::task::PyTask;
use crate::current;
use core::ops::Deref;
use coroscope::runtime::Handle;
use coroscope::trace::WaitReason;
use rustpython_vm::builtins::{PyBoundMethod, PyFunction, PyList, PySet, PyTuple, PyWeak};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, VirtualMachine};
use std::collections::{BTreeMap, HashMap};

/// How many objects of asyncio's own are looked through behind a callback, one inside of the other.
const DEPTH: usize = 4;
/// Items of a collection that are looked at.
const ITEMS: usize = 64;
/// From so many entries on, those that are gone are looked for.
const FEW: usize = 64;

/// The futures that a task has an interest in: it was told of their ends, or asked to be. The order is that in which
/// it began.
#[derive(Default)]
pub(crate) struct Awaited {
    entries: BTreeMap<u64, Entry>,
    numbers: HashMap<usize, u64>,
    made: u64,
    /// How many entries there may be before the next look for those that are gone.
    room: usize,
}

struct Entry {
    future: PyRef<PyWeak>,
    /// The log says that the task awaits it.
    is_told: bool,
}

impl Awaited {
    fn add(&mut self, future: &PyObject, vm: &VirtualMachine) {
        let id = future.get_id();
        let known = self.numbers.get(&id).and_then(|it| self.entries.get(it));
        if known.is_some_and(|known| known.future.upgrade().is_some()) {
            return;
        }
        if self.entries.len() >= self.room.max(FEW) {
            self.entries.retain(|_, entry| entry.pending().is_some());
            let entries = &self.entries;
            self.numbers
                .retain(|_, number| entries.contains_key(number));
            self.room = 2 * self.entries.len();
        }
        let Ok(weak) = future.downgrade(None, vm) else {
            return;
        };
        self.made += 1;
        self.numbers.insert(id, self.made);
        let entry = Entry {
            future: weak,
            is_told: false,
        };
        self.entries.insert(self.made, entry);
    }

    /// Whether the log is yet to say that the task awaits `future`. From now on it does.
    fn is_news(&mut self, future: &PyObject) -> bool {
        let number = self.numbers.get(&future.get_id());
        let entry = number.and_then(|number| self.entries.get_mut(number));
        entry.is_some_and(|entry| !core::mem::replace(&mut entry.is_told, true))
    }

    fn pending(&self) -> Vec<PyObjectRef> {
        self.entries.values().filter_map(Entry::pending).collect()
    }
}

impl Entry {
    /// The future, where those who listen to it have not all heard of its end.
    fn pending(&self) -> Option<PyObjectRef> {
        let future = self.future.upgrade()?;
        let is_pending = |it: &Py<PyFuture>| it.is_pending() || !it.in_flight.lock().is_empty();
        drive::as_future(&future)
            .is_some_and(is_pending)
            .then_some(future)
    }
}

impl PyTask {
    /// Notes that this task wants to hear of the end of `future`.
    pub(in crate::native) fn note_interest(&self, future: &PyObject, vm: &VirtualMachine) {
        self.awaited.borrow_mut().add(future, vm);
    }

    /// Records that this task awaits `future`, where that is a task, from now on.
    pub(in crate::native) fn note_awaits(&self, future: &PyObject, vm: &VirtualMachine) {
        self.note_interest(future, vm);
        if let (Some(id), Some(task)) = (self.id(), PyTask::of(future))
            && task.is_pending()
            && self.awaited.borrow_mut().is_news(future)
            && let Some(own) = task.own.get()
        {
            own.record_await_by(id);
        }
    }

    /// Records what this task, which runs, waits for by awaiting the plain `future`.
    pub(in crate::native) fn record_future_wait(&self, future: &PyObject, vm: &VirtualMachine) {
        let tasks = self.tasks_behind(future, vm);
        for task in &tasks {
            self.note_awaits(task, vm);
        }
        let count = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
        let only = tasks.first().and_then(|task| PyTask::of(task)?.id());
        Handle::current().record_wait(match (count, only) {
            (1, Some(task)) => WaitReason::Task(task),
            (1.., _) => WaitReason::Tasks(count),
            _ => WaitReason::Future,
        });
    }

    /// The pending tasks whose ends settle `future`, directly or by futures in between.
    pub(crate) fn tasks_behind(&self, future: &PyObject, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        let candidates = self.awaited.borrow().pending();
        let mut found = Vec::new();
        if !candidates.is_empty() {
            collect(future, &candidates, DEPTH, &mut found, vm);
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
    let mut known = Known::default();
    for candidate in candidates {
        let Some(future) = drive::as_future(candidate) else {
            continue;
        };
        if candidate.is(target) || !known.knows(future, target, vm) {
            continue;
        }
        if PyTask::of(candidate).is_some() {
            found.push(candidate.clone());
        } else if let Some(depth) = depth.checked_sub(1) {
            collect(candidate, candidates, depth, found, vm);
        }
    }
}

/// What was found out about callbacks. Those of the children of one `gather` are one function; those of the tasks of a
/// group are methods of one object.
#[derive(Default)]
struct Known(HashMap<usize, bool>);

impl Known {
    /// Whether a done callback of `future` knows `target`.
    fn knows(&mut self, future: &PyFuture, target: &PyObject, vm: &VirtualMachine) -> bool {
        future.listeners().iter().any(|function| {
            let id = match function.downcast_ref::<PyBoundMethod>() {
                Some(method) => of(method.as_object(), "__self__", vm).map_or(0, |it| it.get_id()),
                None => function.get_id(),
            };
            let known = self.0.entry(id);
            *known.or_insert_with(|| refers(function, target, vm))
        })
    }
}

fn of(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    object.get_attr(name, vm).ok().filter(|it| !vm.is_none(it))
}

/// Whether `function` refers to `target`: by its closure, its defaults, its arguments, or the object it is a method of.
fn refers(function: &PyObject, target: &PyObject, vm: &VirtualMachine) -> bool {
    if function.is(target) {
        return true;
    }
    let is_it = |object: &PyObjectRef| object.is(target);
    let any_of = |name| {
        of(function, name, vm)
            .and_then(|it| it.downcast::<PyTuple>().ok())
            .is_some_and(|it| it.iter().any(is_it))
    };
    if function.downcast_ref::<PyFunction>().is_some() {
        let cells = of(function, "__closure__", vm).and_then(|it| it.downcast::<PyTuple>().ok());
        let is_in_cell = cells.is_some_and(|cells| {
            let mut inside = cells.iter().filter_map(|it| of(it, "cell_contents", vm));
            inside.any(|it| it.is(target))
        });
        return is_in_cell || any_of("__defaults__");
    }
    if function.downcast_ref::<PyBoundMethod>().is_some()
        || function.class().name().deref() == "builtin_function_or_method"
    {
        let owner = of(function, "__self__", vm);
        return owner.is_some_and(|it| it.is(target) || keeps(&it, target, DEPTH, vm));
    }
    if function.class().name().deref() == "partial" {
        return any_of("args")
            || of(function, "func", vm).is_some_and(|it| refers(&it, target, vm));
    }
    false
}

/// Whether an object of asyncio's keeps `target`. What a script's own objects do with a future is not known.
fn keeps(object: &PyObject, target: &PyObject, depth: usize, vm: &VirtualMachine) -> bool {
    let module = object.class().as_object().get_attr("__module__", vm);
    let module = module.and_then(|module| module.str(vm));
    let is_own = module.is_ok_and(|module| module.to_string_lossy().starts_with("asyncio."));
    let (true, Some(dict), Some(depth)) = (is_own, object.dict(), depth.checked_sub(1)) else {
        return false;
    };
    dict.into_iter().any(|(_, value)| {
        let mut items = items(&value, vm).into_iter().take(ITEMS);
        value.is(target) || items.any(|it| it.is(target)) || keeps(&value, target, depth, vm)
    })
}

/// What is in a collection.
fn items(object: &PyObject, vm: &VirtualMachine) -> Vec<PyObjectRef> {
    if let Some(set) = object.downcast_ref::<PySet>() {
        return set.elements();
    }
    let list = match object.downcast_ref::<PyList>() {
        Some(list) => list.to_owned(),
        None if object.class().name().deref() == "deque" => {
            let list = vm.ctx.new_list(Vec::new());
            // Both are of Python's own: no code of the script's runs.
            let filled = vm.call_method(list.as_object(), "extend", (object.to_owned(),));
            drop(filled);
            list
        }
        None => return Vec::new(),
    };
    list.borrow_vec().to_vec()
}

/// Notes that the running task wants to hear of the end of `future`.
pub(in crate::native) fn note_running_interest(future: &Py<PyFuture>, vm: &VirtualMachine) {
    if let Some(task) = current::running_task() {
        task.note_interest(future.as_object(), vm);
    }
}
