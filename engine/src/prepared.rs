//! An interpreter that is ready to run a script.

use crate::{abstract_classes, imports, library, native, nesting, os_errors};
use rustpython_vm::builtins::PyModuleDef;
use rustpython_vm::{Interpreter, Settings};
use std::rc::Rc;

/// An interpreter for one run, with `asyncio` imported. Making it takes nearly all of the time before a script's first
/// line, and can be done while the script is being written.
pub struct PreparedInterpreter(pub(crate) Rc<Interpreter>);

impl PreparedInterpreter {
    /// Makes an interpreter.
    #[expect(
        clippy::new_without_default,
        reason = "a default must not take this long"
    )]
    pub fn new() -> PreparedInterpreter {
        let interpreter = interpreter();
        interpreter.enter(|vm| {
            os_errors::install(vm);
            // An import that fails here fails again in the script, and is reported there.
            let _ = nesting::install(vm)
                .and_then(|()| abstract_classes::install(vm))
                .and_then(|()| native::time::install(vm))
                .and_then(|()| native::io::install(vm))
                .and_then(|()| vm.import("_script_files", 0))
                // It makes encodings known that are not the interpreter's own.
                .and_then(|_| vm.import("encodings", 0))
                .and_then(|_| vm.import("asyncio", 0));
        });
        PreparedInterpreter(Rc::new(interpreter))
    }
}

impl PreparedInterpreter {
    /// Makes the same run of a script each time: `random` returns the same numbers. Also imports what the script needs of the
    /// library, for many runs that begin with a copy of this interpreter.
    #[must_use]
    pub fn repeatable(self, script: &str) -> PreparedInterpreter {
        self.0.enter(|vm| {
            let seeded = vm.import("random", 0);
            // The script reports what it can't import.
            let _ = seeded.and_then(|random| random.get_attr("seed", vm)?.call((0,), vm));
            for name in imports::find(script) {
                if library::has(&name) {
                    let _ = vm.import(&vm.ctx.new_str(name), 0);
                }
            }
        });
        self
    }
}

fn interpreter() -> Interpreter {
    let mut settings = Settings::default();
    settings.hash_seed = Some(0);
    settings.import_site = false;
    settings.install_signal_handlers = false;
    let builder = Interpreter::builder(settings);
    let context = rustpython_vm::Context::genesis();
    // `python/_asyncio.py` replaces the library's `_asyncio`. Its `_datetime` reads the system's clock, which is not the
    // loop's, and which a browser does not have.
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
