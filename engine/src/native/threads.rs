//! The native functions of `python/_threads.py`: the steps of threads, their rows in the log, and their clock.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod threads {
    use crate::state::Clock;
    use crate::threads::StepKey;
    use crate::{clock, current, place, stepwise};
    use coroscope_trace::{Place, TaskId, Warning};
    use rustpython_vm::builtins::{PyBytesRef, PyStrRef};
    use rustpython_vm::{
        Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A scheduled step of a thread.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Step")]
    #[derive(Debug, PyPayload)]
    struct Step(StepKey);

    #[pyclass]
    impl Step {
        #[pymethod]
        fn cancel(zelf: &Py<Self>) {
            current::state().threads.cancel(zelf.0);
        }
    }

    /// The task that started a thread, and where.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Origin")]
    #[derive(Debug, PyPayload)]
    struct Origin {
        parent: Option<TaskId>,
        place: Option<Place>,
    }

    #[pyclass]
    impl Origin {
        #[pygetset]
        fn line(zelf: &Py<Self>) -> Option<u32> {
            zelf.place.as_ref().map(|place| place.line)
        }
    }

    /// The row of a thread in the log.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Lane")]
    #[derive(Debug, PyPayload)]
    struct Lane(TaskId);

    #[pyclass]
    impl Lane {}

    /// Schedules `function` as a thread's next step, at a time of the loop.
    #[pyfunction]
    fn step_at(when: f64, function: PyObjectRef) -> Step {
        let step = move || {
            with_current_vm(|vm| {
                if let Err(error) = function.call((), vm) {
                    current::end_the_run(error);
                }
            });
        };
        Step(current::state().step_at(clock::instant(when), Box::new(step)))
    }

    /// Runs the next step that is due up to a time, while the loop is blocked. Returns false if there is none.
    #[pyfunction]
    fn step_while_blocked(until: Option<f64>) -> bool {
        current::state().step_while_blocked(until.map(clock::instant))
    }

    /// Calls `function` as a thread, and returns its result.
    #[pyfunction]
    fn as_thread(lane: PyRef<Lane>, function: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        current::state().as_thread(lane.0, || function.call((), vm))
    }

    /// Has a worker call a function. `done` is called with the answer and `None`, or with `None` and an error message.
    /// Returns false if the host has no workers.
    #[pyfunction]
    fn call_in_worker(request: PyBytesRef, done: PyObjectRef) -> bool {
        let on_answer = move |answer: coroscope_runtime::Result<Vec<u8>>| {
            with_current_vm(|vm| {
                let none = vm.ctx.none();
                let arguments = match answer {
                    Ok(answer) => (vm.ctx.new_bytes(answer).into(), none),
                    Err(error) => (none, vm.ctx.new_str(error.to_string()).into()),
                };
                if let Err(error) = done.call(arguments, vm) {
                    current::end_the_run(error);
                }
            });
        };
        current::state().call_in_worker(request.as_bytes().to_vec(), Box::new(on_answer))
    }

    /// Whether workers have calls to answer.
    #[pyfunction]
    fn has_worker_calls() -> bool {
        current::state().threads.has_worker_calls()
    }

    /// How long the running thread has slept in this step.
    #[pyfunction]
    fn ahead() -> f64 {
        current::state().threads.ahead().as_micros() as f64 / 1e6
    }

    #[pyfunction]
    fn in_thread() -> bool {
        current::state().threads.is_running()
    }

    #[pyfunction]
    fn on_virtual_clock() -> bool {
        matches!(current::state().clock, Clock::Virtual(_))
    }

    /// The running task and line, with the line of `earlier` if given.
    #[pyfunction]
    fn origin(earlier: Option<PyRef<Origin>>) -> Origin {
        let earlier = earlier.and_then(|earlier| earlier.place.clone());
        Origin {
            parent: current::handle().actor(),
            place: earlier.or_else(place::now),
        }
    }

    /// Records that a function starts in a thread. `file` and `line` are used if the origin has none.
    #[pyfunction]
    fn record_thread_start(name: String, origin: PyRef<Origin>, file: String, line: u32) -> Lane {
        let place = origin.place.clone();
        let place = place.unwrap_or_else(|| place::at(&file, line));
        Lane(current::handle().record_queued_thread_start(&name, origin.parent, place))
    }

    /// Records that a function in a thread has ended, with its error if it failed.
    #[pyfunction]
    fn record_thread_end(lane: PyRef<Lane>, error: Option<String>) {
        current::handle().record_thread_end(lane.0, error.as_deref());
    }

    /// Records that a function for a thread ran on the loop's own thread.
    #[pyfunction]
    fn record_ran_on_loop_thread(name: String, origin: PyRef<Origin>) {
        let handle = current::handle();
        handle.record_warning(Warning::RanOnLoopThread, &name, origin.place.clone());
    }

    /// Whether a path is that of a file of the script.
    #[pyfunction]
    fn is_script_file(path: PyStrRef) -> bool {
        place::is_file(&path.to_string_lossy())
    }

    /// The functions of a file as coroutines, by first line and name; `None` if two have the same.
    #[pyfunction]
    fn stepwise_functions(file: PyStrRef, text: PyStrRef, vm: &VirtualMachine) -> PyResult {
        let (file, text) = (file.to_string_lossy(), text.to_string_lossy());
        let functions = vm.ctx.new_dict();
        for function in stepwise::functions(&file, &text) {
            let line = vm.ctx.new_int(function.line).into();
            let name = vm.ctx.new_str(function.name).into();
            let key: PyObjectRef = vm.ctx.new_tuple(vec![line, name]).into();
            let code = match function.code {
                Some(code) => vm.ctx.new_code(code).into(),
                None => vm.ctx.none(),
            };
            functions.set_item(&*key, code, vm)?;
        }
        Ok(functions.into())
    }
}
