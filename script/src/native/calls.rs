//! The loop's own functions: callbacks, time, passes, and who runs.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod calls {
    use crate::{clock, current};
    use coroscope::runtime::CallHandle;
    use rustpython_vm::{
        Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A callback that the loop was asked for.
    #[pyattr]
    #[pyclass(module = "asyncio", name = "Call")]
    #[derive(PyPayload)]
    struct Call(CallHandle);

    impl core::fmt::Debug for Call {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Call")
        }
    }

    #[pyclass]
    impl Call {
        #[pymethod]
        fn cancel(zelf: &Py<Self>) {
            zelf.0.cancel();
        }
    }

    /// What a thread asks for wakes as that thread.
    fn called(function: PyObjectRef) -> impl FnOnce() + 'static {
        let thread = current::shared().running_thread();
        let call = move || {
            with_current_vm(|vm| {
                // asyncio's Handle has told of every other exception.
                if let Err(error) = function.call((), vm) {
                    current::end_the_run(error);
                }
            });
        };
        move || match thread {
            Some(thread) => current::handle().on_behalf_of(thread, call),
            None => call(),
        }
    }

    #[pyfunction]
    fn call_soon(function: PyObjectRef) -> Call {
        Call(current::handle().call_soon(called(function)))
    }

    #[pyfunction]
    fn call_at(when: f64, function: PyObjectRef) -> Call {
        Call(current::handle().call_at(clock::instant(when), called(function)))
    }

    #[pyfunction]
    fn time() -> f64 {
        clock::told(current::now())
    }

    /// One pass of the loop, or the jump to the next timer. False where nothing can ever go on.
    #[pyfunction]
    fn turn(vm: &VirtualMachine) -> PyResult<bool> {
        let went_on = current::turn(vm)?;
        ended_or(went_on)
    }

    /// The same of the turn that was awaited last.
    #[pyfunction]
    fn went_on() -> PyResult<bool> {
        ended_or(current::went_on())
    }

    fn ended_or(went_on: bool) -> PyResult<bool> {
        match current::take_end() {
            Some(error) => Err(error),
            None => Ok(went_on),
        }
    }

    /// Blocks the loop, as `time.sleep` does.
    #[pyfunction]
    fn block(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let seconds = clock::seconds(&seconds, vm)?;
        if seconds < 0.0 || seconds.is_nan() {
            return Err(vm.new_value_error("sleep length must be non-negative"));
        }
        current::block(clock::duration(seconds));
        Ok(())
    }

    #[pyfunction]
    fn set_running_loop(event_loop: Option<PyObjectRef>) {
        current::set_running_loop(event_loop);
    }

    #[pyfunction]
    fn running_loop(vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(current::running_loop())
    }

    #[pyfunction]
    fn current_task(vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(current::current_task())
    }

    #[pyfunction]
    fn pending_tasks(vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.new_list(current::pending_tasks()).into()
    }

    /// As if a task without a name of its own had been made.
    #[pyfunction]
    fn skip_task_name() {
        current::next_task_number();
    }

    /// Leaves a remark in the log.
    #[pyfunction]
    fn note(remark: String) {
        coroscope::note(remark);
    }
}
