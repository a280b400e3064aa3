//! The interpreter on a runtime: runs a script, and answers what its native classes ask.

use crate::current::{self, Shared};
use crate::errors::{self, Failed};
use crate::output::{Stream, Written};
use crate::outside::{Nowhere, Outside};
use crate::{library, native, place};
use core::cell::RefCell;
use coroscope::Runtime;
use rustpython_vm::builtins::PyModuleDef;
use rustpython_vm::compiler::Mode;
use rustpython_vm::{Interpreter, PyResult, Settings, VirtualMachine};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// What an engine can be told before it is made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Bytes that a script may write to both streams together; the rest is cut, and said to be.
    pub output_limit: usize,
    /// Tasks that may be pending at once.
    pub task_limit: usize,
    /// Calls of Python that may be nested; each takes several kB of the thread's stack, and some hundred kB
    /// in a debug build.
    pub recursion_limit: usize,
    /// What `time.time()` tells when the run begins, in seconds since 1970.
    pub epoch: f64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            output_limit: 4 << 20,
            task_limit: 200_000,
            recursion_limit: 400,
            epoch: 0.0,
        }
    }
}

/// Runs a script on a runtime: one engine for each run.
pub struct Engine {
    shared: Rc<Shared>,
    interpreter: RefCell<Option<Rc<Interpreter>>>,
    runtime: Runtime,
}

impl Engine {
    /// An engine on `runtime`, whose scripts reach neither network nor files.
    pub fn new(runtime: Runtime, options: Options) -> Engine {
        Engine::with_outside(runtime, options, Rc::new(Nowhere))
    }

    /// An engine on `runtime`, whose scripts reach what `outside` has.
    pub fn with_outside(runtime: Runtime, options: Options, outside: Rc<dyn Outside>) -> Engine {
        let shared = Rc::new(Shared::new(&runtime, options, outside));
        runtime.set_places(place::now);
        Engine {
            shared,
            interpreter: RefCell::new(None),
            runtime,
        }
    }

    /// Runs `script` to its end.
    ///
    /// # Errors
    /// What ended it early: a syntax error, an exception that it did not catch, a fault of the interpreter's.
    pub fn run(&self, script: &str) -> Result<(), Failed> {
        let _entered = current::enter(self.shared.clone());
        let ran = guarded(|| {
            let interpreter = Rc::new(interpreter());
            self.interpreter.replace(Some(interpreter.clone()));
            interpreter.enter(|vm| {
                let ran = self
                    .shared
                    .handle
                    .inside(|| run_in(script, self.shared.options, vm));
                ran.map_or_else(|error| errors::ending(&error, script, vm), Ok)
            })
        });
        for stream in [Stream::Out, Stream::Err] {
            let rest = self.shared.output.borrow_mut().take_open(stream);
            if !rest.is_empty() {
                self.shared.handle.inside(|| coroscope::print(rest));
            }
        }
        ran
    }

    /// What the script has written since the last time.
    pub fn take_output(&self) -> Vec<Written> {
        self.shared.output.borrow_mut().take()
    }

    /// The runtime that it runs on, with the log.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _entered = current::enter(self.shared.clone());
        let shared = &self.shared;
        let Some(interpreter) = self.interpreter.take() else {
            return;
        };
        // The script's tasks go while their interpreter is still there.
        let runtime = core::mem::replace(&mut self.runtime, Runtime::virtual_clock());
        interpreter.enter(|_| {
            shared.handle.inside(|| shared.forget_objects());
            drop(runtime);
        });
    }
}

/// Calls `run`; a panic is a failure like any other, where panics unwind.
fn guarded(run: impl FnOnce() -> Result<(), Failed>) -> Result<(), Failed> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| Err(Failed::of_panic(&*panic)))
}

fn interpreter() -> Interpreter {
    let mut settings = Settings::default();
    settings.hash_seed = Some(0);
    settings.import_site = false;
    settings.install_signal_handlers = false;
    let builder = Interpreter::builder(settings);
    let context = rustpython_vm::Context::genesis();
    // Of the library's modules in Rust, its own half of asyncio is replaced by `python/_asyncio.py`.
    let modules: Vec<&'static PyModuleDef> = rustpython_stdlib::stdlib_module_defs(context)
        .into_iter()
        .filter(|module| module.name.as_str() != "_asyncio")
        .chain([native::module_def(context)])
        .collect();
    builder
        .add_native_modules(&modules)
        .add_frozen_modules(library::modules())
        .build()
}

fn run_in(script: &str, options: Options, vm: &VirtualMachine) -> PyResult<()> {
    vm.recursion_limit.set(options.recursion_limit);
    native::stream::install(vm)?;
    native::time::install(vm)?;
    native::io::install(vm)?;
    hold_recursion_limit(options.recursion_limit, vm)?;
    errors::keep_lines(script, vm)?;
    let code = vm.compile(script, Mode::Exec, place::FILE);
    let code = code.map_err(|error| error.into_pyexception(vm, Some(script)))?;
    let scope = vm.new_scope_with_main()?;
    vm.run_code_obj(code, scope).map(drop)
}

/// A script may lower the limit, but not raise it: the stack would not hold so many calls.
fn hold_recursion_limit(most: usize, vm: &VirtualMachine) -> PyResult<()> {
    let set = move |limit: usize, vm: &VirtualMachine| {
        if limit > most {
            let remark = "sys.setrecursionlimit: here no more calls can be nested than";
            current::write(
                Stream::Err,
                &format!("{remark} {most}, so the limit is {most}, not {limit}\n"),
            );
        }
        vm.recursion_limit.set(limit.clamp(1, most));
    };
    let function = vm.new_function("setrecursionlimit", set);
    vm.sys_module.set_attr("setrecursionlimit", function, vm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_interpreter_is_told_and_the_next_run_works() {
        let failed = guarded(|| panic!("index out of bounds")).expect_err("it panics");
        assert!(failed.message.contains("index out of bounds"), "{failed}");
        assert!(failed.message.contains("The next run"), "{failed}");
        assert_eq!(guarded(|| Ok(())), Ok(()));
    }
}
