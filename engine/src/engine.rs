//! The interpreter on a runtime: runs a script, and answers calls from other engines.

use crate::current;
use crate::errors::{self, ScriptError};
use crate::host::{Delivered, Host, NoHost, WorkerCall};
use crate::native::choices::ScriptChoices;
use crate::native::drive::{self, Resumed};
use crate::options::Options;
use crate::output::{Stream, Written};
use crate::packages::Wheels;
use crate::prepared::PreparedInterpreter;
use crate::real_clock::{ClockDriver, RealClock};
use crate::start::{prepare, run_top_level};
use crate::state::{Clock, EngineState, Progress};
use crate::{elapse, exit, memory, modules, place, stack, top_level};
use core::cell::RefCell;
use coroscope_runtime::runtime::{self, Choices, Driver, Runtime, VirtualClock};
use rustpython_vm::builtins::PyCoroutine;
use rustpython_vm::compiler::Mode;
use rustpython_vm::{Interpreter, PyResult, VirtualMachine};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// Runs a script on a runtime. Each run needs its own engine.
pub struct Engine {
    state: Rc<EngineState>,
    prepared: RefCell<Option<PreparedInterpreter>>,
    interpreter: RefCell<Option<Rc<Interpreter>>>,
    runtime: Runtime,
}

impl Engine {
    /// An engine on the virtual clock, without network and files.
    pub fn new(options: Options) -> Engine {
        Engine::with_host(options, Rc::new(NoHost))
    }

    /// An engine on the virtual clock, with a host.
    pub fn with_host(options: Options, host: Rc<dyn Host>) -> Engine {
        let log_limit = runtime::Options::default().log_limit;
        Engine::on_virtual_clock(options, host, log_limit)
    }

    fn on_virtual_clock(options: Options, host: Rc<dyn Host>, log_limit: Option<usize>) -> Engine {
        let clock = Rc::new(VirtualClock::default());
        // Each pass is a microtask, so that a step of the clock is a pass.
        let one_pass_per_microtask = runtime::Options {
            polls_per_microtask: 1,
            log_limit,
            ..runtime::Options::default()
        };
        let runtime = Runtime::new(clock.clone(), one_pass_per_microtask);
        Engine::with(runtime, Clock::Virtual(clock), options, host)
    }

    /// An engine on the virtual clock, whose run makes these choices where asyncio leaves something open. It records if there
    /// is a limit in bytes for its log.
    pub fn in_order(
        options: Options,
        host: Rc<dyn Host>,
        choices: Rc<dyn Choices>,
        log_limit: Option<usize>,
    ) -> Engine {
        let engine = Engine::on_virtual_clock(options, host, log_limit);
        engine.runtime.set_choices(Rc::new(ScriptChoices(choices)));
        engine
    }

    /// An engine on a driver with a real clock.
    pub fn on_real_clock(driver: Rc<dyn Driver>, options: Options, host: Rc<dyn Host>) -> Engine {
        let clock = RealClock::new(driver, host.can_block());
        let driver = Rc::new(ClockDriver(clock.clone()));
        let runtime = Runtime::new(driver, runtime::Options::default());
        Engine::with(runtime, Clock::Real(clock), options, host)
    }

    fn with(runtime: Runtime, clock: Clock, options: Options, host: Rc<dyn Host>) -> Engine {
        runtime.set_places(place::now);
        runtime.set_calls(place::new_call_number);
        Engine {
            state: Rc::new(EngineState::new(&runtime, clock, options, host)),
            prepared: RefCell::default(),
            interpreter: RefCell::default(),
            runtime,
        }
    }

    /// Uses an interpreter that was prepared before, so that the run starts sooner.
    #[must_use]
    pub fn with_interpreter(self, prepared: PreparedInterpreter) -> Engine {
        self.prepared.replace(Some(prepared));
        self
    }

    /// Sets the modules that the script can import: the names of their files, such as `helpers/io.py`, and their
    /// texts.
    #[must_use]
    pub fn with_modules(self, modules: BTreeMap<String, String>) -> Engine {
        self.state.files.set_modules(modules);
        self
    }

    /// Makes the packages in wheels importable: those that [`needed_packages`](crate::needed_packages) returns.
    #[must_use]
    pub fn with_wheels(self, wheels: Wheels) -> Engine {
        self.state.wheels.replace(wheels);
        self
    }

    /// Sets the standard input of the script: a line for each of its calls of `input`.
    #[must_use]
    pub fn with_input(self, text: &str) -> Engine {
        self.state
            .input
            .replace(text.lines().map(str::to_owned).collect());
        self
    }

    /// Calls `callback` whenever something may have happened: at each turn of the loop, before each step of a task, and
    /// at each write.
    pub fn on_progress(&self, callback: impl Fn(Progress) + 'static) {
        self.state.set_progress_callback(Rc::new(callback));
    }

    /// Runs `script`, and blocks until it has ended.
    ///
    /// # Errors
    /// A syntax error, an uncaught exception, or a failure of the interpreter.
    pub fn run(&self, script: &str) -> Result<(), ScriptError> {
        let ran = self.begin().and_then(|()| {
            self.within(|vm| {
                let code = prepare(script, self.state.options, vm).and_then(|()| {
                    vm.compile(script, Mode::Exec, place::FILE)
                        .map_err(|error| error.into_pyexception(vm, Some(script)))
                });
                let ran = code.and_then(|code| run_top_level(code, vm));
                let calls = self.finish_worker_calls(vm);
                let ran = ran.and_then(|value| calls.map(|()| value));
                errors::outcome(exit::finish(ran, vm), vm)
            })?
        });
        self.print_rest();
        ran
    }

    /// Answers a [call](WorkerCall) from another engine, and blocks until the function has returned. The clock continues
    /// from that of the other engine.
    ///
    /// # Errors
    /// A failure of the interpreter. An exception that the function raises is part of the answer.
    pub fn answer(&self, call: &WorkerCall) -> Result<Vec<u8>, ScriptError> {
        self.state.clock_offset.set(call.loop_time.elapsed());
        self.begin()?;
        self.within(|vm| {
            let answered = prepare(&call.script, self.state.options, vm).and_then(|()| {
                let request = vm.ctx.new_bytes(call.request.clone());
                let calls = vm.import("_worker_calls", 0)?;
                modules::install(&self.state, vm)?;
                let answer = calls.get_attr("answer", vm)?.call((request,), vm)?;
                answer.try_to_value::<Vec<u8>>(vm)
            });
            answered.map_err(|error| ScriptError::from_exception(&error, vm))
        })?
    }

    /// Runs `script`. Calls at the top level that run the loop, such as `asyncio.run`, are awaited. Inside of a function
    /// they block the thread.
    ///
    /// # Errors
    /// As for [`run`](Engine::run).
    pub async fn run_async(&self, script: &str) -> Result<(), ScriptError> {
        let ran = self.run_awaiting(script).await;
        self.print_rest();
        ran
    }

    async fn run_awaiting(&self, script: &str) -> Result<(), ScriptError> {
        self.begin()?;
        let mut step = self.within(|vm| {
            let started = prepare(script, self.state.options, vm)
                .and_then(|()| top_level::compile(script, vm))
                .and_then(|code| run_top_level(code, vm));
            match started {
                Ok(coroutine) if coroutine.downcast_ref::<PyCoroutine>().is_some() => {
                    Resumed::Waits(coroutine)
                }
                ended => Resumed::Ended(ended),
            }
        })?;
        let main = match &step {
            Resumed::Waits(coroutine) => coroutine.clone(),
            Resumed::Ended(_) => self.within(|vm| vm.ctx.none())?,
        };
        let mut first = true;
        while let Resumed::Waits(_) = step {
            if !core::mem::take(&mut first) {
                self.turn().await?;
            }
            step = self.within(|vm| drive::resume(&main, None, None, vm))?;
        }
        while self.state.threads.has_worker_calls() {
            self.turn().await?;
        }
        self.within(|vm| {
            drop(main);
            let Resumed::Ended(ended) = step else {
                return Ok(());
            };
            errors::outcome(exit::finish(ended, vm), vm)
        })?
    }

    /// Awaits a turn of the loop.
    async fn turn(&self) -> Result<(), ScriptError> {
        let waits = matches!(&self.state.clock, Clock::Real(clock) if !clock.is_requested());
        self.state.progress(match waits {
            true => Progress::Pause,
            false => Progress::Step,
        });
        let progressed = match &self.state.clock {
            Clock::Virtual(clock) => {
                self.within(|_| elapse::turn_of(clock, &self.state))?
                    || match self.state.host.deliver_next() {
                        Delivered::Nothing => self.within(|_| clock.jump())?,
                        Delivered::Done => true,
                        Delivered::Later(response) => {
                            self.state.progress(Progress::Pause);
                            response.await;
                            true
                        }
                    }
            }
            Clock::Real(clock) => clock.turn(self.state.responses.are_awaited()).await,
        };
        self.state.progressed.set(progressed);
        Ok(())
    }

    /// Takes or makes the interpreter.
    fn begin(&self) -> Result<(), ScriptError> {
        memory::reserve_for_run();
        let prepared = self.prepared.borrow_mut().take();
        let interpreter = match prepared {
            Some(prepared) => prepared.0,
            None => guarded(PreparedInterpreter::new)?.0,
        };
        if let Clock::Real(clock) = &self.state.clock {
            let (state, interpreter) = (Rc::downgrade(&self.state), Rc::downgrade(&interpreter));
            clock.set_entry_wrapper(Some(Rc::new(move |turn| {
                let (Some(state), Some(interpreter)) = (state.upgrade(), interpreter.upgrade())
                else {
                    return;
                };
                let entered = current::enter(state);
                stack::near_limit(|| interpreter.enter(|_| turn()));
                drop(entered);
            })));
        }
        self.interpreter.replace(Some(interpreter));
        Ok(())
    }

    /// Calls `work` with the interpreter, inside of this run.
    fn within<R>(&self, work: impl FnOnce(&VirtualMachine) -> R) -> Result<R, ScriptError> {
        let _entered = current::enter(self.state.clone());
        let interpreter = self.interpreter.borrow().clone();
        guarded(|| {
            let interpreter = interpreter.expect("a run makes its interpreter first");
            stack::near_limit(|| interpreter.enter(|vm| self.state.handle.enter(|| work(vm))))
        })
    }

    /// Runs the loop until the functions in other workers have returned: an executor outlives the script.
    fn finish_worker_calls(&self, vm: &VirtualMachine) -> PyResult<()> {
        while self.state.threads.has_worker_calls() && elapse::turn(vm)? {}
        Ok(())
    }

    /// Prints the last lines, which have no line end.
    fn print_rest(&self) {
        for stream in [Stream::Out, Stream::Err] {
            let rest = self.state.output.borrow_mut().take_partial_line(stream);
            if !rest.is_empty() {
                self.state.handle.enter(|| coroscope_runtime::print(rest));
            }
        }
    }

    /// Takes what the script has written since the last call.
    pub fn take_output(&self) -> Vec<Written> {
        self.state.output.borrow_mut().take()
    }

    /// The runtime of the script, with the log.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _entered = current::enter(self.state.clone());
        let state = &self.state;
        state.is_closing.set(true);
        let Some(interpreter) = self.interpreter.take() else {
            return;
        };
        // The script's tasks must be dropped while their interpreter exists.
        let runtime = core::mem::replace(&mut self.runtime, Runtime::virtual_clock());
        if let Clock::Real(clock) = &state.clock {
            clock.set_entry_wrapper(None);
        }
        interpreter.enter(|_| {
            state.handle.enter(|| state.drop_objects());
            drop(runtime);
        });
        // The rest is destroyed now, not while another interpreter is being made or runs.
        if let Ok(interpreter) = Rc::try_unwrap(interpreter) {
            let _ = guarded(|| state.handle.enter(|| interpreter.finalize(None)));
        }
    }
}

/// Calls `run`, and turns a panic into an error, if panics unwind.
fn guarded<R>(run: impl FnOnce() -> R) -> Result<R, ScriptError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| ScriptError::from_panic(&*panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_interpreter_is_reported_and_the_next_run_works() {
        let failed = guarded::<()>(|| panic!("index out of bounds")).expect_err("it panics");
        assert!(failed.message.contains("index out of bounds"), "{failed}");
        assert!(failed.message.contains("The next run"), "{failed}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
