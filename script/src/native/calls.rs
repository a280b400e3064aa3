//! The loop's own functions: callbacks, time, passes, and who runs.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod calls {
    use crate::calling::{self, Spawn};
    use crate::native::scheduled::Scheduled;
    use crate::native::task::task::PyTask;
    use crate::{clock, current, hang, mistakes, passing, place};
    use coroscope::runtime::CallHandle;
    use coroscope::trace::TaskId;
    use rustpython_vm::{Py, PyObjectRef, PyPayload, PyResult, VirtualMachine};

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

    /// Has `run(handle)` called soon, for the callback that the handle is for.
    #[pyfunction]
    fn call_soon(
        run: PyObjectRef,
        handle: PyObjectRef,
        callback: PyObjectRef,
        vm: &VirtualMachine,
    ) -> Call {
        let scheduled = Scheduled::new(run, handle, callback, false, vm);
        Call(current::handle().call_soon(move || scheduled.run()))
    }

    /// The same at a time. `limits` says that the callback only ends a wait that takes too long.
    #[pyfunction]
    fn call_at(
        when: f64,
        run: PyObjectRef,
        handle: PyObjectRef,
        callback: PyObjectRef,
        limits: bool,
        vm: &VirtualMachine,
    ) -> Call {
        let scheduled = Scheduled::new(run, handle, callback, limits, vm);
        let (owner, when) = (current::handle(), clock::instant(when));
        Call(match limits {
            true => owner.call_at_timeout(when, move || scheduled.run()),
            false => owner.call_at(when, move || scheduled.run()),
        })
    }

    #[pyfunction]
    fn time() -> f64 {
        clock::told(current::now())
    }

    /// The same for the script's own lines, which may do nothing but look at the clock.
    #[pyfunction]
    fn look_at_clock(vm: &VirtualMachine) -> f64 {
        if place::is_script(vm) {
            passing::note_look();
        }
        time()
    }

    /// One pass of the loop, or the jump to the next timer. False where nothing can ever go on.
    #[pyfunction]
    fn turn(vm: &VirtualMachine) -> PyResult<bool> {
        let went_on = passing::turn(vm)?;
        ended_or(went_on)
    }

    /// The same of the turn that was awaited last.
    #[pyfunction]
    fn went_on() -> PyResult<bool> {
        ended_or(current::went_on())
    }

    /// Ends the run where nothing can ever go on; `main` is what the loop is run for. Gives the words for that.
    #[pyfunction]
    fn hang(main: PyObjectRef, vm: &VirtualMachine) -> String {
        let hang = current::hung().unwrap_or_else(|| {
            let hang = hang::tell(&main, vm);
            current::hang(hang.clone());
            hang
        });
        hang.words
    }

    /// Whether the run is over because it would hang.
    #[pyfunction]
    fn is_hung() -> bool {
        current::hung().is_some()
    }

    fn ended_or(went_on: bool) -> PyResult<bool> {
        match current::take_end() {
            Some(error) => Err(error),
            None => Ok(went_on),
        }
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
        {
            let tasks = current::pending_tasks().into_iter();
            vm.ctx.new_list(tasks.map(Into::into).collect()).into()
        }
    }

    /// Says that a task, which need not be running, awaits a future.
    #[pyfunction]
    fn note_awaits(future: PyObjectRef, waiter: PyObjectRef, vm: &VirtualMachine) {
        if let Some(task) = PyTask::of(&waiter) {
            task.note_awaits(&future, vm);
        }
    }

    /// As if a task without a name of its own had been made.
    #[pyfunction]
    fn skip_task_name() {
        current::next_task_number();
    }

    /// Has `create_task` make the task that closes an asynchronous generator; the log has the generator's name and
    /// line for it, and the task that is told as its parent.
    #[pyfunction]
    fn close_generator(
        generator: PyObjectRef,
        parent: Option<u32>,
        create_task: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        let name = generator.get_attr("__name__", vm)?.str(vm)?;
        let spawn = Spawn {
            parent: parent.map(|number| TaskId::from_index(number as usize)),
            name: format!("{}.aclose()", name.to_string_lossy()),
            place: place::of_generator(&generator),
        };
        let closing = vm.call_method(&generator, "aclose", ())?;
        calling::spawn_as(spawn, || create_task.call((closing,), vm))
    }

    /// Notes that an asynchronous generator was left before its end; gives the number of the task that did so.
    #[pyfunction]
    fn note_left_open(generator: PyObjectRef, vm: &VirtualMachine) -> PyResult<Option<u32>> {
        mistakes::note_left_open(&generator, vm)?;
        Ok(current::task_id().map(number))
    }

    /// Records that the loop itself has heard of the end of a task that closed a generator, unless that failed.
    #[pyfunction]
    fn note_closed(task: PyObjectRef) {
        PyTask::note_heard(&task);
    }

    /// The number of the running task.
    #[pyfunction]
    fn task_number() -> Option<u32> {
        current::task_id().map(number)
    }

    fn number(task: TaskId) -> u32 {
        u32::try_from(task.index()).unwrap_or(u32::MAX)
    }

    /// Notes that a coroutine was dropped before it was awaited; `line` is that of its call, where it is the script's.
    #[pyfunction]
    fn never_awaited(name: String, line: Option<u32>) {
        let call = line.map(place::at);
        mistakes::note_never_awaited(&name, call);
    }

    /// Leaves a remark in the log.
    #[pyfunction]
    fn note(remark: String) {
        coroscope::note(remark);
    }
}
