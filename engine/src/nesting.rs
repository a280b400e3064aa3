//! Makes printing, comparing and hashing containers that are nested too deeply raise `RecursionError`, before a browser's
//! stack overflows.
//!
//! The interpreter's own check cannot see that stack (see `stack.rs`), so the levels are counted.

use core::cell::Cell;
use rustpython_vm::builtins::{PyStr, PyType};
use rustpython_vm::function::{Either, PyComparisonValue};
use rustpython_vm::types::PyComparisonOp;
use rustpython_vm::{Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};
use std::sync::OnceLock;

/// The maximum number of containers inside of each other.
const MAX_LEVELS: usize = 500;

type Repr = fn(&PyObject, &VirtualMachine) -> PyResult<PyRef<PyStr>>;
type Hash = fn(&PyObject, &VirtualMachine) -> PyResult<i64>;
type Compared = Either<PyObjectRef, PyComparisonValue>;
type Compare = fn(&PyObject, &PyObject, PyComparisonOp, &VirtualMachine) -> PyResult<Compared>;

/// The interpreter's own functions for a type.
struct Originals {
    repr: OnceLock<Repr>,
    hash: OnceLock<Hash>,
    compare: OnceLock<Compare>,
}

static ORIGINALS: [Originals; 6] = [const {
    Originals {
        repr: OnceLock::new(),
        hash: OnceLock::new(),
        compare: OnceLock::new(),
    }
}; 6];

thread_local! {
    static LEVELS: Cell<usize> = const { Cell::new(0) };
}

/// Counts the levels of the built-in containers from now on.
///
/// # Errors
/// If the module with `deque` can't be imported.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let types = &vm.ctx.types;
    protect::<0>(types.list_type);
    protect::<1>(types.tuple_type);
    protect::<2>(types.dict_type);
    protect::<3>(types.set_type);
    protect::<4>(types.frozenset_type);
    let deque = vm.import("_collections", 0)?.get_attr("deque", vm)?;
    if let Some(class) = deque.downcast_ref::<PyType>() {
        protect::<5>(class);
    }
    Ok(())
}

/// Replaces the functions of a type, unless that was done for an earlier interpreter.
fn protect<const TYPE: usize>(class: &Py<PyType>) {
    let (slots, originals) = (&class.slots, &ORIGINALS[TYPE]);
    if let Some(original) = slots.repr.load()
        && originals.repr.set(original).is_ok()
    {
        slots.repr.store(Some(repr::<TYPE>));
    }
    if let Some(original) = slots.hash.load()
        && originals.hash.set(original).is_ok()
    {
        slots.hash.store(Some(hash::<TYPE>));
    }
    if let Some(original) = slots.richcompare.load()
        && originals.compare.set(original).is_ok()
    {
        slots.richcompare.store(Some(compare::<TYPE>));
    }
}

fn repr<const TYPE: usize>(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    one_level_deeper("while getting the repr of an object", vm, || {
        let original = ORIGINALS[TYPE].repr.get().expect("it was replaced");
        original(object, vm)
    })
}

fn hash<const TYPE: usize>(object: &PyObject, vm: &VirtualMachine) -> PyResult<i64> {
    one_level_deeper("while hashing", vm, || {
        let original = ORIGINALS[TYPE].hash.get().expect("it was replaced");
        original(object, vm)
    })
}

fn compare<const TYPE: usize>(
    left: &PyObject,
    right: &PyObject,
    op: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<Compared> {
    one_level_deeper("in comparison", vm, || {
        let original = ORIGINALS[TYPE].compare.get().expect("it was replaced");
        original(left, right, op, vm)
    })
}

fn one_level_deeper<R>(
    doing: &str,
    vm: &VirtualMachine,
    run: impl FnOnce() -> PyResult<R>,
) -> PyResult<R> {
    let levels = LEVELS.get();
    if levels >= MAX_LEVELS {
        let message = format!("maximum recursion depth exceeded {doing}");
        return Err(vm.new_recursion_error(message));
    }
    LEVELS.set(levels + 1);
    let result = run();
    LEVELS.set(levels);
    result
}
