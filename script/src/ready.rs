//! An interpreter that has begun, and no script yet.

use crate::{library, native};
use rustpython_vm::builtins::PyModuleDef;
use rustpython_vm::{Interpreter, Settings};
use std::rc::Rc;

/// An interpreter for one run, with `asyncio` imported: nearly all the time that a run needs before its script's
/// first line. It can be made while the script is still being written.
pub struct Ready(pub(crate) Rc<Interpreter>);

impl Ready {
    /// Makes one.
    #[expect(
        clippy::new_without_default,
        reason = "what takes this long is no default"
    )]
    pub fn new() -> Ready {
        let interpreter = interpreter();
        interpreter.enter(|vm| {
            // What fails here, fails again where the script asks for it, and is told then.
            let _ = native::time::install(vm)
                .and_then(|()| native::io::install(vm))
                .and_then(|()| vm.import("asyncio", 0));
        });
        Ready(Rc::new(interpreter))
    }
}

fn interpreter() -> Interpreter {
    let mut settings = Settings::default();
    settings.hash_seed = Some(0);
    settings.import_site = false;
    settings.install_signal_handlers = false;
    let builder = Interpreter::builder(settings);
    let context = rustpython_vm::Context::genesis();
    // Of the library's modules in Rust, its own half of asyncio is replaced by `python/_asyncio.py`. Its datetime reads
    // a clock of the system's, which is not the loop's, and which a browser does not have.
    let modules: Vec<&'static PyModuleDef> = rustpython_stdlib::stdlib_module_defs(context)
        .into_iter()
        .filter(|module| !matches!(module.name.as_str(), "_asyncio" | "_datetime"))
        .chain([native::module_def(context)])
        .collect();
    builder
        .add_native_modules(&modules)
        .add_frozen_modules(library::modules())
        .build()
}
