//! The end of a script: what CPython does after its last line.

use crate::{current, threads};
use rustpython_vm::{PyResult, VirtualMachine};

/// Waits for the threads, and calls the functions of `atexit`, unless the script hangs.
pub(crate) fn finish<T>(ran: PyResult<T>, vm: &VirtualMachine) -> PyResult<T> {
    let ran = threads::join_threads(ran, vm);
    if current::hung().is_some() {
        return ran;
    }
    // It prints the exceptions of these functions itself.
    let exited = vm
        .import("atexit", 0)
        .and_then(|atexit| atexit.get_attr("_run_exitfuncs", vm)?.call((), vm));
    match (ran, exited) {
        (Ok(_), Err(error)) => Err(error),
        (ran, _) => ran,
    }
}
