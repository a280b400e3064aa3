//! The interpreter on a runtime: runs a script, and answers what its native classes ask.

use crate::current;
use crate::errors::{self, Failed};
use crate::native::drive::{self, Resumed};
use crate::output::{Stream, Written};
use crate::outside::{Call, HandOut, Nowhere, Outside};
use crate::ready::Ready;
use crate::real_clock::{RealClock, Seat};
use crate::shared::{Clock, Progress, Shared};
use crate::{limits, native, own_lines, passing, place, threads};
use core::cell::RefCell;
use coroscope::runtime::{self, Driver, Runtime, VirtualClock};
use rustpython_vm::builtins::{PyCode, PyCoroutine};
use rustpython_vm::compiler::Mode;
use rustpython_vm::{Interpreter, PyRef, PyResult, VirtualMachine};
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
    ready: RefCell<Option<Ready>>,
    interpreter: RefCell<Option<Rc<Interpreter>>>,
    runtime: Runtime,
}

impl Engine {
    /// An engine on the virtual clock, whose scripts reach neither network nor files.
    pub fn new(options: Options) -> Engine {
        Engine::with_outside(options, Rc::new(Nowhere))
    }

    /// An engine on the virtual clock, whose scripts reach what `outside` has.
    pub fn with_outside(options: Options, outside: Rc<dyn Outside>) -> Engine {
        let clock = Rc::new(VirtualClock::default());
        // Every pass has a microtask of its own, so that a step of the clock is a pass.
        let passes = runtime::Options {
            polls_per_microtask: 1,
            ..runtime::Options::default()
        };
        let runtime = Runtime::new(clock.clone(), passes);
        Engine::with(runtime, Clock::Virtual(clock), options, outside)
    }

    /// An engine on a driver with a real clock.
    pub fn on_real_clock(
        driver: Rc<dyn Driver>,
        options: Options,
        outside: Rc<dyn Outside>,
    ) -> Engine {
        let clock = RealClock::new(driver);
        let seat = Rc::new(Seat(clock.clone()));
        let runtime = Runtime::new(seat, runtime::Options::default());
        Engine::with(runtime, Clock::Real(clock), options, outside)
    }

    fn with(runtime: Runtime, clock: Clock, options: Options, outside: Rc<dyn Outside>) -> Engine {
        runtime.set_places(place::now);
        runtime.set_calls(place::another_call);
        Engine {
            shared: Rc::new(Shared::new(&runtime, clock, options, outside)),
            ready: RefCell::default(),
            interpreter: RefCell::default(),
            runtime,
        }
    }

    /// Has the script run in an interpreter that was made before, which saves the time for that.
    #[must_use]
    pub fn with_interpreter(self, ready: Ready) -> Engine {
        self.ready.replace(Some(ready));
        self
    }

    /// Has `told` called whenever something may have happened: at each turn of the loop, before each step of a
    /// task, and at each write.
    pub fn on_progress(&self, told: impl Fn(Progress) + 'static) {
        self.shared.set_progress(Rc::new(told));
    }

    /// Runs `script` to its end, and blocks until then.
    ///
    /// # Errors
    /// What ended it early: a syntax error, an exception that it did not catch, a fault of the interpreter's.
    pub fn run(&self, script: &str) -> Result<(), Failed> {
        let ran = self.begin().and_then(|()| {
            self.within(|vm| {
                let code = prepare(script, self.shared.options, vm).and_then(|()| {
                    vm.compile(script, Mode::Exec, place::FILE)
                        .map_err(|error| error.into_pyexception(vm, Some(script)))
                });
                let ran = code.and_then(|code| run_own_lines(code, vm));
                errors::end(threads::then_finish(ran, vm), script, vm)
            })?
        });
        self.print_rest();
        ran
    }

    /// Answers a [call](crate::outside::Call) of another engine's, and blocks until then. The clock goes on where that of
    /// the other engine was.
    ///
    /// # Errors
    /// A fault of the interpreter's. What the function raises is part of the answer.
    pub fn answer(&self, call: &Call) -> Result<Vec<u8>, Failed> {
        self.shared.ahead.set(call.zero.elapsed());
        self.begin()?;
        self.within(|vm| {
            let answered = prepare(&call.script, self.shared.options, vm).and_then(|()| {
                let request = vm.ctx.new_bytes(call.request.clone());
                let beside = vm.import("_beside", 0)?;
                let answer = beside.get_attr("answer", vm)?.call((request,), vm)?;
                answer.try_to_value::<Vec<u8>>(vm)
            });
            answered.map_err(|error| Failed::of_exception(&error, vm))
        })?
    }

    /// Runs `script` to its end. What it calls at its own level to run a loop, such as `asyncio.run`, is awaited;
    /// inside of a function the same blocks the thread.
    ///
    /// # Errors
    /// As for [`run`](Engine::run).
    pub async fn run_async(&self, script: &str) -> Result<(), Failed> {
        let ran = self.run_awaiting(script).await;
        self.print_rest();
        ran
    }

    async fn run_awaiting(&self, script: &str) -> Result<(), Failed> {
        self.begin()?;
        let mut step = self.within(|vm| {
            let begun = prepare(script, self.shared.options, vm)
                .and_then(|()| own_lines::compile(script, vm))
                .and_then(|code| run_own_lines(code, vm));
            match begun {
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
        while self.shared.threads.are_beside() {
            self.turn().await?;
        }
        self.within(|vm| {
            drop(main);
            let Resumed::Ended(ended) = step else {
                return Ok(());
            };
            errors::end(threads::then_finish(ended, vm), script, vm)
        })?
    }

    /// Awaits a turn of the loop.
    async fn turn(&self) -> Result<(), Failed> {
        let waits = matches!(&self.shared.clock, Clock::Real(clock) if !clock.is_asked());
        self.shared.progress(match waits {
            true => Progress::Pause,
            false => Progress::Step,
        });
        let went_on = match &self.shared.clock {
            Clock::Virtual(clock) => {
                self.within(|_| passing::turn_of(clock, &self.shared))?
                    || match self.shared.outside.hand_out() {
                        HandOut::Nothing => self.within(|_| clock.jump())?,
                        HandOut::Done => true,
                        HandOut::Later(answer) => {
                            self.shared.progress(Progress::Pause);
                            answer.await;
                            true
                        }
                    }
            }
            Clock::Real(clock) => clock.turn(self.shared.is_awaited()).await,
        };
        self.shared.went_on.set(went_on);
        Ok(())
    }

    /// Has the interpreter at hand.
    fn begin(&self) -> Result<(), Failed> {
        let ready = self.ready.borrow_mut().take();
        let made = match ready {
            Some(ready) => ready.0,
            None => guarded(Ready::new)?.0,
        };
        if let Clock::Real(clock) = &self.shared.clock {
            let (shared, interpreter) = (Rc::downgrade(&self.shared), Rc::downgrade(&made));
            clock.set_around(Some(Rc::new(move |turn| {
                let (Some(shared), Some(interpreter)) = (shared.upgrade(), interpreter.upgrade())
                else {
                    return;
                };
                let entered = current::enter(shared);
                interpreter.enter(|_| turn());
                drop(entered);
            })));
        }
        self.interpreter.replace(Some(made));
        Ok(())
    }

    /// Calls `work` with the interpreter, as code of this run.
    fn within<R>(&self, work: impl FnOnce(&VirtualMachine) -> R) -> Result<R, Failed> {
        let _entered = current::enter(self.shared.clone());
        let interpreter = self.interpreter.borrow().clone();
        guarded(|| {
            let interpreter = interpreter.expect("a run makes its interpreter first");
            interpreter.enter(|vm| self.shared.handle.enter(|| work(vm)))
        })
    }

    /// Tells the lines that have no end.
    fn print_rest(&self) {
        for stream in [Stream::Out, Stream::Err] {
            let rest = self.shared.output.borrow_mut().take_open(stream);
            if !rest.is_empty() {
                self.shared.handle.enter(|| coroscope::print(rest));
            }
        }
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
        shared.is_closing.set(true);
        let Some(interpreter) = self.interpreter.take() else {
            return;
        };
        // The script's tasks go while their interpreter is still there.
        let runtime = core::mem::replace(&mut self.runtime, Runtime::virtual_clock());
        if let Clock::Real(clock) = &shared.clock {
            clock.set_around(None);
        }
        interpreter.enter(|_| {
            shared.handle.enter(|| shared.forget_objects());
            drop(runtime);
        });
        // What is left is destroyed now: later it would be while another interpreter is being made or runs.
        if let Ok(interpreter) = Rc::try_unwrap(interpreter) {
            let _ = guarded(|| shared.handle.enter(|| interpreter.finalize(None)));
        }
    }
}

/// Calls `run`; a panic is a failure like any other, where panics unwind.
fn guarded<R>(run: impl FnOnce() -> R) -> Result<R, Failed> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| Failed::of_panic(&*panic))
}

/// Sets up what a script finds.
fn prepare(script: &str, options: Options, vm: &VirtualMachine) -> PyResult<()> {
    current::shared().script.replace(script.to_owned());
    vm.recursion_limit.set(options.recursion_limit);
    native::stream::install(vm)?;
    limits::hold_recursion_limit(options.recursion_limit, vm)?;
    errors::keep_lines(script, vm)
}

/// Runs a script's own lines; gives a coroutine where they have something to await.
fn run_own_lines(code: PyRef<PyCode>, vm: &VirtualMachine) -> PyResult {
    let scope = vm.new_scope_with_main()?;
    vm.run_code_obj(code, scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_interpreter_is_told_and_the_next_run_works() {
        let failed = guarded::<()>(|| panic!("index out of bounds")).expect_err("it panics");
        assert!(failed.message.contains("index out of bounds"), "{failed}");
        assert!(failed.message.contains("The next run"), "{failed}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
