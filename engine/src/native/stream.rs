//! `sys.stdout` and `sys.stderr` of a script.

use crate::current;
use crate::output::Stream;
use rustpython_vm::builtins::PyStrRef;
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyPayload, PyResult, VirtualMachine};

/// A text stream whose lines go to the engine's output.
#[pyclass(module = "coroscope", name = "Stream")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyStream(Stream);

#[pyclass]
impl PyStream {
    #[pymethod]
    fn write(zelf: &Py<Self>, text: PyStrRef) -> usize {
        let text = text.to_string_lossy();
        current::write(zelf.0, &text);
        text.chars().count()
    }

    #[pymethod]
    fn flush(_zelf: &Py<Self>) {}

    #[pymethod]
    fn isatty(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pymethod]
    fn writable(_zelf: &Py<Self>) -> bool {
        true
    }

    /// A stream of a script is never closed. click asks.
    #[pygetset]
    fn closed(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pygetset]
    fn encoding(_zelf: &Py<Self>) -> &'static str {
        "utf-8"
    }

    #[pygetset]
    fn errors(_zelf: &Py<Self>) -> &'static str {
        "strict"
    }
}

/// Sets the streams in the module `sys`.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let _ = PyStream::make_static_type();
    let streams = [
        ("stdout", "__stdout__", Stream::Out),
        ("stderr", "__stderr__", Stream::Err),
    ];
    for (name, original_name, stream) in streams {
        let stream = PyStream(stream).into_ref(&vm.ctx);
        vm.sys_module.set_attr(name, stream.clone(), vm)?;
        vm.sys_module.set_attr(original_name, stream, vm)?;
    }
    replace_print(vm)
}

/// Makes `print` do nothing while `sys.stdout` is `None`, as in CPython.
fn replace_print(vm: &VirtualMachine) -> PyResult<()> {
    let original = vm.builtins.get_attr("print", vm)?;
    let print = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let has_file = args
            .kwargs
            .get("file")
            .is_some_and(|file| !vm.is_none(file));
        let out = vm.sys_module.get_attr("stdout", vm)?;
        if !has_file && vm.is_none(&out) {
            return Ok(vm.ctx.none());
        }
        original.call(args, vm)
    };
    let print = vm.new_function("print", print);
    print
        .as_object()
        .set_attr("__module__", vm.ctx.new_str("builtins"), vm)?;
    vm.builtins.set_attr("print", print, vm)
}
