//! Completes the message of RustPython 0.6 for an instance of an abstract class, and sorts the methods in it.

use rustpython_vm::builtins::PyType;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

/// How RustPython's message begins.
const BEGINNING: &str = "class ";

/// Replaces how classes with the metaclass `ABCMeta` are called.
///
/// # Errors
/// If the module `abc` can't be imported.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let meta = vm.import("abc", 0)?.get_attr("ABCMeta", vm)?;
    if let Some(meta) = meta.downcast_ref::<PyType>() {
        meta.slots.call.store(Some(call));
        meta.slots.vectorcall.store(Some(vectorcall));
    }
    Ok(())
}

fn call(class: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let original = vm.ctx.types.type_type.slots.call.load();
    let original = original.expect("types can be called");
    complete(class, original(class, args, vm), vm)
}

fn vectorcall(
    class: &PyObject,
    args: Vec<PyObjectRef>,
    nargs: usize,
    names: Option<&[PyObjectRef]>,
    vm: &VirtualMachine,
) -> PyResult {
    let original = vm.ctx.types.type_type.slots.vectorcall.load();
    let original = original.expect("types can be called");
    complete(class, original(class, args, nargs, names, vm), vm)
}

fn complete(class: &PyObject, made: PyResult, vm: &VirtualMachine) -> PyResult {
    let is_abstract = |class: &PyObject| {
        let class = class.downcast_ref::<PyType>();
        class.is_some_and(|class| class.slots.flags.has_feature(PyTypeFlags::IS_ABSTRACT))
    };
    made.map_err(|error| {
        if !is_abstract(class) || !error.fast_isinstance(vm.ctx.exceptions.type_error) {
            return error;
        }
        match error.as_object().str(vm) {
            Ok(message) if message.to_string_lossy().starts_with(BEGINNING) => {
                message_for(class, vm).map_or(error, |message| vm.new_type_error(message))
            }
            _ => error,
        }
    })
}

/// CPython's message, which has the methods in order.
fn message_for(class: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    let name = class.get_attr("__name__", vm)?.str(vm)?;
    let methods = class.get_attr("__abstractmethods__", vm)?;
    let quoted = |method: PyObjectRef| Ok(format!("'{}'", method.str(vm)?.to_string_lossy()));
    let mut methods = vm.extract_elements_with(&methods, quoted)?;
    methods.sort();
    Ok(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{} {}",
        name.to_string_lossy(),
        if methods.len() == 1 { "" } else { "s" },
        methods.join(", ")
    ))
}
