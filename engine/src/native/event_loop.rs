//! The functions of the event loop: callbacks, time, turns and current tasks.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod event_loop {
    use crate::attribution::{self, SpawnRecord};
    use crate::native::scheduled::Scheduled;
    use crate::native::task::task::PyTask;
    use crate::{clock, current, elapse, hang, mistakes, place};
    use coroscope_runtime::runtime::CallHandle;
    use coroscope_trace::TaskId;
    use rustpython_vm::{
        Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A scheduled callback.
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

    /// Schedules `run(handle)`, for the callback of the handle.
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

    /// Schedules `run(handle)`, for the callback of the handle. The log gives the task with the number `cause` as the
    /// cause of what it wakes.
    #[pyfunction]
    fn call_soon_for(
        cause: Option<u32>,
        run: PyObjectRef,
        handle: PyObjectRef,
        callback: PyObjectRef,
        vm: &VirtualMachine,
    ) -> Call {
        let cause = cause.map(|number| TaskId::from_index(number as usize));
        let scheduled = Scheduled::new(run, handle, callback, false, vm).caused_by(cause);
        Call(current::handle().call_soon(move || scheduled.run()))
    }

    /// Calls `function` when the next pass begins. What it schedules runs in that pass.
    #[pyfunction]
    fn before_next_pass(function: PyObjectRef) {
        current::handle().call_before_next_pass(move || {
            with_current_vm(|vm| {
                if let Err(error) = function.call((), vm) {
                    current::end_the_run(error);
                }
            });
        });
    }

    /// Schedules `run(handle)` at a time. `is_deadline`: the callback only ends a wait that takes too long.
    #[pyfunction]
    fn call_at(
        when: f64,
        run: PyObjectRef,
        handle: PyObjectRef,
        callback: PyObjectRef,
        is_deadline: bool,
        vm: &VirtualMachine,
    ) -> Call {
        let scheduled = Scheduled::new(run, handle, callback, is_deadline, vm);
        let (owner, when) = (current::handle(), clock::instant(when));
        Call(match is_deadline {
            true => owner.call_at_timeout(when, move || scheduled.run()),
            false => owner.call_at(when, move || scheduled.run()),
        })
    }

    #[pyfunction]
    fn time() -> f64 {
        clock::as_seconds(current::now())
    }

    /// The time, for code of the script, which may poll the clock.
    #[pyfunction]
    fn read_clock(vm: &VirtualMachine) -> f64 {
        if place::is_script(vm) {
            elapse::note_clock_read();
        }
        time()
    }

    /// Runs a turn of the loop, or jumps to the next timer. Returns false if the script hangs.
    #[pyfunction]
    fn turn(vm: &VirtualMachine) -> PyResult<bool> {
        let progressed = elapse::turn(vm)?;
        end_or(progressed)
    }

    /// The result of the turn that was awaited last.
    #[pyfunction]
    fn progressed() -> PyResult<bool> {
        end_or(current::progressed())
    }

    /// Ends a run that hangs, and returns the message. `main` is the future that the loop is run for; `servers` are the
    /// addresses of servers without clients.
    #[pyfunction]
    fn hang(main: PyObjectRef, servers: Vec<String>, vm: &VirtualMachine) -> String {
        let hang = current::hung().unwrap_or_else(|| {
            let hang = hang::describe(&main, &servers, vm);
            current::hang(hang.clone());
            hang
        });
        hang.message
    }

    /// Whether the run has ended because it hangs.
    #[pyfunction]
    fn is_hung() -> bool {
        current::hung().is_some()
    }

    fn end_or(progressed: bool) -> PyResult<bool> {
        match current::take_end() {
            Some(error) => Err(error),
            None => Ok(progressed),
        }
    }

    #[pyfunction]
    fn set_running_loop(event_loop: Option<PyObjectRef>) {
        current::set_running_loop(event_loop);
    }

    /// From now on, each step of a task is reported to its loop, with its duration.
    #[pyfunction]
    fn watch_steps() {
        current::state().watches_steps.set(true);
    }

    /// Wakes the tasks that had a turn while their loop was stopped.
    #[pyfunction]
    fn loop_started(event_loop: PyObjectRef) {
        current::loop_started(&event_loop);
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

    /// Records that a task, which need not be running, awaits a future.
    #[pyfunction]
    fn record_awaits(future: PyObjectRef, waiter: PyObjectRef, vm: &VirtualMachine) {
        if let Some(task) = PyTask::of(&waiter) {
            task.record_awaits(&future, vm);
        }
    }

    /// Uses up a default task name, as if a task had been created.
    #[pyfunction]
    fn skip_task_name() {
        current::next_task_number();
    }

    /// Calls `create_task` for a task that closes an asynchronous generator. The log has the generator's name and line,
    /// and `parent`.
    #[pyfunction]
    fn close_generator(
        generator: PyObjectRef,
        parent: Option<u32>,
        create_task: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        let name = generator.get_attr("__name__", vm)?.str(vm)?;
        let spawn = SpawnRecord {
            parent: parent.map(|number| TaskId::from_index(number as usize)),
            name: format!("{}.aclose()", name.to_string_lossy()),
            place: place::of_generator(&generator),
        };
        let closing = vm.call_method(&generator, "aclose", ())?;
        attribution::with_spawn_record(spawn, || create_task.call((closing,), vm))
    }

    /// Records that an asynchronous generator was abandoned before its end. Returns the number of the running task.
    #[pyfunction]
    fn record_left_open(generator: PyObjectRef, vm: &VirtualMachine) -> PyResult<Option<u32>> {
        mistakes::record_left_open(&generator, vm)?;
        Ok(current::task_id().map(number))
    }

    /// Records that the loop has observed the end of a task that closed a generator, unless that failed.
    #[pyfunction]
    fn record_closed(task: PyObjectRef) {
        PyTask::record_end_observed(&task);
    }

    /// The number of the running task.
    #[pyfunction]
    fn task_number() -> Option<u32> {
        current::task_id().map(number)
    }

    /// The number of the running task, or of the one that caused the running callback of a socket.
    #[pyfunction]
    fn cause_number() -> Option<u32> {
        current::task_id()
            .or_else(attribution::causing_task)
            .map(number)
    }

    fn number(task: TaskId) -> u32 {
        u32::try_from(task.index()).unwrap_or(u32::MAX)
    }

    /// Records that a coroutine was dropped before it was awaited. `file` and `line` are those of its call.
    #[pyfunction]
    fn record_never_awaited(name: String, file: String, line: Option<u32>) {
        let call = line.filter(|_| place::is_file(&file));
        let call = call.map(|line| place::at(&file, line));
        mistakes::record_never_awaited(&name, call);
    }

    /// Adds a note to the log.
    #[pyfunction]
    fn note(text: String) {
        coroscope_runtime::note(text);
    }
}
