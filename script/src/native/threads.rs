//! Threads, as `python/_threads.py` runs them: their steps, their lanes in the log, and their clock.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod threads {
    use crate::outside::Refusal;
    use crate::shared::Clock;
    use crate::threads::StepKey;
    use crate::{clock, current, place, stepwise};
    use coroscope::trace::{Place, TaskId, Warning};
    use rustpython_vm::builtins::{PyBytesRef, PyStrRef};
    use rustpython_vm::{
        Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, vm::thread::with_current_vm,
    };

    /// A step that a thread is to do.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Step")]
    #[derive(Debug, PyPayload)]
    struct Step(StepKey);

    #[pyclass]
    impl Step {
        #[pymethod]
        fn cancel(zelf: &Py<Self>) {
            current::shared().threads.cancel(zelf.0);
        }
    }

    /// Who asked for a thread, and where.
    #[pyattr]
    #[pyclass(module = "coroscope", name = "Asked")]
    #[derive(Debug, PyPayload)]
    struct Asked {
        parent: Option<TaskId>,
        place: Option<Place>,
    }

    #[pyclass]
    impl Asked {
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

    /// Has `function` called as a thread's next step at this time of the loop's.
    #[pyfunction]
    fn step_at(when: f64, function: PyObjectRef) -> Step {
        let step = move || {
            with_current_vm(|vm| {
                if let Err(error) = function.call((), vm) {
                    current::end_the_run(error);
                }
            });
        };
        Step(current::shared().step_at(clock::instant(when), Box::new(step)))
    }

    /// Does the next step that is due up to a time, while the loop is blocked. False where there is none.
    #[pyfunction]
    fn step_while_blocked(until: Option<f64>) -> bool {
        current::shared().step_while_blocked(until.map(clock::instant))
    }

    /// Calls `function` as code of a thread. Gives its result.
    #[pyfunction]
    fn as_thread(lane: PyRef<Lane>, function: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        current::shared().as_thread(lane.0, || function.call((), vm))
    }

    /// Has the outside call a function in a place of its own; `done` is called with the answer, or with why there is none.
    /// False where there is no such place.
    #[pyfunction]
    fn call_beside(request: PyBytesRef, done: PyObjectRef) -> bool {
        let heard = move |answer: Result<Vec<u8>, Refusal>| {
            with_current_vm(|vm| {
                let none = vm.ctx.none();
                let told = match answer {
                    Ok(answer) => (vm.ctx.new_bytes(answer).into(), none),
                    Err(refusal) => (none, vm.ctx.new_str(refusal.message).into()),
                };
                if let Err(error) = done.call(told, vm) {
                    current::end_the_run(error);
                }
            });
        };
        current::shared().call_beside(request.as_bytes().to_vec(), Box::new(heard))
    }

    /// Whether functions are under way in such places.
    #[pyfunction]
    fn are_beside() -> bool {
        current::shared().threads.are_beside()
    }

    /// For how long the thread that runs has slept in this step.
    #[pyfunction]
    fn ahead() -> f64 {
        current::shared().threads.ahead().as_micros() as f64 / 1e6
    }

    #[pyfunction]
    fn in_thread() -> bool {
        current::shared().threads.is_running()
    }

    #[pyfunction]
    fn on_virtual_clock() -> bool {
        matches!(current::shared().clock, Clock::Virtual(_))
    }

    /// Who runs now, and in which line; in that of `earlier` where that is given.
    #[pyfunction]
    fn asked(earlier: Option<PyRef<Asked>>) -> Asked {
        let earlier = earlier.and_then(|earlier| earlier.place.clone());
        Asked {
            parent: current::handle().actor(),
            place: earlier.or_else(place::now),
        }
    }

    /// Records that a function starts in a thread; in the line `line` where the script did not ask for it itself.
    #[pyfunction]
    fn thread_started(name: String, asked: PyRef<Asked>, line: u32) -> Lane {
        let place = asked.place.clone();
        let place = place.unwrap_or_else(|| place::at(line));
        Lane(current::handle().record_queued_thread_start(&name, asked.parent, place))
    }

    /// Records that a function in a thread is over; with which error, where it failed.
    #[pyfunction]
    fn thread_ended(lane: PyRef<Lane>, error: Option<String>) {
        current::handle().record_thread_end(lane.0, error.as_deref());
    }

    /// Records that a function that was for a thread runs on the loop's own.
    #[pyfunction]
    fn warn_of_loop_thread(name: String, asked: PyRef<Asked>) {
        let handle = current::handle();
        handle.record_warning(Warning::RanOnLoopThread, &name, asked.place.clone());
    }

    /// The functions of a script as coroutines, by their first line and name; none for a name that two have.
    #[pyfunction]
    fn stepwise_functions(source: PyStrRef, vm: &VirtualMachine) -> PyResult {
        let functions = vm.ctx.new_dict();
        for function in stepwise::functions(&source.to_string_lossy()) {
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
